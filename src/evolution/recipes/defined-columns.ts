import type { ColumnDefinition } from '../../model/schema-change';
import { columnOf, sameName } from '../../schema/lookup';
import { writtenColumns } from '../../schema/written-columns';
import type { EvolvingColumn, EvolvingTable } from './evolving-table';
import type { Ground } from './recipe';

/** The column as the history before the asking migration defines it last, for what the schema does not keep. */
export function lastDefinition(on: EvolvingColumn, ground: Ground): ColumnDefinition | null {
  return definedColumns(on, ground).findLast((one) => sameName(on.dialect, one.name.name, on.column.name)) ?? null;
} // prettier-ignore

/** MySQL and MariaDB: the database itself sets these whenever a row changes (ON UPDATE CURRENT_TIMESTAMP). */
export function setOnUpdate(on: EvolvingTable, ground: Ground): readonly string[] {
  const { dialect, table } = on;
  if (dialect !== 'mysql' && dialect !== 'mariadb') return [];
  const last = new Map(definedColumns(on, ground).map((one) => [one.name.name, one]));
  return [...last]
    .filter(([name, one]) => one.onUpdate !== null && columnOf(dialect, table, name) !== null)
    .map(([name]) => name);
}

/** Every definition that the history before the asking migration gives to a column of the table, in its order. */
function definedColumns({ dialect, table }: EvolvingTable, ground: Ground): readonly ColumnDefinition[] {
  const { migrations } = ground.history;
  const asking = migrations.findIndex(({ id }) => id === ground.asking?.migration.id);
  return (asking < 0 ? migrations : migrations.slice(0, asking))
    .flatMap(({ script }) => script.statements.flatMap(({ reading }) => reading.changes))
    .flatMap((change) =>
      'table' in change && change.table !== null && sameName(dialect, change.table.name, table.name)
        ? writtenColumns(change)
        : [],
    );
}
