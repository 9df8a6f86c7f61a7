import { isNothing } from '../../evaluate/values';
import { expectText } from '../not-understood';
import { sql, type Sql } from '../rendered';
import { columnNames, type TableContext } from './table-context';
import type { TableRequest } from './table-spec';

/** `dropChecks(names)`: Knex leaves the names as they are. */
export function dropChecks({ args }: TableRequest, { tableName }: TableContext): readonly Sql[] {
  const names = columnNames(args).map((name) => expectText(name, 'the name of the check'));
  if (names.length === 0) return [];
  return [sql`alter table ${tableName} ${names.map((name) => `drop constraint ${name}`).join(', ')}`];
}

/** `check(condition, bindings, name)` on a table that exists: Knex leaves condition and name as they are. */
export function addCheck(
  { args: [condition, , given] }: TableRequest,
  { tableName }: TableContext,
): readonly Sql[] {
  const text = expectText(condition, 'the condition');
  const name = isNothing(given) ? `${tableName}_1` : expectText(given, 'the name of the check');
  return [sql`alter table ${tableName} add constraint ${name} check(${text})`];
}
