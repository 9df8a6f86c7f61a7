// How sharp and how quiet the findings are: replays Postgres migrations on PGlite, sees what each statement does,
// and compares that with what Evolens says with default settings, every migration taken as not released.
// Usage: npm run measure:precision -- FOLDER… [--all]
//   FOLDER holds migrations (a Prisma folder, *.sql, or a project); --all lists findings by rule for each folder too.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Finding } from '../src/model/finding';
import type { History, Migration } from '../src/model/migration';
import { quietRepeats } from '../src/rules/repeats';
import { runMigrationRules, type MigrationFinding } from '../src/rules/run-migration-rules';
import { HistoryReplay } from '../src/schema/replay-history';
import type { SqlReader } from '../src/sql/reader';
import { createNodeSqlReader } from '../src/workspace/node-postgres';
import { createNodePorts } from '../src/workspace/node-roots';
import { Project } from '../src/workspace/project';
import { claimsOf } from './precision/claims';
import { lossesOf, tablesMadeUnique } from './precision/data-loss';
import { Score } from './precision/score';
import { truthsOf } from './precision/truth';
import { WatchedPostgres } from './precision/watched-postgres';

const defaults = { profile: 'default', configured: {} } as const;

/** Prints what one folder shows and adds it to `total`. */
async function measure(folder: string, reader: SqlReader, total: Score, isLong: boolean): Promise<void> {
  const ports = createNodePorts(path.resolve(folder), { history: false, log: console.error });
  const project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
  for (const found of project.migrationFolders) {
    const history = project.history(found);
    if (history.target.dialect !== 'postgres' || history.migrations.length === 0) continue;
    const score = new Score();
    await measureHistory(history, folder, [score, total]);
    score.print(path.join(folder, found.folder), isLong);
  }
}

async function measureHistory(history: History, root: string, scores: readonly Score[]): Promise<void> {
  const database = await WatchedPostgres.start();
  const replayed = new HistoryReplay().replay(history);
  const facts = { history, replayed, code: null, released: null, plans: [], tables: {} };
  for (const [position, migration] of history.migrations.entries()) {
    const found = runMigrationRules(facts, position, defaults, (fault) => {
      throw new Error(fault);
    });
    const findings = quietened(found);
    const claims = claimsOf(migration, findings);
    const file = path.join(root, migration.file);
    for (const score of scores) score.addFile(findings.map((one) => one.finding));
    const text = textOf(migration, file);
    const uniqueBefore = new Map<string, readonly (readonly string[])[]>();
    for (const table of tablesMadeUnique(text)) uniqueBefore.set(table, await database.uniqueKeys(table));
    for (const truth of await truthsOf(database, migration))
      for (const score of scores)
        score.addStatement(file, migration, truth, claims.get(truth.statement) ?? []);
    const changes = replayed[position]?.changes ?? [];
    for (const loss of lossesOf(text, migration, findings, changes, uniqueBefore))
      for (const score of scores) score.addLoss(file, loss);
  }
  await database.stop();
}

/** With the levels that a user sees. */
function quietened(found: readonly MigrationFinding[]): readonly MigrationFinding[] {
  const quiet: readonly Finding[] = quietRepeats(
    found.map((one) => one.finding),
    defaults,
  );
  return found.map((one, index) => ({ ...one, finding: quiet[index] ?? one.finding }));
}

function textOf(migration: Migration, file: string): string {
  return migration.embedding === null ? migration.script.text : fs.readFileSync(file, 'utf8');
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { all: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Error('Give folders that hold migrations for Postgres.');
  const reader = await createNodeSqlReader();
  const total = new Score();
  for (const folder of positionals) await measure(folder, reader, total, values.all);
  if (positionals.length > 1) total.print('All together', values.all);
  process.exitCode = total.isFlawless ? 0 : 1;
}

void main();
