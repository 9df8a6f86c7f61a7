import type { Constraint, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf, ObjectName } from '../model/schema-change';
import { columnOf, findTable, partitionsOf, referencedKey, sameObject, tableKey } from './lookup';
import { addConstraint } from './replay-added-constraint';
import { withColumn } from './replay-added-column';
import { adoptPartition, partitionFrom } from './replay-partitions';
import { addIndex } from './replay-indexes';
import { editEveryTable, editTable, newTable, putTable } from './replay-table';

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
      return renameTable(schema, change.table, change.newName, origin);
    case 'move-table':
      return renameTable(schema, change.table, { ...change.table, schema: change.newSchema.name }, origin);
    case 'truncate-table':
      return schema;
    case 'attach-partition':
      return adoptPartition(schema, change, origin);
    case 'detach-partition':
      return editTable(schema, change.partition, origin, (table) => ({ ...table, partitionOf: null }));
    case 'change-table-setting':
      return editTable(schema, change.table, origin, (table) =>
        withSetting(table, change.setting, change.value),
      );
  }
}

function createTable(schema: Schema, change: ChangeOf<'create-table'>, origin: Origin): Schema {
  if (change.ifNotExists && findTable(schema, change.table) !== null) return schema;
  const id = `${origin.migration}#${String(origin.statement)}:${String(change.range.start)} ${tableKey(schema.dialect, change.table)}`;
  let table: Table = {
    ...newTable(id, change.table, origin, !change.asQuery),
    temporary: change.temporary,
    partitionBy: change.partitionBy,
    ...(change.unlogged ? { settings: { 'set unlogged': null } } : {}),
  };
  if (change.like !== null) table = copiedFrom(schema, table, change.like, origin);
  for (const parent of change.inherits) table = inheriting(schema, table, parent, origin);
  if (change.partitionOf !== null) table = partitionFrom(schema, table, change.partitionOf, origin);
  for (const column of change.columns) table = withColumn(schema, table, column, origin);
  return putTable(schema, withDeclared(schema, table, change, origin));
}

/** Keys first, then checks, then foreign keys: the order in which Postgres gives out names. */
function withDeclared(schema: Schema, bare: Table, change: ChangeOf<'create-table'>, origin: Origin): Table {
  const declared = [...change.columns.flatMap((column) => column.constraints), ...change.constraints];
  const rank = {
    'primary-key': 0,
    'not-null': 1,
    check: 1,
    unique: 2,
    exclude: 2,
    'foreign-key': 3,
  } as const;
  const ordered = declared.toSorted((one, other) => rank[one.type] - rank[other.type]);
  const constrained = ordered.reduce(
    (table, constraint) =>
      repeatsKey(table, constraint) ? table : addConstraint(schema, table, constraint, origin),
    bare,
  );
  return change.indexes.reduce((table, index) => addIndex(schema, table, index, origin), constrained);
}

/** Postgres makes one index of PRIMARY KEY and UNIQUE on the same columns when the second has no name. */
function repeatsKey(table: Table, constraint: ChangeOf<'add-constraint'>['constraint']): boolean {
  if (constraint.type !== 'unique' || constraint.name !== null) return false;
  const columns = constraint.columns.map((column) => column.name).join();
  return table.constraints.some((known) => known.index !== null && known.columns.join() === columns);
}

/** LIKE: Postgres copies columns and NOT NULL, defaults and indexes only on INCLUDING; MySQL copies all but foreign keys. */
function copiedFrom(schema: Schema, table: Table, like: ObjectName, origin: Origin): Table {
  const source = findTable(schema, like);
  if (source === null) return { ...table, columnsKnown: false };
  const columns = source.columns.map((column) => ({
    ...column,
    id: `${table.id} ${column.name}`,
    createdBy: origin,
    changedBy: origin,
  }));
  if (schema.dialect === 'postgres') {
    const bare = columns.map((column) => ({
      ...column,
      default: null,
      identity: null,
      autoIncrement: false,
      generated: null,
    }));
    return { ...table, columns: bare, columnsKnown: source.columnsKnown };
  }
  const constraints = source.constraints.filter((constraint) => constraint.type !== 'foreign-key');
  return { ...table, columns, constraints, indexes: source.indexes, columnsKnown: source.columnsKnown };
}

function inheriting(schema: Schema, table: Table, name: ObjectName, origin: Origin): Table {
  const parent = findTable(schema, name);
  if (parent === null) return { ...table, columnsKnown: false };
  const fresh = parent.columns.filter((column) => columnOf(schema.dialect, table, column.name) === null);
  return {
    ...table,
    columnsKnown: table.columnsKnown && parent.columnsKnown,
    columns: [
      ...table.columns,
      ...fresh.map((column) => ({
        ...column,
        id: `${table.id} ${column.name}`,
        identity: null,
        createdBy: origin,
        changedBy: origin,
      })),
    ],
    constraints: [
      ...table.constraints,
      ...parent.constraints.filter((constraint) => constraint.type === 'check'),
    ],
  };
}

/** The table goes with its partitions, its triggers and policies, and the foreign keys that point at it. */
export function dropTable(schema: Schema, name: ObjectName | Table): Schema {
  const gone = new Set([name, ...partitionsOf(schema, name)].map((table) => tableKey(schema.dialect, table)));
  if (![...gone].some((key) => schema.tables.has(key))) return schema;
  const tables = new Map([...schema.tables].filter(([key]) => !gone.has(key)));
  const objects = new Map(
    [...schema.objects].filter(([, object]) => object.table === null || !gone.has(object.table)),
  );
  const left = {
    ...schema,
    tables,
    objects: objects.size === schema.objects.size ? schema.objects : objects,
  };
  const pointsAtGone = (constraint: Constraint): boolean =>
    constraint.references !== null && gone.has(referencedKey(schema.dialect, constraint.references));
  return editEveryTable(left, (table) =>
    table.constraints.some(pointsAtGone)
      ? { ...table, constraints: table.constraints.filter((constraint) => !pointsAtGone(constraint)) }
      : table,
  );
}

/** The table keeps its identity; foreign keys, partitions, triggers and policies follow it. */
function renameTable(schema: Schema, from: ObjectName, to: ObjectName, origin: Origin): Schema {
  const known = editTable(schema, from, origin, (table) => table);
  const table = findTable(known, from);
  if (table === null) return known;
  const target = {
    schema: to.schema ?? (schema.dialect === 'postgres' ? table.schema : to.schema),
    name: to.name,
  };
  const oldKey = tableKey(schema.dialect, from);
  const newKey = tableKey(schema.dialect, target);
  const tables = new Map(
    [...known.tables].map(([key, value]) =>
      key === oldKey ? [newKey, { ...value, ...target }] : [key, value],
    ),
  );
  const objects = new Map(
    [...known.objects].map(([key, object]) =>
      object.table === oldKey
        ? [key.replace(` on ${oldKey}`, ` on ${newKey}`), { ...object, table: newKey }]
        : [key, object],
    ),
  );
  return editEveryTable({ ...known, tables, objects }, (other) =>
    pointedAt(schema, other, from, target, newKey),
  );
}

function pointedAt(
  schema: Schema,
  table: Table,
  from: ObjectName,
  to: { schema: string | null; name: string },
  newKey: string,
): Table {
  const points = (constraint: Constraint): boolean =>
    constraint.references !== null &&
    sameObject(
      schema.dialect,
      { schema: constraint.references.schema, name: constraint.references.table },
      from,
    );
  const isPartition = table.partitionOf === tableKey(schema.dialect, from);
  if (!isPartition && !table.constraints.some(points)) return table;
  return {
    ...table,
    partitionOf: isPartition ? newKey : table.partitionOf,
    constraints: table.constraints.map((constraint) =>
      constraint.references !== null && points(constraint)
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
