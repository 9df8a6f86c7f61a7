import type { Dialect } from '../model/dialect';
import type { Table } from '../model/schema';
import type { Expression } from '../model/schema-change';
import { sameName } from './lookup';

/**
 * The columns of the table that a CHECK names, each once, in order. Words of the expression that are no
 * columns of a known table are left out; for a table whose columns are not known all are kept.
 */
export function columnsOfCheck(dialect: Dialect, table: Table, expression: Expression): readonly string[] {
  const distinct = expression.columns.filter(
    (name, at) => expression.columns.findIndex((other) => sameName(dialect, other, name)) === at,
  );
  if (!table.columnsKnown) return distinct;
  return distinct.filter((name) => table.columns.some((column) => sameName(dialect, column.name, name)));
}
