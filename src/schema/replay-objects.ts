import type { Origin, Schema, SchemaObject } from '../model/schema';
import type { ChangeOf } from '../model/schema-change';
import { findTable, objectKey, tableKey } from './lookup';
import { dropTable } from './replay-tables';
import { applyTypeChange, dropType } from './replay-types';

type ObjectChangeKind =
  'create-object' | 'drop-object' | 'rename-object' | 'alter-object' | 'refresh-materialized-view';

/** Views, functions, triggers and the rest: name and dependencies. Schemas take their contents along. */
export function applyObjectChange(
  schema: Schema,
  change: ChangeOf<ObjectChangeKind>,
  origin: Origin,
): Schema {
  switch (change.kind) {
    case 'create-object':
      return createObject(schema, change, origin);
    case 'drop-object':
      return dropObject(schema, change);
    case 'rename-object':
      return renameObject(schema, change, origin);
    case 'alter-object':
    case 'refresh-materialized-view':
      return schema;
  }
}

function createObject(schema: Schema, change: ChangeOf<'create-object'>, origin: Origin): Schema {
  const key = objectKey(schema.dialect, change.object, change.name, change.table);
  if (schema.objects.has(key) && change.ifNotExists) return schema;
  const object: SchemaObject = {
    object: change.object,
    name: change.name.name,
    schema: change.name.schema,
    table: change.table === null ? null : tableKey(schema.dialect, change.table),
    uses: change.uses.map((table) => tableKey(schema.dialect, table)),
    usesColumns: change.usesColumns,
    createdBy: schema.objects.get(key)?.createdBy ?? origin,
  };
  return { ...schema, objects: new Map(schema.objects).set(key, object) };
}

function dropObject(schema: Schema, change: ChangeOf<'drop-object'>): Schema {
  if (change.object === 'schema') return dropSchema(schema, change.name.name);
  if (change.object === 'type') return dropType(schema, change.name, change.cascade);
  const key = objectKey(schema.dialect, change.object, change.name, change.table);
  const view = change.object === 'view' || change.object === 'materialized-view';
  const gone = new Set([
    key,
    ...(change.cascade && view ? viewsOn(schema, tableKey(schema.dialect, change.name)) : []),
  ]);
  if (![...gone].some((candidate) => schema.objects.has(candidate))) return schema;
  if (change.object === 'materialized-view' && findTable(schema, change.name) !== null)
    return dropObject(dropTable(schema, change.name), change);
  return { ...schema, objects: new Map([...schema.objects].filter(([candidate]) => !gone.has(candidate))) };
}

/** Keys of the views that read a relation, directly or through others. */
function viewsOn(schema: Schema, relation: string, seen: ReadonlySet<string> = new Set()): string[] {
  return [...schema.objects].flatMap(([key, object]) => {
    if (seen.has(key) || !object.uses.includes(relation)) return [];
    return [key, ...viewsOn(schema, tableKey(schema.dialect, object), new Set([...seen, key]))];
  });
}

function dropSchema(schema: Schema, name: string): Schema {
  const inside = (holder: { readonly schema: string | null }): boolean =>
    (holder.schema ?? 'public') === name;
  let left = schema;
  for (const table of schema.tables.values()) if (inside(table)) left = dropTable(left, table);
  for (const type of schema.types.values()) if (inside(type)) left = dropType(left, type, true);
  const ownKey = objectKey(schema.dialect, 'schema', { schema: null, name }, null);
  return {
    ...left,
    objects: new Map(
      [...left.objects].filter(
        ([key, object]) => key !== ownKey && (object.object === 'schema' || !inside(object)),
      ),
    ),
  };
}

function renameObject(schema: Schema, change: ChangeOf<'rename-object'>, origin: Origin): Schema {
  if (change.object === 'schema') return renameSchema(schema, change.name.name, change.newName.name);
  if (change.object === 'type')
    return applyTypeChange(
      schema,
      { kind: 'rename-type', range: change.range, type: change.name, newName: change.newName },
      origin,
    );
  const key = objectKey(schema.dialect, change.object, change.name, change.table);
  const object = schema.objects.get(key);
  if (object === undefined) return schema;
  const renamed = { ...object, name: change.newName.name };
  const objects = new Map([...schema.objects].filter(([candidate]) => candidate !== key));
  objects.set(objectKey(schema.dialect, change.object, renamed, change.table), renamed);
  return { ...schema, objects };
}

function renameSchema(schema: Schema, from: string, to: string): Schema {
  const moved = (name: string | null): string | null => ((name ?? 'public') === from ? to : name);
  const tables = [...schema.tables.values()].map((table) => ({
    ...table,
    schema: moved(table.schema),
    constraints: table.constraints.map((constraint) =>
      constraint.references === null
        ? constraint
        : {
            ...constraint,
            references: { ...constraint.references, schema: moved(constraint.references.schema) },
          },
    ),
  }));
  const types = [...schema.types.values()].map((type) => ({ ...type, schema: moved(type.schema) }));
  const tableAfter = (key: string | null): string | null => {
    const table = key === null ? undefined : schema.tables.get(key);
    return table === undefined
      ? key
      : tableKey(schema.dialect, { schema: moved(table.schema), name: table.name });
  };
  const objects = [...schema.objects].map(([key, object]): [string, SchemaObject] => {
    if (object.object === 'schema')
      return object.name === from
        ? [objectKey(schema.dialect, 'schema', { schema: null, name: to }, null), { ...object, name: to }]
        : [key, object];
    return [key, { ...object, schema: moved(object.schema), table: tableAfter(object.table) }];
  });
  return {
    ...schema,
    tables: new Map(tables.map((table) => [tableKey(schema.dialect, table), table])),
    types: new Map(types.map((type) => [tableKey(schema.dialect, type), type])),
    objects: new Map(objects),
  };
}

/** Whether a name stands for a view rather than a table: ALTER TABLE works on both. */
export function isView(
  schema: Schema,
  name: { readonly schema: string | null; readonly name: string },
): boolean {
  if (findTable(schema, name) !== null) return false;
  return (
    schema.objects.has(objectKey(schema.dialect, 'view', name, null)) ||
    schema.objects.has(objectKey(schema.dialect, 'materialized-view', name, null))
  );
}
