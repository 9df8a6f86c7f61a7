import type { Dialect } from '../model/dialect';
import type { Schema, SchemaObject, SchemaType, Table } from '../model/schema';
import type { FactsOf } from './indexed-map';
import { IndexedMap } from './indexed-map';
import { objectKey, referencedKey, scopedKey, tableKey } from './keys';

// What tables and objects can be found by without looking at each of them. A fact is a word and a key.

export const holdsIndex = (key: string): string => `index ${key}`;
export const holdsConstraint = (key: string): string => `constraint ${key}`;
export const refersTo = (table: string): string => `references ${table}`;
export const isBelow = (table: string): string => `below ${table}`;
export const hasType = (type: string): string => `type ${type}`;
export const standsOn = (table: string): string => `on ${table}`;
export const reads = (relation: string): string => `reads ${relation}`;
export const executes = (functionKey: string): string => `executes ${functionKey}`;
export const drawsFrom = (sequence: string): string => `draws ${sequence}`;
export const isNamed = (key: string): string => `named ${key}`;

/** The tables of a schema, found by key or by fact. */
export function tablesOf(schema: Schema): IndexedMap<Table> {
  return IndexedMap.of(schema.tables, tableFacts[schema.dialect]);
}

/** The objects of a schema, found by key or by fact. */
export function objectsOf(schema: Schema): IndexedMap<SchemaObject> {
  return IndexedMap.of(schema.objects, objectFacts[schema.dialect]);
}

/** A schema that holds nothing: where every history starts. */
export function emptySchema(dialect: Dialect): Schema {
  return {
    dialect,
    tables: IndexedMap.of(new Map<string, Table>(), tableFacts[dialect]),
    types: new Map<string, SchemaType>(),
    objects: IndexedMap.of(new Map<string, SchemaObject>(), objectFacts[dialect]),
  };
}

function* factsOfTable(dialect: Dialect, table: Table): Iterable<string> {
  const { schema } = table;
  for (const { name } of table.indexes) yield holdsIndex(scopedKey(dialect, { schema, name }));
  for (const { name, references } of table.constraints) {
    yield holdsConstraint(scopedKey(dialect, { schema, name }));
    if (references !== null) yield refersTo(referencedKey(dialect, references));
  }
  if (table.partitionOf !== null) yield isBelow(table.partitionOf);
  for (const parent of table.inherits ?? []) yield isBelow(parent);
  for (const { type, sequence } of table.columns) {
    if (type !== null) yield hasType(typeKey(dialect, type));
    if (sequence !== undefined) yield drawsFrom(sequence);
  }
}

/** The key of a column's type, of the element's where it is an array. */
export function typeKey(
  dialect: Dialect,
  type: { readonly schema: string | null; readonly name: string },
): string {
  return tableKey(dialect, { schema: type.schema, name: type.name.replace(/(?:\[\])+$/, '') });
}

function* factsOfObject(dialect: Dialect, object: SchemaObject): Iterable<string> {
  const { name, schema } = object;
  yield isNamed(`${object.object} ${tableKey(dialect, { schema, name })}`);
  if (object.table !== null) yield standsOn(object.table);
  for (const relation of object.uses) yield reads(relation);
  if (object.executes !== undefined) yield executes(object.executes);
}

function forEachDialect<V extends object>(facts: (dialect: Dialect, value: V) => Iterable<string>) {
  const of =
    (dialect: Dialect): FactsOf<V> =>
    (value) =>
      facts(dialect, value);
  return { postgres: of('postgres'), mysql: of('mysql'), mariadb: of('mariadb'), sqlite: of('sqlite') };
}

const tableFacts = forEachDialect(factsOfTable);
const objectFacts = forEachDialect(factsOfObject);

/** The objects of a kind and name: several functions may share one. */
export function objectsNamed(
  schema: Schema,
  object: SchemaObject['object'],
  name: { readonly schema: string | null; readonly name: string },
): readonly SchemaObject[] {
  return objectsOf(schema).holding(isNamed(objectKey(schema.dialect, object, name, null)));
}
