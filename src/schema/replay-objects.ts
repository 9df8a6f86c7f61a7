import type { Origin, Schema, SchemaObject } from '../model/schema';
import type { ChangeOf } from '../model/schema-change';
import type { QualifiedName } from './lookup';
import { findTable, findType, objectKey, tableKey, tablesBelow } from './lookup';
import { dropRelations, resolvedColumns } from './replay-dependents';
import { dropFunctions } from './replay-functions';
import { moveObject, moveType, typeFollows } from './replay-moved-object';
import { putObjects, replaceObjects } from './replay-object-store';
import { withTriggersOf } from './replay-partitions';
import { dropSchema, renameSchema } from './replay-schemas';
import { applyTypeChange, dropType } from './replay-types';
import { objectsHolding, objectsNamed } from './schema-index';

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
      return dropObject(schema, change, origin);
    case 'rename-object':
      return renameObject(schema, change, origin);
    case 'alter-object':
      return alterObject(schema, change, origin);
    case 'refresh-materialized-view':
      return schema;
  }
}

function createObject(schema: Schema, change: ChangeOf<'create-object'>, origin: Origin): Schema {
  const key = objectKey(schema.dialect, change.object, change.name, change.table, change.signature);
  const known = schema.objects.get(key);
  if (known !== undefined && change.ifNotExists) return schema;
  const uses = change.uses.map((table) => tableKey(schema.dialect, table));
  const owner = change.table ?? change.ownedBy?.table ?? null;
  const object: SchemaObject = {
    object: change.object,
    name: change.name.name,
    schema: change.name.schema,
    table: owner === null ? null : tableKey(schema.dialect, owner),
    uses,
    usesColumns: resolvedColumns(schema, uses, change.usesColumns),
    ...(change.ownedBy === undefined || change.ownedBy === null ? {} : { column: change.ownedBy.column }),
    ...(change.executes === undefined ? {} : { executes: tableKey(schema.dialect, change.executes) }),
    ...(change.signature === undefined ? {} : { signature: change.signature }),
    ...(change.forEachRow === true ? { forEachRow: true } : {}),
    createdBy: known?.createdBy ?? origin,
  };
  const created = putObjects(schema, [object]);
  const table = change.table === null ? null : findTable(schema, change.table);
  if (object.object !== 'trigger' || table === null || table.partitionBy === null) return created;
  return tablesBelow(created, table).reduce(
    (current, below) => withTriggersOf(current, table, below, origin),
    created,
  );
}

function dropObject(schema: Schema, change: ChangeOf<'drop-object'>, origin: Origin): Schema {
  switch (change.object) {
    case 'schema':
      return dropSchema(schema, change.name.name, origin);
    case 'type':
      return dropType(schema, change.name, change.cascade, origin);
    case 'function':
    case 'procedure':
      return dropFunctions(schema, functionsMeant(schema, change));
    default:
      return dropRelations(schema, objectsMeant(schema, change));
  }
}

/** The object a change names; of a trigger those that partitions have from it too. */
function objectsMeant(
  schema: Schema,
  change: ChangeOf<'drop-object' | 'rename-object'>,
): readonly SchemaObject[] {
  const found =
    schema.objects.get(objectKey(schema.dialect, change.object, change.name, change.table)) ??
    // SQLite, MySQL and MariaDB drop a trigger by its name alone.
    (change.table === null ? objectsNamed(schema, change.object, change.name)[0] : undefined);
  if (found === undefined) return [];
  return change.object === 'trigger' && change.table !== null
    ? [found, ...inheritedTriggers(schema, change.table, found.name)]
    : [found];
}

function inheritedTriggers(schema: Schema, table: QualifiedName, name: string): readonly SchemaObject[] {
  return tablesBelow(schema, table).flatMap((below) => [
    ...objectsHolding(schema, 'on', tableKey(schema.dialect, below)).filter(
      (object) => object.inherited === true && object.name === name,
    ),
    ...inheritedTriggers(schema, below, name),
  ]);
}

/** A function by its argument types, or the only one of its name. DROP ROUTINE and FUNCTION reach procedures too. */
function functionsMeant(
  schema: Schema,
  change: ChangeOf<'drop-object' | 'rename-object' | 'alter-object'>,
): readonly SchemaObject[] {
  const named = (['function', 'procedure'] as const).flatMap((kind) =>
    objectsNamed(schema, kind, change.name),
  );
  const exact = named.filter(
    (object) => change.signature !== undefined && object.signature === change.signature,
  );
  return exact.length > 0 ? exact : named.slice(0, 1);
}

function renameObject(schema: Schema, change: ChangeOf<'rename-object'>, origin: Origin): Schema {
  const { name, newName } = change;
  if (change.object === 'schema') return renameSchema(schema, name.name, newName.name, origin);
  if (change.object === 'type')
    return applyTypeChange(schema, { kind: 'rename-type', range: change.range, type: name, newName }, origin);
  if (change.object === 'function' || change.object === 'procedure')
    return functionsMeant(schema, change).reduce(
      (current, object) => moveObject(current, object, { schema: object.schema, name: newName.name }, origin),
      schema,
    );
  const [object, ...clones] = objectsMeant(schema, change);
  if (object === undefined) return schema;
  if (change.table !== null)
    return replaceObjects(schema, [object, ...clones], (one) => ({ ...one, name: newName.name }));
  return moveObject(schema, object, { schema: object.schema, name: newName.name }, origin);
}

/** SET SCHEMA, and OWNED BY of sequences. */
function alterObject(schema: Schema, change: ChangeOf<'alter-object'>, origin: Origin): Schema {
  const { object, name, ownedBy, newSchema } = change;
  const moved = newSchema === undefined ? null : { schema: newSchema.name, name: name.name };
  if (moved !== null && (object === 'function' || object === 'procedure'))
    return functionsMeant(schema, change).reduce(
      (current, one) => moveObject(current, one, moved, origin),
      schema,
    );
  if (moved !== null && object === 'type') return moveAnyType(schema, name, moved, origin);
  const found = schema.objects.get(objectKey(schema.dialect, object, name, null));
  if (found === undefined) return schema;
  if (moved !== null) return moveObject(schema, found, moved, origin);
  if (ownedBy === undefined) return schema;
  return replaceObjects(schema, [found], (sequence) => {
    if (ownedBy !== null)
      return { ...sequence, table: tableKey(schema.dialect, ownedBy.table), column: ownedBy.column };
    const free: { column?: string } & SchemaObject = { ...sequence, table: null };
    delete free.column;
    return free;
  });
}

function moveAnyType(schema: Schema, name: QualifiedName, to: QualifiedName, origin: Origin): Schema {
  const type = findType(schema, name);
  if (type !== null) return moveType(schema, type, to);
  const composite = schema.objects.get(objectKey(schema.dialect, 'type', name, null));
  if (composite === undefined) return schema;
  return typeFollows(moveObject(schema, composite, to, origin), tableKey(schema.dialect, name), to);
}
