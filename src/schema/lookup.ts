import type { Dialect } from '../model/dialect';
import type { Column, Constraint, Index, Schema, SchemaObject, SchemaType, Table } from '../model/schema';
import type { ObjectKind } from '../model/schema-change';

/** A name as far as a lookup needs it; `ObjectName`, `Table` and `SchemaType` all fit. */
export interface QualifiedName {
  readonly schema: string | null;
  readonly name: string;
}

/** A schema that holds nothing: where every history starts. */
export function emptySchema(dialect: Dialect): Schema {
  return { dialect, tables: new Map(), types: new Map(), objects: new Map() };
}

/** Whether two identifiers, already folded by the reader, name the same thing. */
export function sameName(dialect: Dialect, one: string, other: string): boolean {
  return comparable(dialect, one) === comparable(dialect, other);
}

/** Whether two qualified names mean the same object: no schema and `public` are one in Postgres. */
export function sameObject(dialect: Dialect, one: QualifiedName, other: QualifiedName): boolean {
  return tableKey(dialect, one) === tableKey(dialect, other);
}

/**
 * The key of a table in `Schema.tables`, and its readable name: `orders`, `shop.orders`.
 * A name with a dot in it is quoted, so that no two tables share a key.
 */
export function tableKey(dialect: Dialect, { schema, name }: QualifiedName): string {
  const qualifier = effectiveSchema(dialect, schema);
  return qualifier === null
    ? keyPart(dialect, name)
    : `${keyPart(dialect, qualifier)}.${keyPart(dialect, name)}`;
}

/** The key of an object: its kind is part of it, and for triggers, policies and rules its table. */
export function objectKey(
  dialect: Dialect,
  object: ObjectKind,
  name: QualifiedName,
  table: QualifiedName | null,
): string {
  const owner = table !== null && ownedByTable.has(object) ? ` on ${tableKey(dialect, table)}` : '';
  return `${object} ${tableKey(dialect, name)}${owner}`;
}

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
export function columnOf(dialect: Dialect, table: Table, name: string): Column | null {
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
  const candidates = on === null ? schema.tables.values() : [findTable(schema, on)];
  for (const table of candidates) {
    if (table === null || (on === null && !inSchemaOf(schema.dialect, name, table))) continue;
    const index = table.indexes.find((candidate) => sameName(schema.dialect, candidate.name, name.name));
    if (index !== undefined) return { table, index };
  }
  return null;
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
  return schema.objects.get(objectKey(schema.dialect, object, name, table)) ?? null;
}

/** The partitions of a table, all levels, outermost first. */
export function partitionsOf(schema: Schema, table: QualifiedName): readonly Table[] {
  const key = tableKey(schema.dialect, table);
  const direct = [...schema.tables.values()].filter((candidate) => candidate.partitionOf === key);
  return direct.flatMap((partition) => [partition, ...partitionsOf(schema, partition)]);
}

/** Foreign keys of other tables, and of the table itself, that point at the table. */
export function referencesTo(
  schema: Schema,
  table: QualifiedName,
): readonly { table: Table; constraint: Constraint }[] {
  const key = tableKey(schema.dialect, table);
  const found: { table: Table; constraint: Constraint }[] = [];
  for (const candidate of schema.tables.values()) {
    for (const constraint of candidate.constraints) {
      if (constraint.references !== null && referencedKey(schema.dialect, constraint.references) === key)
        found.push({ table: candidate, constraint });
    }
  }
  return found;
}

/** The key of the table a foreign key points at. */
export function referencedKey(
  dialect: Dialect,
  references: { readonly table: string; readonly schema: string | null },
): string {
  return tableKey(dialect, { schema: references.schema, name: references.table });
}

const ownedByTable: ReadonlySet<ObjectKind> = new Set(['trigger', 'policy', 'rule']);

function comparable(dialect: Dialect, name: string): string {
  return dialect === 'postgres' ? name : name.toLowerCase();
}

function keyPart(dialect: Dialect, name: string): string {
  const comparableName = comparable(dialect, name);
  return comparableName.includes('.') ? `"${comparableName}"` : comparableName;
}

function effectiveSchema(dialect: Dialect, schema: string | null): string | null {
  if (dialect === 'postgres' && schema === 'public') return null;
  return dialect === 'sqlite' && schema?.toLowerCase() === 'main' ? null : schema;
}

function inSchemaOf(dialect: Dialect, name: QualifiedName, table: Table): boolean {
  if (name.schema === null && dialect !== 'postgres') return true;
  return effectiveSchema(dialect, name.schema) === effectiveSchema(dialect, table.schema);
}
