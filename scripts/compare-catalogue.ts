// Replays a folder of migrations, by us and by a real database, and prints what differs.
// Usage: npx tsx scripts/compare-catalogue.ts <folder> [postgres|mysql|mariadb|sqlite] [Name=value …]
// `mysql` and `mariadb` run on MariaDB. `Name=value` stands for {{ index .Options "Name" }} in templates.
import fs from 'node:fs';
import path from 'node:path';
import type { Dialect } from '../src/model/dialect';
import type { Migration } from '../src/model/migration';
import type { Schema } from '../src/model/schema';
import { HistoryReplay } from '../src/schema/replay-history';
import type { SqlReader } from '../src/sql/reader';
import { createNodeSqlReader } from '../src/workspace/node-postgres';
import { difference } from '../test/oracle/catalogue/difference';
import { mariadbLines, mariadbSchemaLines } from '../test/oracle/catalogue/mariadb';
import { postgresLines } from '../test/oracle/catalogue/postgres';
import { postgresSchemaLines } from '../test/oracle/catalogue/postgres-schema';
import { sqliteLines, sqliteSchemaLines } from '../test/oracle/catalogue/sqlite';
import type { Database } from '../test/support/database';
import { startMariadb } from '../test/support/mariadb';
import { startPgliteWithExtensions } from '../test/support/pglite-extensions';
import { startSqlite } from '../test/support/sqlite';

interface Engine {
  readonly database: Database;
  readonly theirs: (database: Database) => Promise<readonly string[]>;
  readonly ours: (schema: Schema) => readonly string[];
  readonly stop: () => Promise<void>;
}

async function engineFor(dialect: Dialect): Promise<Engine> {
  if (dialect === 'sqlite') {
    const database = startSqlite();
    const theirs = (from: Database) => sqliteLines((sql) => from.query(sql));
    return { database, theirs, ours: sqliteSchemaLines, stop: () => database.stop() };
  }
  if (dialect === 'postgres') {
    const database = await startPgliteWithExtensions();
    const theirs = (from: Database) => postgresLines((sql) => from.query(sql));
    return { database, theirs, ours: postgresSchemaLines, stop: () => database.stop() };
  }
  const server = await startMariadb();
  const database = await server.connect();
  const theirs = (from: Database) => mariadbLines((sql) => from.query(sql));
  const stop = async (): Promise<void> => {
    await database.stop();
    await server.stop();
  };
  return { database, theirs, ours: mariadbSchemaLines, stop };
}

async function compare(
  folder: string,
  dialect: Dialect,
  options: ReadonlyMap<string, string>,
): Promise<number> {
  const files = sqlFiles(folder, dialect);
  const engine = await engineFor(dialect);
  const reader = await createNodeSqlReader();
  const ran: Migration[] = [];
  for (const file of options.has('Namespace') ? ['', ...files] : files) {
    const text =
      file === ''
        ? `CREATE SCHEMA IF NOT EXISTS ${options.get('Namespace') ?? ''}`
        : withOptions(fs.readFileSync(path.join(folder, file), 'utf8'), options);
    const taken = await takenBy(engine.database, reader, file, text, dialect);
    if (taken !== null) ran.push(migrationOf(reader, file, taken, dialect, ran.length));
  }
  const schema = new HistoryReplay()
    .replay({
      folder,
      framework: 'plain',
      target: {
        dialect,
        dialectConfidence: 'high',
        version: dialect === 'postgres' ? 18 : dialect === 'sqlite' ? 3.53 : 10.11,
      },
      migrations: ran,
      faults: [],
    })
    .at(-1)?.after;
  const theirs = await engine.theirs(engine.database);
  await engine.stop();
  const unknown = [...(schema?.tables.values() ?? [])]
    .filter((table) => !table.columnsKnown)
    .map((table) => `column ${table.name}.`);
  const known = theirs.filter((line) => !unknown.some((start) => line.startsWith(start)));
  const { onlyOurs, onlyTheirs } = difference(schema === undefined ? [] : engine.ours(schema), known);
  for (const line of onlyOurs) console.log(`+ ${line}`);
  for (const line of onlyTheirs) console.log(`- ${line}`);
  console.log(
    `${String(files.length)} files, ${String(files.length - ran.filter(({ file }) => file !== '').length)} failed, ` +
      `${String(theirs.length)} facts in the catalogue, ${String(onlyOurs.length)} only ours, ${String(onlyTheirs.length)} only theirs`,
  );
  return onlyOurs.length + onlyTheirs.length;
}

/**
 * The part of a file that the database takes. Postgres takes a file whole or not at all; the others keep what ran
 * before an error, so their statements are sent one by one. null: nothing.
 */
async function takenBy(
  database: Database,
  reader: SqlReader,
  file: string,
  text: string,
  dialect: Dialect,
): Promise<string | null> {
  const parts =
    dialect === 'postgres'
      ? [text]
      : reader.readScript(text, dialect).statements.map(({ reading }) => reading.text);
  const taken: string[] = [];
  for (const part of parts) {
    try {
      await database.script(part);
      taken.push(part);
    } catch (error) {
      if (dialect === 'postgres') await database.script('ROLLBACK').catch(() => undefined);
      console.log(
        `failed: ${file}: ${error instanceof Error ? error.message : String(error)}`.split('\n', 1)[0],
      );
    }
  }
  return taken.length === 0 ? null : taken.join(';\n');
}

function migrationOf(
  reader: SqlReader,
  file: string,
  text: string,
  dialect: Dialect,
  order: number,
): Migration {
  const script = reader.readScript(text, dialect);
  for (const { reading } of script.statements)
    for (const { reason } of reading.unread)
      console.log(`not analysed: ${file}: ${reading.keyword}: ${reason}`);
  return {
    id: file,
    file,
    order,
    version: null,
    transaction: 'autocommit',
    transactionSpan: 'file',
    transactionParts: [],
    script,
    embedding: null,
    released: false,
    hasDown: false,
  };
}

/** File names as the tree holds them, in order; other directions and other dialects are left out. */
function sqlFiles(folder: string, dialect: Dialect): string[] {
  const others = ['postgres', 'mysql', 'mariadb', 'sqlite3?', 'cockroach'].filter(
    (name) => !new RegExp(`^${name}$`).test(dialect === 'mariadb' ? 'mysql' : dialect),
  );
  const foreign = new RegExp(`\\.(?:${others.join('|')})\\.(?:.*\\.)?sql$`);
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql') && fs.statSync(path.join(folder, name)).isFile())
    .filter((name) => !/\bdown\b|^LATEST\.sql$/.test(name) && !foreign.test(name))
    .sort(inOrder);
}

/** Folders named by versions in the order of their numbers, all else byte by byte. */
function inOrder(one: string, other: string): number {
  const isVersion = (name: string): boolean => /^\d+\.\d+\//.test(name);
  if (isVersion(one) && isVersion(other)) return one.localeCompare(other, 'en', { numeric: true });
  return one < other ? -1 : Number(one > other);
}

function withOptions(text: string, options: ReadonlyMap<string, string>): string {
  return text.replace(
    /\{\{\s*index \.Options "(\w+)"\s*\}\}/g,
    (whole, name: string) => options.get(name) ?? whole,
  );
}

const [folder, dialect = 'postgres', ...pairs] = process.argv.slice(2);
if (folder === undefined) throw new Error('Give the folder that holds the migrations.');
const options = new Map(
  pairs.map((pair): [string, string] => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
);
void compare(folder, dialect as Dialect, options).then((differences) => {
  process.exitCode = differences === 0 ? 0 : 1;
});
