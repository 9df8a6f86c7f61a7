import type { Dialect } from '../../model/dialect';
import type { Table } from '../../model/schema';
import { quote } from '../../sql/identifiers';
import { withColumns } from './expressions';

/** The expression over the columns of a table as a trigger writes it: each column of the row that `row` names. */
export function ofRow(text: string, table: Table, row: 'NEW' | 'OLD', dialect: Dialect): string {
  const ofThatRow = table.columns.map(({ name }) => [name, `${row}.${quote(name, dialect)}`] as const);
  return withColumns(text, new Map(ofThatRow), dialect);
}
