import { defaultVersions, type Dialect } from '../../src/model/dialect';
import type { History, TransactionMode } from '../../src/model/migration';
import type { Fix } from '../../src/model/finding';
import type { FixContext } from '../../src/rules/rule';
import type { MigrationFinding } from '../../src/rules/run-migration-rules';
import { historyOf, judgeHistory, loadedSqlReader, sqlReader } from './migration-case';

const now = new Date('2026-11-21T10:00:00Z');

export interface FixCase {
  readonly setup: string;
  readonly change: string;
  readonly transaction?: TransactionMode;
  readonly version?: number;
  readonly dialect?: Dialect;
  /** Migrations that exist after the judged one. */
  readonly later?: string;
}

/** The first finding of the rule in the judged migration, with its fixes; throws when there is none. */
export async function fixesFor(rule: string, one: FixCase): Promise<readonly Fix[]> {
  const history = await historyFor(one);
  const entry = judgeHistory(history, 1, undefined, rule).find(
    (candidate) => candidate.finding.rule === rule,
  );
  if (entry === undefined) throw new Error(`no finding of ${rule}`);
  return fixesOf(entry);
}

/** The fixes of a finding, asked for as an editor does. */
export function fixesOf(entry: MigrationFinding): readonly Fix[] {
  // Inherited as in workspace/analyse.ts: the context reads its parts on demand.
  const context: FixContext = Object.assign(Object.create(entry.context) as typeof entry.context, {
    finding: entry.finding,
    now,
    textOf: () => null,
    files: [],
    exists: () => false,
    readSql: (text: string) => loadedSqlReader().readScript(text, entry.context.history.target.dialect),
  });
  return entry.rule.fixes?.(context) ?? [];
}

/** Texts of the judged migration and what follows it, in order, after the fix. */
export async function afterFix(one: FixCase, fix: Fix): Promise<readonly string[]> {
  const history = await historyFor(one);
  const files = new Map(
    history.migrations.slice(1).map((migration) => [migration.file, migration.script.text]),
  );
  for (const edit of [...fix.edits].sort(
    (a, b) => b.range.start - a.range.start || b.range.end - a.range.end,
  )) {
    const text = files.get(edit.file) ?? '';
    files.set(edit.file, text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end));
  }
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}

/** Rules that report something, once each of the texts is a migration of its own after the setup. */
export async function reportedAfter(
  one: FixCase,
  texts: readonly string[],
  rule: string | null = null,
): Promise<string[]> {
  const history = await historyFor(one);
  const sql = await sqlReader();
  const [setup] = history.migrations;
  const migrations = texts.map((text, index) => ({
    ...setup!,
    id: `${String(index + 2)}.sql`,
    file: `migrations/${String(index + 2)}.sql`,
    order: index + 1,
    released: false,
    script: sql.readScript(text, history.target.dialect),
  }));
  const fixed: History = { ...history, migrations: [setup!, ...migrations] };
  return migrations.flatMap((_, index) =>
    judgeHistory(fixed, index + 1, undefined, rule).map((entry) => entry.finding.rule),
  );
}

async function historyFor(one: FixCase): Promise<History> {
  return historyOf(await sqlReader(), {
    dialect: one.dialect ?? 'postgres',
    version: one.version ?? (one.dialect === undefined ? 16 : defaultVersions[one.dialect]),
    transaction: one.transaction ?? 'single-query',
    setup: one.setup,
    change: one.change,
    later: one.later ?? '',
    tables: {},
  });
}
