import type { Constraint, Index, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf, ObjectName } from '../model/schema-change';
import { chooseIndexName, indexColumnNames } from './generated-names';
import { columnOf, findTable, tableKey } from './lookup';
import { editTable } from './replay-table';

/** CREATE TABLE … PARTITION OF: columns, checks, keys, foreign keys and indexes come from the parent. */
export function partitionFrom(schema: Schema, table: Table, parentName: ObjectName, origin: Origin): Table {
  const parent = findTable(schema, parentName);
  const partitionOf = tableKey(schema.dialect, parentName);
  if (parent === null) return { ...table, partitionOf, columnsKnown: false };
  const columns = parent.columns.map((column) => ({
    ...column,
    id: `${table.id} ${column.name}`,
    createdBy: origin,
    changedBy: origin,
  }));
  return inherit(
    schema,
    { ...table, partitionOf, columns, columnsKnown: parent.columnsKnown },
    parent,
    origin,
  );
}

/** ATTACH PARTITION: the table becomes a partition and gets the indexes and keys of its parent that it lacks. */
export function adoptPartition(schema: Schema, change: ChangeOf<'attach-partition'>, origin: Origin): Schema {
  const parent = findTable(schema, change.table);
  const partitionOf = tableKey(schema.dialect, change.table);
  const known = editTable(schema, change.table, origin, (table) => table);
  return editTable(known, change.partition, origin, (table) => {
    const attached = { ...table, partitionOf };
    if (parent === null) return attached;
    const required = parent.columns.filter((column) => !column.nullable).map((column) => column.name);
    const columns = attached.columns.map((column) =>
      required.includes(column.name) && column.nullable ? { ...column, nullable: false } : column,
    );
    return inherit(known, { ...attached, columns }, parent, origin);
  });
}

function inherit(schema: Schema, partition: Table, parent: Table, origin: Origin): Table {
  let table = partition;
  for (const index of parent.indexes)
    if (!table.indexes.some((own) => sameShape(own, index)))
      table = withClone(schema, table, parent, index, origin);
  for (const constraint of parent.constraints) {
    if (constraint.index === null && !table.constraints.some((own) => own.name === constraint.name)) {
      table = { ...table, constraints: [...table.constraints, { ...constraint, createdBy: origin }] };
    }
  }
  return table;
}

function withClone(schema: Schema, table: Table, parent: Table, index: Index, origin: Origin): Table {
  const backed = parent.constraints.find((constraint) => constraint.index === index.name);
  const name = cloneName(schema, table, index, backed);
  const cloned = { ...table, indexes: [...table.indexes, { ...index, name, createdBy: origin }] };
  if (backed === undefined) return cloned;
  const columns = backed.columns.flatMap((column) => columnOf(schema.dialect, table, column)?.name ?? []);
  return {
    ...cloned,
    constraints: [...table.constraints, { ...backed, name, index: name, columns, createdBy: origin }],
  };
}

function cloneName(schema: Schema, table: Table, index: Index, backed: Constraint | undefined): string {
  if (backed?.type === 'primary-key') return chooseIndexName(schema, table, null, 'pkey');
  const columns = indexColumnNames(index.columns, index.includes);
  return chooseIndexName(
    schema,
    table,
    columns,
    backed === undefined ? 'idx' : backed.type === 'exclude' ? 'excl' : 'key',
  );
}

function sameShape(one: Index, other: Index): boolean {
  const shape = (index: Index): string =>
    [String(index.unique), index.method, ...index.columns.map((part) => part.column ?? part.text)].join();
  return shape(one) === shape(other) && (one.where?.text ?? null) === (other.where?.text ?? null);
}
