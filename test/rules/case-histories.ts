import { defaultVersions, type Dialect } from '../../src/model/dialect';
import type { HistoryEnd } from '../../src/rules/rule';
import { HistoryReplay } from '../../src/schema/replay-history';
import { historyOf, parseCase, sqlReader } from './migration-case';
import type { SqlReader } from '../../src/sql/reader';

let sql: SqlReader | null = null;

/** Must be awaited before the first case with SQL. */
export async function prepareSql(): Promise<void> {
  sql = await sqlReader();
}

/**
 * The history that the SQL files of a case make: `released.sql` is released, `migration.sql` comes after it and is not.
 * A first line `-- dialect: mysql` chooses the database.
 */
export function historiesOf(files: ReadonlyMap<string, string>): readonly HistoryEnd[] {
  const released = files.get('released.sql');
  const migration = files.get('migration.sql') ?? '';
  if (sql === null || released === undefined) return [];
  const dialect = (/^-- dialect: (\w+)/.exec(released)?.[1] ?? 'postgres') as Dialect;
  const one = { ...parseCase(migration).main, dialect, version: defaultVersions[dialect], setup: released };
  const history = historyOf(sql, one);
  const last = new HistoryReplay().replay(history).at(-1);
  return last === undefined ? [] : [{ history, schema: last.after }];
}
