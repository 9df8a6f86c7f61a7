import type { Column, Constraint, Origin, Schema, SchemaObject, Table } from '../model/schema';
import type { ChangeOf, LikeClause, LikeOption, ObjectName } from '../model/schema-change';
import { chooseStatisticsName } from './generated-names';
import type { QualifiedName } from './lookup';
import { columnOf, findTable, tableKey } from './lookup';
import { requireColumns } from './replay-added-constraint';
import { cloneName } from './replay-inherited-index';
import { inheritedId } from './replay-partitions';
import { putObjects } from './replay-object-store';
import { editColumn, editTable, withDefault } from './replay-table';
import { objectsHolding } from './schema-index';

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
      ...withoutInheritance(copied(table, has('defaults') ? column : withDefault(column, null), origin)),
      // The default of a serial column is copied, its sequence is not.
      autoIncrement: has('defaults') && column.autoIncrement && column.identity === null,
      generated: has('generated') ? column.generated : null,
      identity: has('identity') ? column.identity : null,
    };
  });
  return columns.reduce<Table>((current, column) => declaredToo(schema, current, column), {
    ...table,
    columnsKnown: table.columnsKnown && source.columnsKnown,
  });
}

/** A column that a parent has already is declared here too. */
function declaredToo(schema: Schema, table: Table, column: Column): Table {
  if (columnOf(schema.dialect, table, column.name) === null)
    return { ...table, columns: [...table.columns, column] };
  return editColumn(schema, table, column.name, (known) => ({
    ...known,
    nullable: known.nullable && column.nullable,
    default: column.default ?? known.default,
    ...(known.inherited === undefined ? {} : { inherited: { ...known.inherited, local: true } }),
  }));
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
  return (change.likes ?? []).reduce((before, like) => {
    const source = findTable(before, like.table);
    if (source === null) return before;
    const current = like.including.includes('statistics')
      ? withStatistics(before, change.table, source, origin)
      : before;
    return editTable(current, change.table, origin, (table) => {
      const checked = like.including.includes('constraints') ? withChecks(table, source, origin) : table;
      return like.including.includes('indexes') ? withKeys(current, checked, source, origin) : checked;
    });
  }, schema);
}

function withStatistics(schema: Schema, name: QualifiedName, source: Table, origin: Origin): Schema {
  const table = findTable(schema, name);
  const statistics = objectsHolding(schema, 'on', tableKey(schema.dialect, source)).filter(
    ({ object }) => object === 'statistics',
  );
  if (table === null) return schema;
  return statistics.reduce((current, one) => {
    const columns = one.usesColumns.map((used) => used.slice(used.lastIndexOf('.') + 1));
    const inOrder = table.columns.filter((column) => columns.includes(column.name));
    const key = tableKey(schema.dialect, table);
    const copy: SchemaObject = {
      ...one,
      name: chooseStatisticsName(
        current,
        table,
        inOrder.map((column) => column.name),
      ),
      schema: table.schema,
      table: key,
      uses: [key],
      usesColumns: inOrder.map((column) => `${table.name}.${column.name}`),
      createdBy: origin,
    };
    return putObjects(current, [copy]);
  }, schema);
}

function withChecks(table: Table, source: Table, origin: Origin): Table {
  const checks = source.constraints.filter((constraint) => constraint.type === 'check');
  // The new table is empty, so what is enforced holds.
  const own = checks.map((constraint) => ({
    ...withoutInheritance(constraint),
    validated: constraint.enforced,
    createdBy: origin,
  }));
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
