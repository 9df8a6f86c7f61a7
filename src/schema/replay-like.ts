import type { Column, Constraint, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf, LikeClause, LikeOption, ObjectName } from '../model/schema-change';
import { columnOf, findTable } from './lookup';
import { requireColumns } from './replay-added-constraint';
import { cloneName } from './replay-inherited-index';
import { inheritedId } from './replay-partitions';
import { editTable } from './replay-table';

/** LIKE of MySQL, MariaDB: all but foreign keys is copied, under the same names. */
export function copyEverything(schema: Schema, table: Table, like: ObjectName, origin: Origin): Table {
  const source = findTable(schema, like);
  if (source === null) return { ...table, columnsKnown: false };
  return {
    ...table,
    columnsKnown: source.columnsKnown,
    columns: source.columns.map((column) => copied(table, column, origin)),
    constraints: source.constraints.filter((constraint) => constraint.type !== 'foreign-key'),
    indexes: source.indexes,
  };
}

/** LIKE of Postgres: names, types and NOT NULL of the columns, the rest as far as it is included. */
export function likeColumns(schema: Schema, table: Table, like: LikeClause, origin: Origin): Table {
  const source = findTable(schema, like.table);
  if (source === null) return { ...table, columnsKnown: false };
  const has = (option: LikeOption): boolean => like.including.includes(option);
  const columns = source.columns.map((column): Column => {
    return {
      ...withoutInheritance(copied(table, column, origin)),
      default: has('defaults') ? column.default : null,
      // The default of a serial column is copied, its sequence is not.
      autoIncrement: has('defaults') && column.autoIncrement && column.identity === null,
      generated: has('generated') ? column.generated : null,
      identity: has('identity') ? column.identity : null,
    };
  });
  return {
    ...table,
    columnsKnown: table.columnsKnown && source.columnsKnown,
    columns: [...table.columns, ...columns],
  };
}

function copied(table: Table, column: Column, origin: Origin): Column {
  return {
    ...column,
    id: inheritedId(table, column.name, origin),
    createdBy: origin,
    changedBy: origin,
  };
}

/** Constraints and indexes that LIKE … INCLUDING copies: checks keep their names, keys and indexes get new ones. */
export function withLikeParts(schema: Schema, change: ChangeOf<'create-table'>, origin: Origin): Schema {
  return (change.likes ?? []).reduce((current, like) => {
    const source = findTable(current, like.table);
    if (source === null) return current;
    return editTable(current, change.table, origin, (table) => {
      const checked = like.including.includes('constraints') ? withChecks(table, source, origin) : table;
      return like.including.includes('indexes') ? withKeys(current, checked, source, origin) : checked;
    });
  }, schema);
}

function withChecks(table: Table, source: Table, origin: Origin): Table {
  const checks = source.constraints.filter((constraint) => constraint.type === 'check');
  const own = checks.map((constraint) => ({ ...withoutInheritance(constraint), createdBy: origin }));
  return { ...table, constraints: [...table.constraints, ...own] };
}

function withoutInheritance<P extends Column | Constraint>(part: P): P {
  if (part.inherited === undefined) return part;
  const own: P & { inherited?: unknown } = { ...part };
  delete own.inherited;
  return own;
}

function withKeys(schema: Schema, bare: Table, source: Table, origin: Origin): Table {
  return source.indexes.reduce<Table>((table, index) => {
    const backed = source.constraints.find((constraint) => constraint.index === index.name) ?? null;
    const name = cloneName(schema, table, index, backed);
    const indexes = [...table.indexes, { ...index, name, valid: true, parent: null, createdBy: origin }];
    if (backed === null) return { ...table, indexes };
    const columns = backed.columns.map((column) => columnOf(schema.dialect, table, column)?.name ?? column);
    const constraint = { ...withoutInheritance(backed), createdBy: origin, name, index: name, columns };
    const keyed = { ...table, indexes, constraints: [...table.constraints, constraint] };
    return backed.type === 'primary-key' ? requireColumns(schema, keyed, columns) : keyed;
  }, bare);
}
