import type { Schema, SchemaObject, Table } from '../model/schema';
import { sameName, tableKey } from './lookup';
import { removeObjects, replaceObjects } from './replay-object-store';
import { removeTables } from './replay-table';
import { objectsHolding, tablesOf } from './schema-index';

/** Triggers, policies, owned sequences and whatever else stands on tables goes with them, and views that read them. */
export function dropWithTables(schema: Schema, keys: readonly string[]): Schema {
  const standing = keys.flatMap((key) => objectsHolding(schema, 'on', key));
  return dropReaders(removeObjects(schema, standing), keys);
}

/** Views and policies that read a relation, and what reads those. */
export function dropReaders(schema: Schema, keys: readonly string[]): Schema {
  // The other dialects keep views that no longer work.
  if (schema.dialect !== 'postgres') return schema;
  const doomed = new Set(keys.flatMap((key) => objectsHolding(schema, 'reads', key)));
  return doomed.size === 0 ? schema : dropRelations(schema, [...doomed]);
}

/** Objects go, with the indexes of materialized views and with whatever reads the views among them. */
export function dropRelations(schema: Schema, objects: readonly SchemaObject[]): Schema {
  const views = objects.filter(isView).map((view) => tableKey(schema.dialect, view));
  const left = removeObjects(schema, objects);
  const stored = objects
    .filter((object) => object.object === 'materialized-view')
    .map((view) => tableKey(schema.dialect, view))
    .filter((key) => left.tables.has(key));
  const bare = stored.length === 0 ? left : removeTables(left, stored);
  return views.length === 0 ? bare : dropWithTables(bare, views);
}

/** What goes with a column: the sequence it owns, views and policies that read it, and what reads those. */
export function dropWithColumn(schema: Schema, table: Table, column: string): Schema {
  const key = tableKey(schema.dialect, table);
  const sequences = objectsHolding(schema, 'on', key).filter(
    (object) => object.column !== undefined && sameName(schema.dialect, object.column, column),
  );
  const readers = objectsHolding(schema, 'reads', key).filter((object) =>
    readsColumn(schema, object, table, column),
  );
  return dropRelations(removeObjects(schema, sequences), readers);
}

/** Whether a view or policy that reads the table reads this column of it. */
export function readsColumn(
  schema: Schema,
  object: SchemaObject,
  table: { readonly name: string },
  column: string,
): boolean {
  return object.usesColumns.some((used) => {
    const dot = used.lastIndexOf('.');
    const ofTable = dot < 0 || sameName(schema.dialect, used.slice(0, dot), table.name);
    const name = used.slice(dot + 1);
    return ofTable && (name === '*' || sameName(schema.dialect, name, column));
  });
}

/** Views and policies go on reading a column under its new name, and its sequence stays its own. */
export function followColumn(schema: Schema, table: Table, from: string, to: string): Schema {
  const key = tableKey(schema.dialect, table);
  const isIt = (name: string): boolean => sameName(schema.dialect, name, from);
  const owned = objectsHolding(schema, 'on', key).filter(
    (object) => object.column !== undefined && isIt(object.column),
  );
  const followed = replaceObjects(schema, owned, (object) => ({ ...object, column: to }));
  const readers = readersFollow(schema) ? objectsHolding(followed, 'reads', key) : [];
  return replaceObjects(followed, readers, (object) => ({
    ...object,
    usesColumns: object.usesColumns.map((used) => (isIt(used) ? to : renamedUse(used, table.name, from, to))),
  }));

  function renamedUse(used: string, name: string, before: string, after: string): string {
    return sameName(schema.dialect, used, `${name}.${before}`) ? `${name}.${after}` : used;
  }
}

/** What stands on a table and what reads it, after the table got another name or schema. */
export function followTable(
  schema: Schema,
  from: { readonly schema: string | null; readonly name: string },
  to: { readonly schema: string | null; readonly name: string },
): Schema {
  const before = tableKey(schema.dialect, from);
  const after = tableKey(schema.dialect, to);
  const touched = new Set([
    ...objectsHolding(schema, 'on', before),
    ...(readersFollow(schema) ? objectsHolding(schema, 'reads', before) : []),
  ]);
  const moves = (object: SchemaObject): string | null =>
    object.object === 'sequence' ? to.schema : object.schema;
  return replaceObjects(schema, [...touched], (object) => ({
    ...object,
    ...(object.table === before ? { table: after, schema: moves(object) } : {}),
    uses: object.uses.map((key) => (key === before ? after : key)),
    usesColumns: object.usesColumns.map((used) => {
      const dot = used.lastIndexOf('.');
      return dot > 0 && sameName(schema.dialect, used.slice(0, dot), from.name)
        ? `${to.name}${used.slice(dot)}`
        : used;
    }),
  }));
}

/** MySQL and MariaDB keep the text of a view, whatever becomes of the names in it. */
function readersFollow({ dialect }: Schema): boolean {
  return dialect === 'postgres' || dialect === 'sqlite';
}

/** The columns a query reads, each with its table as far as the tables tell; `*` becomes the columns there are now. */
export function resolvedColumns(
  schema: Schema,
  uses: readonly string[],
  columns: readonly string[],
): readonly string[] {
  const tables = uses.map((key) => tablesOf(schema).get(key) ?? null);
  const known = tables.filter((table) => table !== null && table.columnsKnown);
  const complete = known.length === tables.length;
  const resolved = columns.flatMap((used): readonly string[] => {
    const dot = used.lastIndexOf('.');
    const name = used.slice(dot + 1);
    const named = dot < 0 ? null : used.slice(0, dot);
    const among = known.filter(
      (table) => named === null || sameName(schema.dialect, table?.name ?? '', named),
    );
    if (name === '*')
      return (named === null ? complete : among.length > 0)
        ? among.flatMap((table) =>
            (table?.columns ?? []).map((column) => `${table?.name ?? ''}.${column.name}`),
          )
        : [used];
    const holders = among.filter((table) =>
      table?.columns.some((column) => sameName(schema.dialect, column.name, name)),
    );
    return holders.length === 1 ? [`${holders[0]?.name ?? ''}.${name}`] : [used];
  });
  return [...new Set(resolved)];
}

function isView(object: SchemaObject): boolean {
  return object.object === 'view' || object.object === 'materialized-view';
}
