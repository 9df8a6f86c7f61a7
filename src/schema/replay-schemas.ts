import type { Origin, Schema } from '../model/schema';
import { objectKey } from './lookup';
import { dropRelations } from './replay-dependents';
import { dropFunctions } from './replay-functions';
import { moveObject, moveType } from './replay-moved-object';
import { removeObjects, replaceObjects } from './replay-object-store';
import { dropTable, renameTable } from './replay-tables';
import { dropType } from './replay-types';

interface Held {
  readonly schema: string | null;
}

/** Objects that lie in no schema. */
const rootKinds: ReadonlySet<string> = new Set(['schema', 'extension', 'database', 'event']);

/** DROP SCHEMA … CASCADE: all that is in it goes, and what depends on that. */
export function dropSchema(schema: Schema, name: string, origin: Origin): Schema {
  const inside = (holder: Held): boolean => (holder.schema ?? 'public') === name;
  let left = schema;
  for (const table of schema.tables.values()) if (inside(table)) left = dropTable(left, table);
  for (const type of schema.types.values()) if (inside(type)) left = dropType(left, type, true, origin);
  const objects = [...left.objects.values()].filter(
    (object) => !rootKinds.has(object.object) && inside(object),
  );
  left = dropFunctions(
    left,
    objects.filter((object) => object.object === 'function'),
  );
  left = dropRelations(left, objects);
  const own = left.objects.get(objectKey(schema.dialect, 'schema', { schema: null, name }, null));
  return own === undefined ? left : removeObjects(left, [own]);
}

/** ALTER SCHEMA … RENAME: all that is in it has another schema from here on. */
export function renameSchema(schema: Schema, from: string, to: string, origin: Origin): Schema {
  const inside = (holder: Held): boolean => (holder.schema ?? 'public') === from;
  let current = schema;
  for (const table of schema.tables.values())
    if (inside(table)) current = renameTable(current, table, { schema: to, name: table.name }, origin);
  for (const type of schema.types.values())
    if (inside(type)) current = moveType(current, type, { schema: to, name: type.name });
  for (const object of [...current.objects.values()]) {
    if (rootKinds.has(object.object) || object.table !== null || !inside(object)) continue;
    current = moveObject(current, object, { schema: to, name: object.name }, origin);
  }
  const own = current.objects.get(objectKey(schema.dialect, 'schema', { schema: null, name: from }, null));
  return own === undefined ? current : replaceObjects(current, [own], (one) => ({ ...one, name: to }));
}
