// Replays a folder of Postgres migrations, by us and by a real Postgres (PGlite), and prints what differs.
// Usage: npx tsx scripts/compare-catalogue.ts <folder of *.sql, or of folders with migration.sql>
import fs from 'node:fs';
import path from 'node:path';
import { applyReading } from '../src/schema/replay';
import { emptySchema } from '../src/schema/lookup';
import { createNodeSqlReader } from '../src/workspace/node-postgres';
import { difference } from '../test/oracle/catalogue/difference';
import { postgresLines } from '../test/oracle/catalogue/postgres';
import { postgresSchemaLines } from '../test/oracle/catalogue/postgres-schema';
import { MeasuringPostgres } from '../test/oracle/measure-postgres';

async function compare(folder: string): Promise<number> {
  const files = sqlFiles(folder);
  const database = await MeasuringPostgres.start();
  const reader = await createNodeSqlReader();
  let schema = emptySchema('postgres');
  let failed = 0;
  for (const file of files) {
    const text = fs.readFileSync(file, 'utf8');
    try {
      await database.run(text);
    } catch (error) {
      failed++;
      console.log(
        `${path.relative(folder, file)}: ${error instanceof Error ? error.message : String(error)}`,
      );
      continue;
    }
    for (const [index, { reading }] of reader.readScript(text, 'postgres').statements.entries()) {
      schema = applyReading(schema, reading, { migration: file, statement: index });
    }
  }
  const theirs = await postgresLines((sql) => database.rows(sql));
  const { onlyOurs, onlyTheirs } = difference(postgresSchemaLines(schema), theirs);
  for (const line of onlyOurs) console.log(`+ ${line}`);
  for (const line of onlyTheirs) console.log(`- ${line}`);
  console.log(
    `${String(files.length)} files, ${String(failed)} failed, ${String(theirs.length)} facts in the catalogue, ` +
      `${String(onlyOurs.length)} only ours, ${String(onlyTheirs.length)} only theirs`,
  );
  await database.stop();
  return onlyOurs.length + onlyTheirs.length;
}

function sqlFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql') && !/\bdown\b/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Give the folder that holds the migrations.');
void compare(folder).then((differences) => {
  process.exitCode = differences === 0 ? 0 : 1;
});
