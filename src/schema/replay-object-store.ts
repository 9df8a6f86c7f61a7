import type { Column, Schema, SchemaObject } from '../model/schema';
import { objectKey, tableKey } from './lookup';
import { editTables } from './replay-table';
import { objectsOf, tablesHolding } from './schema-index';
import { ownedByTable } from './keys';

/** The key under which the schema keeps an object. */
export function keyOfObject(schema: Schema, object: SchemaObject): string {
  const key = objectKey(schema.dialect, object.object, object, null, object.signature);
  return object.table !== null && ownedByTable.has(object.object) ? `${key} on ${object.table}` : key;
}

/** A new schema in which the objects stand under their keys. */
export function putObjects(schema: Schema, objects: readonly SchemaObject[]): Schema {
  return changed(
    schema,
    objects.map((object) => [keyOfObject(schema, object), object] as const),
  );
}

/** A new schema without the objects. */
export function removeObjects(schema: Schema, objects: readonly SchemaObject[]): Schema {
  const left = changed(
    schema,
    objects.map((object) => [keyOfObject(schema, object), null] as const),
  );
  const sequences = objects.filter(({ object }) => object === 'sequence');
  return sequences.reduce(
    (current, sequence) => sequenceFollows(current, tableKey(schema.dialect, sequence), null),
    left,
  );
}

/** A new schema in which objects have other names, tables or uses. */
export function replaceObjects(
  schema: Schema,
  objects: readonly SchemaObject[],
  edit: (object: SchemaObject) => SchemaObject,
): Schema {
  const replaced = objects.map((object) => ({ object, after: edit(object) }));
  const moved = changed(
    schema,
    replaced.flatMap(({ object, after }) => [
      [keyOfObject(schema, object), null] as const,
      [keyOfObject(schema, after), after] as const,
    ]),
  );
  return replaced.reduce((current, { object, after }) => {
    const from = tableKey(schema.dialect, object);
    const to = tableKey(schema.dialect, after);
    return object.object === 'sequence' && from !== to ? sequenceFollows(current, from, to) : current;
  }, moved);
}

/** Defaults that draw from a sequence, after it got another name or (null) went. */
function sequenceFollows(schema: Schema, from: string, to: string | null): Schema {
  return editTables(schema, tablesHolding(schema, 'draws', from), (table) => ({
    ...table,
    columns: table.columns.map((column) => {
      if (column.sequence !== from) return column;
      if (to !== null) return { ...column, sequence: to };
      const bare: { sequence?: string } & Column = { ...column, default: null, autoIncrement: false };
      delete bare.sequence;
      return bare;
    }),
  }));
}

function changed(schema: Schema, entries: readonly (readonly [string, SchemaObject | null])[]): Schema {
  return entries.length === 0 ? schema : { ...schema, objects: objectsOf(schema).with(entries) };
}
