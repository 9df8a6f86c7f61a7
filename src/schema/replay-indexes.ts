import type { Index, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf, IndexColumn, IndexDefinition } from '../model/schema-change';
import { chooseIndexName, indexColumnNames, mysqlKeyName } from './generated-names';
import { columnOf, findIndex, findTable, partitionsOf, tablesBelow } from './lookup';
import { makingRoomFor } from './replay-added-constraint';
import { indexesBelowFollow } from './replay-constraints';
import { attachIndex, inheritIndex } from './replay-inherited-index';
import { editTable } from './replay-table';

type IndexChangeKind = 'create-index' | 'drop-index' | 'rename-index' | 'attach-index' | 'reindex';

/** CREATE, DROP and RENAME INDEX; REINDEX changes nothing. */
export function applyIndexChange(schema: Schema, change: ChangeOf<IndexChangeKind>, origin: Origin): Schema {
  switch (change.kind) {
    case 'create-index':
      return createIndex(schema, change, origin);
    case 'drop-index':
      return dropIndex(schema, change, origin);
    case 'rename-index':
      return renameIndex(schema, change, origin);
    case 'attach-index':
      return attach(schema, change);
    case 'reindex':
      return schema;
  }
}

function attach(schema: Schema, change: ChangeOf<'attach-index'>): Schema {
  const parent = findIndex(schema, change.index);
  const partition = findIndex(schema, change.partition);
  if (parent === null || partition === null) return schema;
  return attachIndex(schema, parent.table, parent.index, partition.table, partition.index);
}

function createIndex(schema: Schema, change: ChangeOf<'create-index'>, origin: Origin): Schema {
  const { name } = change.index;
  if (change.ifNotExists && name !== null && existing(schema, change, name.name) !== null) return schema;
  let added: Index | undefined;
  const current = editTable(schema, change.table, origin, (table) => {
    const incomplete = change.only && partitionsOf(schema, table).length > 0;
    const after = addIndex(schema, table, change.index, origin, !incomplete);
    added = after.indexes.at(-1);
    return after;
  });
  const table = findTable(current, change.table);
  if (change.only || table === null || added === undefined) return current;
  return inheritIndex(current, table, added, null, origin);
}

function existing(
  schema: Schema,
  change: ChangeOf<'create-index'>,
  name: string,
): { table: Table; index: Index } | null {
  const perTable = schema.dialect === 'mysql' || schema.dialect === 'mariadb';
  return findIndex(
    schema,
    { schema: change.table.schema ?? (schema.dialect === 'postgres' ? 'public' : null), name },
    perTable ? change.table : null,
  );
}

/** The table with an index more, named by the database when the definition has no name. */
export function addIndex(
  schema: Schema,
  before: Table,
  definition: IndexDefinition,
  origin: Origin,
  valid = true,
): Table {
  const table = makingRoomFor(schema, before, definition.columns);
  const index: Index = {
    name: definition.name?.name ?? indexName(schema, table, definition),
    columns: definition.columns.map((part) => withoutFullLength(schema, table, part)),
    includes: definition.includes,
    unique: definition.unique,
    method: definition.method,
    where: definition.where,
    valid,
    ...(schema.dialect === 'postgres'
      ? { names: indexColumnNames(definition.columns, definition.includes) }
      : {}),
    parent: null,
    createdBy: origin,
  };
  return { ...table, indexes: [...table.indexes, index] };
}

/** MySQL and MariaDB: a prefix as long as the column is none. */
function withoutFullLength(schema: Schema, table: Table, part: IndexColumn): IndexColumn {
  if (part.length === null || part.column === null) return part;
  const type = columnOf(schema.dialect, table, part.column)?.type ?? null;
  return type?.arguments[0] === part.length ? { ...part, length: null } : part;
}

function indexName(schema: Schema, table: Table, definition: IndexDefinition): string {
  if (schema.dialect === 'postgres')
    return chooseIndexName(schema, table, indexColumnNames(definition.columns, definition.includes), 'idx');
  return mysqlKeyName(table, definition.columns[0]?.column ?? 'functional_index');
}

function dropIndex(schema: Schema, change: ChangeOf<'drop-index'>, origin: Origin): Schema {
  const found = findIndex(schema, change.index, change.table);
  if (found === null)
    return change.table === null ? schema : editTable(schema, change.table, origin, (table) => table);
  return withoutIndex(schema, found.table, found.index.name, origin);
}

/** The index goes, with the constraint it backs and with what partitions have of it. */
function withoutIndex(schema: Schema, holder: Table, name: string, origin: Origin): Schema {
  const left = editTable(schema, holder, origin, (table) => ({
    ...table,
    indexes: table.indexes.filter((index) => index.name !== name),
    constraints: table.constraints.filter((constraint) => constraint.index !== name),
  }));
  return tablesBelow(schema, holder).reduce((current, below) => {
    const own = below.indexes.find((index) => index.parent === name);
    return own === undefined ? current : withoutIndex(current, below, own.name, origin);
  }, left);
}

/** The constraint an index backs is renamed with it, as in Postgres. */
function renameIndex(schema: Schema, change: ChangeOf<'rename-index'>, origin: Origin): Schema {
  const found = findIndex(schema, change.index, change.table);
  if (found === null) return schema;
  const from = found.index.name;
  const to = change.newName.name;
  const renamed = editTable(schema, found.table, origin, (table) => ({
    ...table,
    indexes: table.indexes.map((index) => (index === found.index ? { ...index, name: to } : index)),
    constraints: table.constraints.map((constraint) =>
      constraint.index === from ? { ...constraint, name: to, index: to } : constraint,
    ),
  }));
  return indexesBelowFollow(renamed, found.table, from, to);
}
