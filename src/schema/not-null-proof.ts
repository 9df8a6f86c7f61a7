import type { Schema, Table } from '../model/schema';
import { columnOf, sameName } from './lookup';

/**
 * Whether a validated CHECK or NOT NULL constraint proves that the column holds no NULL, so that
 * SET NOT NULL needs no scan (Postgres 12 and later).
 */
export function provesNotNull(schema: Schema, table: Table, column: string): boolean {
  return table.constraints.some(
    (constraint) =>
      constraint.validated &&
      (constraint.type === 'check'
        ? (constraint.expression?.provesNotNull.some((name) => sameName(schema.dialect, name, column)) ??
          false)
        : constraint.type === 'not-null' &&
          constraint.columns.some((name) => sameName(schema.dialect, name, column))),
  );
}

/** Whether the column is known to hold no NULL: declared so, or proved by a validated CHECK. */
export function holdsNoNull(schema: Schema, table: Table, column: string): boolean {
  return columnOf(schema.dialect, table, column)?.nullable === false || provesNotNull(schema, table, column);
}
