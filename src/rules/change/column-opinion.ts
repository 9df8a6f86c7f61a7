import type { ColumnDefinition } from '../../model/schema-change';
import type { ChangeContext, Draft, Message } from '../rule';
import { nameOf } from './words';
import { writtenColumns } from '../../schema/written-columns';

/** A draft at each column definition of the change that has the trait. `table` is the name as messages show it. */
export function aboutColumns(
  { change }: ChangeContext,
  hasTrait: (column: ColumnDefinition) => boolean,
  say: (column: ColumnDefinition, table: string) => Message,
): readonly Draft[] {
  if (!('table' in change) || change.table == null) return [];
  const table = nameOf(change.table);
  return writtenColumns(change)
    .filter(hasTrait)
    .map((column) => ({ range: column.range, message: say(column, table) }));
}
