import type { Index, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf, IndexDefinition } from '../model/schema-change';
import { chooseIndexName, indexColumnNames, mysqlKeyName } from './generated-names';
import { findIndex, sameName } from './lookup';
import { editTable } from './replay-table';
import { onTableAndPartitions } from './replay-constraints';

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
    case 'reindex':
      return schema;
  }
}

function createIndex(schema: Schema, change: ChangeOf<'create-index'>, origin: Origin): Schema {
  const { name } = change.index;
  if (change.ifNotExists && name !== null && existing(schema, change, name.name) !== null) return schema;
  const parent = change.table;
  if (change.only)
    return editTable(schema, parent, origin, (table) => addIndex(schema, table, change.index, origin));
  return onTableAndPartitions(schema, parent, origin, (current, table) =>
    addIndex(
      current,
      table,
      table.partitionOf !== null && !sameName(schema.dialect, table.name, parent.name)
        ? { ...change.index, name: null }
        : change.index,
      origin,
    ),
  );
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
export function addIndex(schema: Schema, table: Table, definition: IndexDefinition, origin: Origin): Table {
  const index: Index = {
    name: definition.name?.name ?? indexName(schema, table, definition),
    columns: definition.columns,
    includes: definition.includes,
    unique: definition.unique,
    method: definition.method,
    where: definition.where,
    valid: true,
    parent: null,
    createdBy: origin,
  };
  return { ...table, indexes: [...table.indexes, index] };
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
  const keepsIndex = (table: Table, index: Index): boolean =>
    table.id === found.table.id
      ? index !== found.index
      : table.partitionOf === null || !isCloneOf(index, found.index);
  return onTableAndPartitions(schema, found.table, origin, (_, table) => ({
    ...table,
    indexes: table.indexes.filter((index) => keepsIndex(table, index)),
    constraints: table.constraints.filter(
      (constraint) => constraint.index !== found.index.name || keepsIndex(table, found.index),
    ),
  }));
}

function isCloneOf(index: Index, parent: Index): boolean {
  return (
    index.createdBy === parent.createdBy &&
    index.columns.map((part) => part.text).join() === parent.columns.map((part) => part.text).join()
  );
}

/** The constraint an index backs is renamed with it, as in Postgres. */
function renameIndex(schema: Schema, change: ChangeOf<'rename-index'>, origin: Origin): Schema {
  const found = findIndex(schema, change.index, change.table);
  if (found === null) return schema;
  const from = found.index.name;
  const to = change.newName.name;
  return editTable(schema, found.table, origin, (table) => ({
    ...table,
    indexes: table.indexes.map((index) => (index === found.index ? { ...index, name: to } : index)),
    constraints: table.constraints.map((constraint) =>
      constraint.index === from ? { ...constraint, name: to, index: to } : constraint,
    ),
  }));
}
