import type { Column, Origin, Schema, Table } from '../model/schema';
import type { ColumnDefinition, ConstraintDefinition } from '../model/schema-change';
import { columnOf, sameName } from './lookup';
import { addConstraint } from './replay-added-constraint';
import { columnFrom } from './replay-table';

/** ADD COLUMN: the column and its inline constraints. */
export function addInlineColumn(
  schema: Schema,
  table: Table,
  definition: ColumnDefinition,
  origin: Origin,
): Table {
  const widened = withColumn(schema, table, definition, origin);
  return inlineConstraints(schema, definition).reduce(
    (current, constraint) => addConstraint(schema, current, constraint, origin),
    widened,
  );
}

/** Constraints written at a column. MariaDB names an unnamed CHECK after its column. */
export function inlineConstraints(
  { dialect }: Schema,
  { name, constraints }: ColumnDefinition,
): readonly ConstraintDefinition[] {
  if (dialect !== 'mariadb') return constraints;
  return constraints.map((constraint) =>
    constraint.type === 'check' && constraint.name === null ? { ...constraint, name } : constraint,
  );
}

/** The table with a column more; one of the same name, inherited, is merged with it. */
export function withColumn(
  schema: Schema,
  table: Table,
  definition: ColumnDefinition,
  origin: Origin,
): Table {
  const known = columnOf(schema.dialect, table, definition.name.name);
  const column = columnFrom(table, definition, origin);
  if (known === null)
    return { ...table, columns: placed(schema, table.columns, column, definition.position) };
  const merged: Column = {
    ...column,
    type: column.type ?? known.type,
    nullable: column.nullable && known.nullable,
    default: column.default ?? known.default,
  };
  return { ...table, columns: table.columns.map((candidate) => (candidate === known ? merged : candidate)) };
}

/** Puts a column where FIRST or AFTER says, at the end without them. */
export function placed(
  schema: Schema,
  columns: readonly Column[],
  column: Column,
  position: ColumnDefinition['position'],
): readonly Column[] {
  if (position === null) return [...columns, column];
  if (position === 'first') return [column, ...columns];
  const at = columns.findIndex((candidate) => sameName(schema.dialect, candidate.name, position.after));
  return at < 0 ? [...columns, column] : [...columns.slice(0, at + 1), column, ...columns.slice(at + 1)];
}
