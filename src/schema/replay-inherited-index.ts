import type { Constraint, Index, Origin, Schema, Table } from '../model/schema';
import { chooseIndexName, indexColumnNames } from './generated-names';
import { columnOf, findTable, tableKey, tablesBelow } from './lookup';
import { fromParent } from './replay-descendants';
import { editTable } from './replay-table';

/** Takes an index of a partitioned table to its partitions. */
export function inheritIndex(
  schema: Schema,
  parent: Table,
  index: Index,
  constraint: Constraint | null,
  origin: Origin,
): Schema {
  const key = tableKey(schema.dialect, parent);
  return tablesBelow(schema, parent)
    .filter((child) => child.partitionOf === key)
    .reduce((current, child) => adoptIndex(current, child, index, constraint, origin), schema);
}

/**
 * A partition gets an index of its table, with the constraint it backs: one of the same shape that belongs to
 * none yet, else a new one under a name of its own. `sameType`: a primary key must stand for a primary key.
 */
export function adoptIndex(
  schema: Schema,
  partition: Table,
  index: Index,
  constraint: Constraint | null,
  origin: Origin,
  sameType = false,
): Schema {
  let own: Index | undefined;
  const current = editTable(schema, partition, origin, (table) => {
    const known = table.indexes.find(
      (candidate) =>
        candidate.parent === null &&
        sameShape(candidate, index) &&
        (constraint === null ||
          table.constraints.some(
            ({ type, index: backed }) => backed === candidate.name && (type === constraint.type || !sameType),
          )),
    );
    own =
      known === undefined
        ? { ...cloneOf(schema, table, index, constraint, origin) }
        : { ...known, parent: index.name };
    return known === undefined
      ? withClone(schema, table, own, constraint, origin)
      : attached(table, known, own);
  });
  const table = findTable(current, partition);
  if (table === null || own === undefined) return current;
  const name = own.name;
  const backed = table.constraints.find((candidate) => candidate.index === name) ?? null;
  return inheritIndex(current, table, own, constraint === null ? null : backed, origin);
}

/** ALTER INDEX … ATTACH PARTITION: the parent is valid once each of its partitions has one. */
export function attachIndex(
  schema: Schema,
  parent: Table,
  index: Index,
  partition: Table,
  child: Index,
): Schema {
  const origin = index.createdBy;
  const current = editTable(schema, partition, origin, (table) =>
    attached(table, child, { ...child, parent: index.name }),
  );
  const complete = tablesBelow(current, parent).every((below) =>
    below.indexes.some((own) => own.parent === index.name && own.valid),
  );
  if (!complete || index.valid) return current;
  return editTable(current, parent, origin, (table) => ({
    ...table,
    indexes: table.indexes.map((own) => (own.name === index.name ? { ...own, valid: true } : own)),
  }));
}

function attached(table: Table, known: Index, own: Index): Table {
  return {
    ...table,
    indexes: table.indexes.map((index) => (index === known ? own : index)),
    constraints: table.constraints.map((constraint) =>
      constraint.index === known.name ? { ...constraint, inherited: fromParent } : constraint,
    ),
  };
}

function cloneOf(
  schema: Schema,
  table: Table,
  index: Index,
  constraint: Constraint | null,
  origin: Origin,
): Index {
  return {
    ...index,
    name: cloneName(schema, table, index, constraint),
    valid: true,
    parent: index.name,
    createdBy: origin,
  };
}

function withClone(
  schema: Schema,
  table: Table,
  own: Index,
  constraint: Constraint | null,
  origin: Origin,
): Table {
  const indexed = { ...table, indexes: [...table.indexes, own] };
  if (constraint === null) return indexed;
  const columns = constraint.columns.map((column) => columnOf(schema.dialect, table, column)?.name ?? column);
  const given = {
    ...constraint,
    name: own.name,
    index: own.name,
    columns,
    inherited: fromParent,
    createdBy: origin,
  };
  return { ...indexed, constraints: [...table.constraints, given] };
}

/** The name Postgres gives an index copied to another table. */
export function cloneName(schema: Schema, table: Table, index: Index, constraint: Constraint | null): string {
  if (constraint?.type === 'primary-key') return chooseIndexName(schema, table, null, 'pkey');
  const label = constraint === null ? 'idx' : constraint.type === 'exclude' ? 'excl' : 'key';
  const names = index.names ?? indexColumnNames(index.columns, index.includes);
  return chooseIndexName(schema, table, names, label);
}

function sameShape(one: Index, other: Index): boolean {
  return shape(one) === shape(other);
}

function shape(index: Index): string {
  const columns = index.columns.map((part) => `${part.column ?? part.text}${part.descending ? ' desc' : ''}`);
  return JSON.stringify([index.unique, index.method, columns, index.includes, index.where?.text ?? null]);
}
