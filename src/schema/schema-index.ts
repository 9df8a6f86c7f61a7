import type { Dialect } from '../model/dialect';
import type { Schema, SchemaObject, SchemaType, Table } from '../model/schema';
import { Facet, IndexedMap } from './indexed-map';
import { comparable, objectKey, referencedKey, tableKey } from './keys';
import type { QualifiedName } from './keys';

// What tables and objects can be found by without looking at each of them.

const tableFacets = forEachDialect((dialect) => ({
  index: new Facet<Table>(
    ({ indexes }) => indexes,
    ({ indexes }) => indexes.map(({ name }) => comparable(dialect, name)),
  ),
  constraint: new Facet<Table>(
    ({ constraints }) => constraints,
    ({ constraints }) => constraints.map(({ name }) => comparable(dialect, name)),
  ),
  /** Keys of the tables that its foreign keys point at. */
  references: new Facet<Table>(
    ({ constraints }) => constraints,
    ({ constraints }) =>
      constraints.flatMap(({ references }) =>
        references === null ? [] : [referencedKey(dialect, references)],
      ),
  ),
  /** Keys of the tables it is a partition of or inherits from. */
  below: new Facet<Table>(
    (table) => table,
    ({ partitionOf, inherits }) => [...(partitionOf === null ? [] : [partitionOf]), ...(inherits ?? [])],
  ),
  /** Keys of the types of its columns. */
  type: new Facet<Table>(
    ({ columns }) => columns,
    ({ columns }) => columns.flatMap(({ type }) => (type === null ? [] : [typeKey(dialect, type)])),
  ),
  /** Keys of the sequences its defaults draw from. */
  draws: new Facet<Table>(
    ({ columns }) => columns,
    ({ columns }) => columns.flatMap(({ sequence }) => sequence ?? []),
  ),
}));

const objectFacets = forEachDialect((dialect) => ({
  /** Key of the table it stands on. */
  on: new Facet<SchemaObject>(
    (object) => object,
    ({ table }) => (table === null ? [] : [table]),
  ),
  /** Keys of the relations it reads. */
  reads: new Facet<SchemaObject>(
    ({ uses }) => uses,
    ({ uses }) => uses,
  ),
  /** Key of the function it executes. */
  executes: new Facet<SchemaObject>(
    (object) => object,
    (object) => (object.executes === undefined ? [] : [object.executes]),
  ),
  /** Its kind and name: several functions may share them. */
  named: new Facet<SchemaObject>(
    (object) => object,
    (object) => [objectKey(dialect, object.object, object, null)],
  ),
}));

function forEachDialect<T>(make: (dialect: Dialect) => T): Readonly<Record<Dialect, T>> {
  return {
    postgres: make('postgres'),
    mysql: make('mysql'),
    mariadb: make('mariadb'),
    sqlite: make('sqlite'),
  };
}

/** The tables of a schema as a map that is cheap to change. */
export function tablesOf(schema: Schema): IndexedMap<Table> {
  return IndexedMap.of(schema.tables);
}

/** The objects of a schema as a map that is cheap to change. */
export function objectsOf(schema: Schema): IndexedMap<SchemaObject> {
  return IndexedMap.of(schema.objects);
}

/** The tables with a key in one of their facets. */
export function tablesHolding(
  schema: Schema,
  facet: 'references' | 'below' | 'type' | 'draws',
  key: string,
): readonly Table[] {
  return tablesOf(schema).holding(tableFacets[schema.dialect][facet], key);
}

/** The tables with an index or constraint of that name, in Postgres those of that schema only. */
export function tablesNaming(
  schema: Schema,
  part: 'index' | 'constraint',
  { schema: namespace, name }: QualifiedName,
): readonly Table[] {
  const { dialect } = schema;
  const holders = tablesOf(schema).holding(tableFacets[dialect][part], comparable(dialect, name));
  return dialect === 'postgres'
    ? holders.filter((table) => (table.schema ?? 'public') === (namespace ?? 'public'))
    : holders;
}

/** The objects with a key in one of their facets. */
export function objectsHolding(
  schema: Schema,
  facet: 'on' | 'reads' | 'executes',
  key: string,
): readonly SchemaObject[] {
  return objectsOf(schema).holding(objectFacets[schema.dialect][facet], key);
}

/** The objects of a kind and name: several functions may share one. */
export function objectsNamed(
  schema: Schema,
  object: SchemaObject['object'],
  name: QualifiedName,
): readonly SchemaObject[] {
  const key = objectKey(schema.dialect, object, name, null);
  return objectsOf(schema).holding(objectFacets[schema.dialect].named, key);
}

/** A schema that holds nothing: where every history starts. */
export function emptySchema(dialect: Dialect): Schema {
  return {
    dialect,
    tables: IndexedMap.of(new Map<string, Table>()),
    types: new Map<string, SchemaType>(),
    objects: IndexedMap.of(new Map<string, SchemaObject>()),
  };
}

/** The key of a column's type, of the element's where it is an array. */
export function typeKey(
  dialect: Dialect,
  type: { readonly schema: string | null; readonly name: string },
): string {
  return tableKey(dialect, {
    schema: type.schema,
    name: type.name.endsWith('[]') ? type.name.replace(/(?:\[\])+$/, '') : type.name,
  });
}
