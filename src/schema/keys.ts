import type { Dialect } from '../model/dialect';
import type { ObjectKind } from '../model/schema-change';

/** A name as far as a lookup needs it; `ObjectName`, `Table` and `SchemaType` all fit. */
export interface QualifiedName {
  readonly schema: string | null;
  readonly name: string;
}

/** Whether two identifiers, already folded by the reader, name the same thing. */
export function sameName(dialect: Dialect, one: string, other: string): boolean {
  return one === other || (dialect !== 'postgres' && one.toLowerCase() === other.toLowerCase());
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

/**
 * The key of an object: its kind is part of it, for triggers, policies and rules its table, and for
 * functions the argument types where they are known.
 */
export function objectKey(
  dialect: Dialect,
  object: ObjectKind,
  name: QualifiedName,
  table: QualifiedName | null,
  signature?: string,
): string {
  const owner = table !== null && ownedByTable.has(object) ? ` on ${tableKey(dialect, table)}` : '';
  return `${object} ${tableKey(dialect, name)}${owner}${signature === undefined ? '' : `(${signature})`}`;
}

/** The key of the table a foreign key points at. */
export function referencedKey(
  dialect: Dialect,
  references: { readonly table: string; readonly schema: string | null },
): string {
  return tableKey(dialect, { schema: references.schema, name: references.table });
}

/** Kinds whose names are unique on their table only. */
export const ownedByTable: ReadonlySet<ObjectKind> = new Set(['trigger', 'policy', 'rule']);

/** A name as it is compared: case counts in Postgres only. */
export function comparable(dialect: Dialect, name: string): string {
  return dialect === 'postgres' ? name : name.toLowerCase();
}

/** A name as effects and messages write it: as in the key, but the schema and the case as they were given. */
export function writtenName({ schema, name }: QualifiedName): string {
  return schema === null ? part(name) : `${part(schema)}.${part(name)}`;
}

function part(name: string): string {
  return name.includes('.') ? `"${name}"` : name;
}

function keyPart(dialect: Dialect, name: string): string {
  return part(comparable(dialect, name));
}

function effectiveSchema(dialect: Dialect, schema: string | null): string | null {
  if (dialect === 'postgres' && schema === 'public') return null;
  return dialect === 'sqlite' && schema?.toLowerCase() === 'main' ? null : schema;
}
