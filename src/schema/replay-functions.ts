import type { Schema, SchemaObject } from '../model/schema';
import { tableKey } from './lookup';
import { removeObjects } from './replay-object-store';
import { objectsHolding } from './schema-index';

/** Functions go, with the triggers that execute them (CASCADE, else the statement fails). */
export function dropFunctions(schema: Schema, functions: readonly SchemaObject[]): Schema {
  const triggers = functions
    .filter((object) => object.object === 'function')
    .flatMap((object) => objectsHolding(schema, 'executes', tableKey(schema.dialect, object)));
  return removeObjects(schema, [...functions, ...triggers]);
}
