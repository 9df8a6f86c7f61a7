import type { Schema, SchemaObject } from '../model/schema';
import { objectKey } from './lookup';
import { objectsOf } from './schema-index';
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
  return changed(
    schema,
    objects.map((object) => [keyOfObject(schema, object), null] as const),
  );
}

/** A new schema in which objects have other names, tables or uses. */
export function replaceObjects(
  schema: Schema,
  objects: readonly SchemaObject[],
  edit: (object: SchemaObject) => SchemaObject,
): Schema {
  return changed(
    schema,
    objects.flatMap((object) => {
      const after = edit(object);
      return [[keyOfObject(schema, object), null] as const, [keyOfObject(schema, after), after] as const];
    }),
  );
}

function changed(schema: Schema, entries: readonly (readonly [string, SchemaObject | null])[]): Schema {
  return entries.length === 0 ? schema : { ...schema, objects: objectsOf(schema).with(entries) };
}
