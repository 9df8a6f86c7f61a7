import type { Origin, Schema, SchemaObject, SchemaType, Table } from '../model/schema';
import type { ColumnType, ObjectKind } from '../model/schema-change';
import type { QualifiedName } from './lookup';
import { findTable, objectKey, tableKey } from './lookup';
import { followTable } from './replay-dependents';
import { replaceObjects } from './replay-object-store';
import { editTables } from './replay-table';
import { renameTable } from './replay-tables';
import { objectsHolding, tablesHolding, typeKey } from './schema-index';

const relationKinds: readonly ObjectKind[] = ['view', 'materialized-view', 'sequence'];

/** The view, materialized view or sequence of a name, or null. */
export function relationObject(schema: Schema, name: QualifiedName): SchemaObject | null {
  for (const kind of relationKinds) {
    const found = schema.objects.get(objectKey(schema.dialect, kind, name, null));
    if (found !== undefined) return found;
  }
  return null;
}

/** The object under another name or in another schema; what reads or executes it follows. */
export function moveObject(schema: Schema, object: SchemaObject, to: QualifiedName, origin: Origin): Schema {
  const moved = replaceObjects(schema, [object], (one) => ({ ...one, name: to.name, schema: to.schema }));
  if (object.object === 'function') {
    const before = tableKey(schema.dialect, object);
    const callers = objectsHolding(moved, 'executes', before);
    return replaceObjects(moved, callers, (one) => ({ ...one, executes: tableKey(schema.dialect, to) }));
  }
  if (!relationKinds.includes(object.object)) return moved;
  // Indexes of a materialized view are kept by a table of its name.
  return findTable(moved, object) === null
    ? followTable(moved, object, to)
    : renameTable(moved, object, to, origin);
}

/** The type under another name or in another schema; columns of it follow. */
export function moveType(schema: Schema, type: SchemaType, to: QualifiedName): Schema {
  const before = tableKey(schema.dialect, type);
  const types = new Map(schema.types);
  types.delete(before);
  types.set(tableKey(schema.dialect, to), { ...type, ...nameOf(to) });
  return typeFollows({ ...schema, types }, before, to);
}

/** Columns of a type that got another name or schema. */
export function typeFollows(schema: Schema, before: string, to: QualifiedName): Schema {
  return editTables(schema, tablesHolding(schema, 'type', before), (table): Table => ({
    ...table,
    columns: table.columns.map((column) =>
      column.type !== null && typeKey(schema.dialect, column.type) === before
        ? { ...column, type: renamed(column.type, to) }
        : column,
    ),
  }));
}

function renamed(type: ColumnType, { schema, name }: QualifiedName): ColumnType {
  const text = schema === null ? name : `${schema}.${name}`;
  return { ...type, schema, name, text: type.isArray ? `${text}[]` : text };
}

function nameOf({ schema, name }: QualifiedName): QualifiedName {
  return { schema, name };
}
