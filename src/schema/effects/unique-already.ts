import type { Dialect } from '../../model/dialect';
import type { Table } from '../../model/schema';
import type { IndexColumn } from '../../model/schema-change';
import { sameName } from '../lookup';

/** Whether rows cannot have the same values in these columns, because a primary key or a unique index lies within them. */
export function alwaysUnique(dialect: Dialect, table: Table, columns: readonly IndexColumn[]): boolean {
  const within = (names: readonly (string | null)[]): boolean =>
    names.length > 0 &&
    names.every(
      (name) =>
        name !== null &&
        columns.some(
          ({ column, length }) => column !== null && length === null && sameName(dialect, column, name),
        ),
    );
  return (
    table.constraints.some(
      (constraint) =>
        (constraint.type === 'primary-key' || constraint.type === 'unique') && within(constraint.columns),
    ) ||
    table.indexes.some(
      (index) => index.unique && index.where === null && within(index.columns.map(({ column }) => column)),
    )
  );
}
