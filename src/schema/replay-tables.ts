import type { Constraint, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf, ObjectName } from '../model/schema-change';
import type { QualifiedName } from './lookup';
import { findIndex, findTable, referencedKey, tableKey, tablesBelow } from './lookup';
import { createTable } from './replay-created-table';
import { dropWithTables, followTable } from './replay-dependents';
import { applyIndexChange } from './replay-indexes';
import { moveObject, relationObject } from './replay-moved-object';
import { adoptChild, adoptPartition, releaseChild, releasePartition } from './replay-partitions';
import { editTable, editTables, removeTables } from './replay-table';
import { tablesHolding, tablesOf } from './schema-index';

type TableChangeKind =
  | 'create-table'
  | 'drop-table'
  | 'rename-table'
  | 'move-table'
  | 'truncate-table'
  | 'attach-partition'
  | 'detach-partition'
  | 'change-table-setting';

/** CREATE, DROP, RENAME and the settings of tables. */
export function applyTableChange(schema: Schema, change: ChangeOf<TableChangeKind>, origin: Origin): Schema {
  switch (change.kind) {
    case 'create-table':
      return createTable(schema, change, origin);
    case 'drop-table':
      return dropTable(schema, change.table);
    case 'rename-table':
      return renameRelation(schema, change.table, change.newName, origin);
    case 'move-table':
      return renameRelation(schema, change.table, { ...change.table, schema: change.newSchema.name }, origin);
    case 'truncate-table':
      return schema;
    case 'attach-partition':
      return adoptPartition(schema, change, origin);
    case 'detach-partition':
      return releasePartition(schema, change, origin);
    case 'change-table-setting':
      return changeSetting(schema, change, origin);
  }
}

function changeSetting(schema: Schema, change: ChangeOf<'change-table-setting'>, origin: Origin): Schema {
  const { setting, value, table } = change;
  if (setting === 'inherit' && value !== null) return adoptChild(schema, table, value, origin);
  if (setting === 'no inherit' && value !== null) return releaseChild(schema, table, value, origin);
  return editTable(schema, table, origin, (one) => withSetting(one, setting, value));
}

/** The table goes with those below it, with what stands on it or reads it, and with the foreign keys that point at it. */
export function dropTable(schema: Schema, name: QualifiedName): Schema {
  const gone = [name, ...descendantsOf(schema, name)].map((table) => tableKey(schema.dialect, table));
  const known = gone.filter((key) => schema.tables.has(key));
  if (known.length === 0) return schema;
  // The other dialects leave foreign keys that point at nothing.
  const referenced = schema.dialect === 'postgres' ? [...known, ...ancestorsOf(schema, name)] : [];
  const pointing = referenced.flatMap((key) => tablesHolding(schema, 'references', key));
  const pointsAtGone = (constraint: Constraint): boolean =>
    constraint.references !== null &&
    referenced.includes(referencedKey(schema.dialect, constraint.references));
  const freed = editTables(schema, [...new Set(pointing)], (table) => ({
    ...table,
    constraints: table.constraints.filter((constraint) => !pointsAtGone(constraint)),
  }));
  return dropWithTables(removeTables(freed, known), known);
}

/** A foreign key to a partitioned table rests on each partition. */
function ancestorsOf(schema: Schema, name: QualifiedName): readonly string[] {
  const above = findTable(schema, name)?.partitionOf ?? null;
  const parent = above === null ? undefined : schema.tables.get(above);
  return above === null ? [] : [above, ...(parent === undefined ? [] : ancestorsOf(schema, parent))];
}

function descendantsOf(schema: Schema, name: QualifiedName): readonly Table[] {
  return tablesBelow(schema, name).flatMap((table) => [table, ...descendantsOf(schema, table)]);
}

/** ALTER TABLE … RENAME works on views, sequences and indexes too. */
function renameRelation(schema: Schema, from: ObjectName, to: ObjectName, origin: Origin): Schema {
  if (findTable(schema, from) !== null || schema.dialect !== 'postgres')
    return renameTable(schema, from, to, origin);
  const object = relationObject(schema, from);
  if (object !== null)
    return moveObject(schema, object, { schema: to.schema ?? from.schema, name: to.name }, origin);
  if (findIndex(schema, from) === null) return renameTable(schema, from, to, origin);
  return applyIndexChange(
    schema,
    { kind: 'rename-index', range: from.range, index: from, table: null, newName: to },
    origin,
  );
}

/** The table keeps its identity; what refers to it or stands on it follows. */
export function renameTable(schema: Schema, from: QualifiedName, to: QualifiedName, origin: Origin): Schema {
  const known = editTable(schema, from, origin, (table) => table);
  const table = findTable(known, from);
  if (table === null) return known;
  const target = {
    schema: to.schema ?? (schema.dialect === 'postgres' ? table.schema : to.schema),
    name: to.name,
  };
  const oldKey = tableKey(schema.dialect, from);
  const newKey = tableKey(schema.dialect, target);
  const renamed = withNamesAfterTable(schema, { ...table, ...target }, table.name);
  const referring = [...tablesHolding(known, 'references', oldKey), ...tablesBelow(known, from)];
  const moved = {
    ...known,
    tables: tablesOf(known).with([
      [oldKey, null],
      [newKey, renamed],
    ]),
  };
  const others = new Set(referring.map((other) => (other === table ? renamed : other)));
  const followed = editTables(moved, [...others], (other) =>
    pointedAt(schema, other, oldKey, target, newKey),
  );
  return followTable(followed, table, target);
}

/** Names that databases keep after the table: SQLite of the indexes behind keys, MySQL of unnamed foreign keys. */
function withNamesAfterTable(schema: Schema, table: Table, before: string): Table {
  if (schema.dialect === 'postgres') return table;
  const [from, to] =
    schema.dialect === 'sqlite'
      ? [`sqlite_autoindex_${before}_`, `sqlite_autoindex_${table.name}_`]
      : [`${before}_ibfk_`, `${table.name}_ibfk_`];
  const named = (name: string): string => (name.startsWith(from) ? to + name.slice(from.length) : name);
  return {
    ...table,
    indexes:
      schema.dialect === 'sqlite'
        ? table.indexes.map((index) => ({ ...index, name: named(index.name) }))
        : table.indexes,
    constraints: table.constraints.map((constraint) => ({
      ...constraint,
      name: named(constraint.name),
      index: constraint.index === null ? null : named(constraint.index),
    })),
  };
}

function pointedAt(schema: Schema, table: Table, oldKey: string, to: QualifiedName, newKey: string): Table {
  const { inherits } = table;
  return {
    ...table,
    partitionOf: table.partitionOf === oldKey ? newKey : table.partitionOf,
    ...(inherits === undefined ? {} : { inherits: inherits.map((key) => (key === oldKey ? newKey : key)) }),
    constraints: table.constraints.map((constraint) =>
      constraint.references !== null && referencedKey(schema.dialect, constraint.references) === oldKey
        ? { ...constraint, references: { ...constraint.references, table: to.name, schema: to.schema } }
        : constraint,
    ),
  };
}

const opposites: Readonly<Record<string, string>> = {
  'set logged': 'set unlogged',
  'set unlogged': 'set logged',
};

function withSetting(table: Table, setting: string, value: string | null): Table {
  const opposite = opposites[setting];
  const settings = Object.fromEntries(Object.entries(table.settings).filter(([name]) => name !== opposite));
  const rowLevelSecurity =
    setting === 'enable row level security' ||
    (setting !== 'disable row level security' && table.rowLevelSecurity);
  return { ...table, rowLevelSecurity, settings: { ...settings, [setting]: value } };
}
