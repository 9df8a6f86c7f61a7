import type { Column, Constraint, Index, Schema, SchemaObject, SchemaType, Table } from '../model/schema';

/** What a schema has and a later one has not, by its keys. */
export interface Gone {
  readonly tables: readonly Table[];
  readonly types: readonly SchemaType[];
  readonly objects: readonly SchemaObject[];
  /** Of tables that are still there. */
  readonly columns: readonly { readonly table: Table; readonly column: Column }[];
  readonly constraints: readonly { readonly table: Table; readonly constraint: Constraint }[];
  readonly indexes: readonly { readonly table: Table; readonly index: Index }[];
}

/** What is gone between two schemas of one replay. Unchanged tables are the same object, so they cost nothing. */
export function goneBetween(before: Schema, after: Schema): Gone {
  const changed = [...before.tables].flatMap(([key, table]) => {
    const left = after.tables.get(key);
    return left === undefined || left === table ? [] : [{ table, left }];
  });
  return {
    tables: [...before.tables].flatMap(([key, table]) => (after.tables.has(key) ? [] : [table])),
    types: [...before.types].flatMap(([key, type]) => (after.types.has(key) ? [] : [type])),
    objects: [...before.objects].flatMap(([key, object]) => (after.objects.has(key) ? [] : [object])),
    columns: changed.flatMap(({ table, left }) =>
      table.columns
        .filter((column) => !left.columns.some((one) => one.id === column.id || one.name === column.name))
        .map((column) => ({ table, column })),
    ),
    constraints: changed.flatMap(({ table, left }) =>
      table.constraints
        .filter((constraint) => !left.constraints.some((one) => one.name === constraint.name))
        .map((constraint) => ({ table, constraint })),
    ),
    indexes: changed.flatMap(({ table, left }) =>
      table.indexes
        .filter((index) => !left.indexes.some((one) => one.name === index.name))
        .map((index) => ({ table, index })),
    ),
  };
}
