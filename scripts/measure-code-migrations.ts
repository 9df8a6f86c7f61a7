// How many calls of their library are read in the migrations in TypeScript and JavaScript below some folders,
// one line for each history; with --places, every place that was not read.
// Usage: npx tsx scripts/measure-code-migrations.ts FOLDER… [--places]
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { LineIndex } from '../src/document/lines';
import { readMigrationCode } from '../src/code/migrations/read-migration';
import { callAt, sourceRange } from '../src/migrations/embedded';
import type { History, Migration } from '../src/model/migration';
import { createNodePorts } from '../src/workspace/node-roots';
import { createNodeSqlReader } from '../src/workspace/node-postgres';
import { Project } from '../src/workspace/project';

interface Counted {
  files: number;
  calls: number;
  /** Calls that were not followed, or whose SQL was not read wholly. */
  unread: number;
  readonly places: string[];
}

function count(project: Project, history: History, migration: Migration, counted: Counted): void {
  const { embedding, file, script } = migration;
  if (embedding === null) return;
  const textOf = (asked: string): string | null => project.text(asked);
  const { dialect } = history.target;
  const { calls } = readMigrationCode({
    file,
    text: embedding.source,
    library: history.framework,
    dialect,
    textOf,
  });
  counted.files++;
  counted.calls += calls;
  counted.unread += embedding.unread.reduce((sum, one) => sum + one.calls, 0);
  const lines = new LineIndex(embedding.source);
  const place = (start: number, reason: string): void => {
    const { line, character } = lines.positionAt(start);
    counted.places.push(`${file}:${line + 1}:${character + 1} ${reason}`);
  };
  for (const one of embedding.unread) place(one.range.start, one.reason);
  const unreadCalls = new Set<number>();
  for (const { start, reading } of script.statements) {
    const [first] = reading.unread;
    if (first === undefined) continue;
    const call = callAt(migration, start)?.start ?? -1;
    if (!unreadCalls.has(call)) counted.unread++;
    unreadCalls.add(call);
    const at = { start: start + first.range.start, end: start + first.range.end };
    place(sourceRange(migration, at).start, first.reason);
  }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { places: { type: 'boolean', default: false } },
  });
  const reader = await createNodeSqlReader();
  const total: Counted = { files: 0, calls: 0, unread: 0, places: [] };
  for (const folder of positionals) {
    const ports = createNodePorts(path.resolve(folder), { history: false, log: () => undefined });
    const project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
    for (const found of project.migrationFolders.filter(({ files }) =>
      files.some((file) => file.reads === 'code'),
    )) {
      const began = performance.now();
      const history = project.history(found);
      const took = Math.round(performance.now() - began);
      const counted: Counted = { files: 0, calls: 0, unread: 0, places: [] };
      for (const migration of history.migrations) count(project, history, migration, counted);
      total.files += counted.files;
      total.calls += counted.calls;
      total.unread += counted.unread;
      const read = percent(counted.calls - counted.unread, counted.calls);
      console.log(
        `${path.join(folder, found.folder)}: ${history.framework}, ${history.target.dialect}: ` +
          `${counted.files} files, ${counted.calls} calls, ${read} read, ${took} ms`,
      );
      if (values.places) for (const line of counted.places) console.log(`  ${line}`);
    }
  }
  console.log(
    `All: ${total.files} files, ${total.calls} calls, ${percent(total.calls - total.unread, total.calls)} read`,
  );
}

void main();
