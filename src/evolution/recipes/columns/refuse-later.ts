import { sameName } from '../../../schema/lookup';
import type { SchemaChange } from '../../../model/schema-change';
import type { EvolvingTable } from '../evolving-table';
import { namesColumn } from '../expressions';
import type { Ground } from '../recipe';

/** Later statements that change the columns assume that the change is complete: why it cannot be split, or null. */
export function refuseByWhatFollows(
  { history, asking }: Ground,
  table: EvolvingTable,
  columns: readonly string[],
): string | null {
  if (asking === null) return null;
  const here = history.migrations.findIndex((one) => one.id === asking.migration.id);
  for (const migration of history.migrations.slice(here)) {
    const own = migration.id === asking.migration.id;
    for (const [index, { reading }] of migration.script.statements.entries()) {
      if (own && index < asking.index) continue;
      for (const [changeIndex, change] of reading.changes.entries()) {
        if (own && index === asking.index && changeIndex <= asking.changeIndex) continue;
        if (touches(change, table, columns))
          return `A later statement (${reading.keyword} in ${migration.id}) already changes ${columns.at(-1) ?? ''}; move it behind the contract step first.`;
      }
    }
  }
  return null;
}

function touches(
  change: SchemaChange,
  { dialect, table }: EvolvingTable,
  columns: readonly string[],
): boolean {
  if (!('table' in change) || change.table === null || !sameName(dialect, change.table.name, table.name))
    return false;
  const is = (name: string): boolean => columns.some((one) => sameName(dialect, name, one));
  const named = (text: string): boolean => columns.some((one) => namesColumn(text, one, dialect));
  switch (change.kind) {
    case 'rename-table':
    case 'drop-table':
    case 'move-table':
      return true;
    case 'add-column':
      return is(change.column.name.name);
    case 'add-constraint':
      return (
        change.constraint.columns.some((one) => is(one.name)) ||
        (change.constraint.expression !== null && named(change.constraint.expression.text))
      );
    case 'create-index':
      return change.index.columns.some((one) => (one.column === null ? named(one.text) : is(one.column)));
    case 'drop-column':
    case 'rename-column':
    case 'alter-column-type':
    case 'redefine-column':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'set-identity':
    case 'set-generated':
      return is(change.column.name);
    default:
      return false;
  }
}
