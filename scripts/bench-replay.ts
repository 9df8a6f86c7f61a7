// How long it takes to replay a history of SQL files, read beforehand.
// Usage: npx tsx scripts/bench-replay.ts <folder> [runs]
import fs from 'node:fs';
import path from 'node:path';
import { emptySchema } from '../src/schema/lookup';
import { applyReading } from '../src/schema/replay';
import { createNodeSqlReader } from '../src/workspace/node-postgres';

async function measure(folder: string, runs: number): Promise<void> {
  const reader = await createNodeSqlReader();
  const readings = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql') && fs.statSync(path.join(folder, name)).isFile())
    .sort()
    .flatMap((name) =>
      reader
        .readScript(fs.readFileSync(path.join(folder, name), 'utf8'), 'postgres')
        .statements.map(({ reading }, statement) => ({ reading, origin: { migration: name, statement } })),
    );
  const times: number[] = [];
  let tables = 0;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const schema = readings.reduce(
      (current, { reading, origin }) => applyReading(current, reading, origin),
      emptySchema('postgres'),
    );
    times.push(performance.now() - start);
    tables = schema.tables.size;
  }
  const median = times.sort((one, other) => one - other)[Math.floor(runs / 2)] ?? 0;
  const each = (median * 1000) / readings.length;
  console.log(
    `${String(readings.length)} statements, ${String(tables)} tables: median ${median.toFixed(1)} ms, ` +
      `best ${(times[0] ?? 0).toFixed(1)} ms, ${each.toFixed(1)} µs a statement`,
  );
}

const [folder, runs = '21'] = process.argv.slice(2);
if (folder === undefined) throw new Error('Give the folder that holds the migrations.');
void measure(folder, Number(runs));
