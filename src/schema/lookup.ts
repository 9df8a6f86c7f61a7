import type { Dialect } from '../model/dialect';
import type { Column, Constraint, Index, Schema, SchemaObject, SchemaType, Table } from '../model/schema';
import type { ObjectKind } from '../model/schema-change';
import type { QualifiedName } from './keys';
import { objectKey, referencedKey, sameName, tableKey } from './keys';
import { objectsNamed, tablesHolding, tablesNaming } from './schema-index';

export type { QualifiedName } from './keys';
export { objectKey, referencedKey, sameName, sameObject, tableKey, writtenName } from './keys';
export { emptySchema } from './schema-index';

/** The table as the schema knows it, or null. */
export function findTable(schema: Schema, name: QualifiedName): Table | null {
  return schema.tables.get(tableKey(schema.dialect, name)) ?? null;
}

/** A column by table name and column name, or null when either is unknown. */
export function findColumn(schema: Schema, table: QualifiedName, name: string): Column | null {
  const found = findTable(schema, table);
  return found === null ? null : columnOf(schema.dialect, found, name);
}

/** A column of a table already found. */
export function columnOf(dialect: Dialect, table: Pick<Table, 'columns'>, name: string): Column | null {
  return table.columns.find((column) => sameName(dialect, column.name, name)) ?? null;
}

/** A constraint of a table by its name, written or chosen by the database. */
export function findConstraint(schema: Schema, table: QualifiedName, name: string): Constraint | null {
  const found = findTable(schema, table);
  return found?.constraints.find((constraint) => sameName(schema.dialect, constraint.name, name)) ?? null;
}

/**
 * The index of that name with its table. In Postgres and SQLite index names are unique in a schema;
 * in MySQL and MariaDB only within a table, so give the table there.
 */
export function findIndex(
  schema: Schema,
  name: QualifiedName,
  on: QualifiedName | null = null,
): { table: Table; index: Index } | null {
  const holders = tablesNaming(schema, 'index', name);
  const key = on === null ? null : tableKey(schema.dialect, on);
  const table =
    key === null ? holders[0] : holders.find((candidate) => tableKey(schema.dialect, candidate) === key);
  const index = table?.indexes.find((candidate) => sameName(schema.dialect, candidate.name, name.name));
  return table === undefined || index === undefined ? null : { table, index };
}

/** An enum, domain or other type, or null. */
export function findType(schema: Schema, name: QualifiedName): SchemaType | null {
  return schema.types.get(tableKey(schema.dialect, name)) ?? null;
}

/** A view, function, trigger, …; `table` only for what belongs to a table (trigger, policy, rule). */
export function findObject(
  schema: Schema,
  object: ObjectKind,
  name: QualifiedName,
  table: QualifiedName | null = null,
): SchemaObject | null {
  const found = schema.objects.get(objectKey(schema.dialect, object, name, table));
  return found ?? (table === null ? (objectsNamed(schema, object, name)[0] ?? null) : null);
}

/** The partitions of a table, all levels, outermost first. */
export function partitionsOf(schema: Schema, table: QualifiedName): readonly Table[] {
  const key = tableKey(schema.dialect, table);
  const direct = tablesBelow(schema, table).filter((candidate) => candidate.partitionOf === key);
  return direct.flatMap((partition) => [partition, ...partitionsOf(schema, partition)]);
}

/** The partitions of a table and the tables that inherit from it, one level. */
export function tablesBelow(schema: Schema, table: QualifiedName): readonly Table[] {
  return tablesHolding(schema, 'below', tableKey(schema.dialect, table));
}

/** Foreign keys of other tables, and of the table itself, that point at the table. */
export function referencesTo(
  schema: Schema,
  table: QualifiedName,
): readonly { table: Table; constraint: Constraint }[] {
  const key = tableKey(schema.dialect, table);
  return tablesHolding(schema, 'references', key).flatMap((holder) =>
    holder.constraints
      .filter(({ references }) => references !== null && referencedKey(schema.dialect, references) === key)
      .map((constraint) => ({ table: holder, constraint })),
  );
}
