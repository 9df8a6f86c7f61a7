import type { Column, Constraint, Index, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf, ColumnDefinition } from '../model/schema-change';
import { columnOf, findTable, referencedKey, referencesTo, sameName, tableKey } from './lookup';
import { addConstraint } from './replay-added-constraint';
import { dropReferencesBackedBy } from './replay-constraints';
import { addInlineColumn, inlineConstraints, placed, withColumn } from './replay-added-column';
import { dropWithColumn, followColumn } from './replay-dependents';
import { descend, independent, onTableAndDescendants, withParent, withoutParent } from './replay-descendants';
import { declareConstraint } from './replay-inherited-constraint';
import { columnsFrom } from './replay-partitions';
import { disownSequences, ownSequences } from './replay-sequences';
import {
  columnFrom,
  constraintNames,
  editColumn,
  editTable,
  editTables,
  indexNames,
  isNullLiteral,
  withDefault,
} from './replay-table';
import { renamedInExpression, renamedInIndexColumn } from './renamed-expression';

type ColumnChangeKind =
  | 'add-column'
  | 'drop-column'
  | 'rename-column'
  | 'alter-column-type'
  | 'redefine-column'
  | 'set-not-null'
  | 'drop-not-null'
  | 'set-default'
  | 'drop-default'
  | 'set-identity'
  | 'drop-identity'
  | 'set-generated'
  | 'drop-generated';

/** Everything that ALTER TABLE does to one column. */
export function applyColumnChange(
  schema: Schema,
  change: ChangeOf<ColumnChangeKind>,
  origin: Origin,
): Schema {
  switch (change.kind) {
    case 'add-column':
      return addColumn(schema, change, origin);
    case 'drop-column':
      return dropColumn(schema, change, origin);
    case 'rename-column':
      return renameColumn(schema, change.table, change.column.name, change.newName.name, origin);
    case 'redefine-column':
      return redefineColumn(schema, change, origin);
    default:
      return editedColumn(schema, change, origin);
  }
}

type InPlaceKind = Exclude<
  ColumnChangeKind,
  'add-column' | 'drop-column' | 'rename-column' | 'redefine-column'
>;

/** AUTO_INCREMENT of MySQL and MariaDB takes the place of a default. */
function keepsAutoIncrement({ dialect }: Schema, column: Column): boolean {
  return column.autoIncrement && (dialect === 'mysql' || dialect === 'mariadb');
}

function edited(schema: Schema, column: Column, change: ChangeOf<InPlaceKind>, origin: Origin): Column {
  switch (change.kind) {
    case 'alter-column-type':
      return { ...column, type: change.type, collation: change.collation, changedBy: origin };
    case 'set-not-null':
      return { ...column, nullable: false, changedBy: origin };
    case 'drop-not-null':
      return { ...column, nullable: true, changedBy: origin };
    case 'set-default':
      if (keepsAutoIncrement(schema, column)) return column;
      return {
        ...withDefault(column, isNullLiteral(change.default) ? null : change.default),
        changedBy: origin,
      };
    case 'drop-default':
      if (keepsAutoIncrement(schema, column)) return column;
      return { ...withDefault(column, null), changedBy: origin };
    case 'set-identity':
      return { ...column, identity: change.identity, nullable: false, changedBy: origin };
    case 'drop-identity':
      if (column.identity === null) return column;
      return { ...column, identity: null, autoIncrement: false, changedBy: origin };
    case 'set-generated':
      return {
        ...column,
        generated: { expression: change.expression, stored: column.generated?.stored ?? true },
        changedBy: origin,
      };
    case 'drop-generated':
      return { ...column, generated: null, changedBy: origin };
  }
}

/** The column first, everywhere, then its constraints: the order of Postgres. */
function addColumn(schema: Schema, change: ChangeOf<'add-column'>, origin: Origin): Schema {
  const { column } = change;
  const { name } = column.name;
  const exists = columnOf(schema.dialect, findTable(schema, change.table) ?? nowhere, name) !== null;
  if (exists) return schema;
  const added = descend(schema, change.table, origin, (_, table, parent) => {
    if (parent === null)
      return { table: withColumn(schema, table, column, origin), below: change.only !== true };
    const known = columnOf(schema.dialect, table, name);
    if (known !== null)
      return { table: editColumn(schema, table, name, (own) => withParent(own, table)), below: false };
    const [given] = columnsFrom(table, { ...parent, columns: parent.columns.slice(-1) }, origin);
    return {
      table: { ...table, columns: [...table.columns, ...(given === undefined ? [] : [given])] },
      below: true,
    };
  });
  const owned = ownSequences(added, change.table, (own) => sameName(schema.dialect, own.name, name), origin);
  return inlineConstraints(schema, column).reduce(
    (current, constraint) =>
      declareConstraint(current, change.table, constraint, origin, change.only === true),
    owned,
  );
}

const nowhere = { columns: [] } as const;

function editedColumn(schema: Schema, change: ChangeOf<InPlaceKind>, origin: Origin): Schema {
  const { name } = change.column;
  const after = onTableAndDescendants(schema, change.table, origin, change.only === true, (_, table) =>
    identityBelow(change, table)
      ? table
      : editColumn(schema, table, name, (column) => edited(schema, column, change, origin)),
  );
  const isIt = (own: { readonly name: string }): boolean => sameName(schema.dialect, own.name, name);
  const before = columnOf(schema.dialect, findTable(schema, change.table) ?? nowhere, name);
  const had = before !== null && before.identity !== null;
  if (change.kind === 'set-identity' && !had) return ownSequences(after, change.table, isIt, origin);
  return change.kind === 'drop-identity' && had ? disownSequences(after, change.table, name) : after;
}

/** Partitions share the identity of their table; tables that inherit do not. */
function identityBelow(change: ChangeOf<InPlaceKind>, table: Table): boolean {
  const isRoot = table.name === change.table.name;
  return (
    (change.kind === 'set-identity' || change.kind === 'drop-identity') &&
    !isRoot &&
    table.partitionOf === null
  );
}

function dropColumn(schema: Schema, change: ChangeOf<'drop-column'>, origin: Origin): Schema {
  const name = change.column.name;
  const table = findTable(schema, change.table);
  if (table === null) return editTable(schema, change.table, origin, (unknown) => unknown);
  let current = schema;
  if (change.cascade)
    for (const key of keysOn(schema, table, name)) current = dropReferencesBackedBy(current, table, key);
  if (schema.dialect !== 'postgres')
    return editTable(current, change.table, origin, (one) => withoutColumn(schema, one, name));
  return dropColumnBelow(current, table, name, origin, change.only === true);
}

/** Drops a column of Postgres with all that depends on it, from the tables below too unless they keep it. */
export function dropColumnBelow(
  schema: Schema,
  table: Table,
  name: string,
  origin: Origin,
  only = false,
): Schema {
  const gone: Table[] = [];
  const left = descend(schema, table, origin, (_, one, parent) => {
    const column = columnOf(schema.dialect, one, name);
    if (column === null) return { table: one, below: false };
    const own = parent === null ? null : only ? independent(column) : withoutParent(column);
    if (own !== null) return { table: editColumn(schema, one, name, () => own), below: false };
    gone.push(one);
    return { table: withoutColumn(schema, one, name), below: true };
  });
  return gone.reduce((current, one) => dropWithColumn(current, one, name), left);
}

/** Postgres drops every index and constraint on the column; MySQL takes the column out of its indexes. */
function withoutColumn(schema: Schema, table: Table, name: string): Table {
  const columns = table.columns.filter((column) => !sameName(schema.dialect, column.name, name));
  const constraints = table.constraints.filter((constraint) => !constraintNames(schema, constraint, name));
  if (schema.dialect === 'postgres' || schema.dialect === 'sqlite') {
    return {
      ...table,
      columns,
      constraints,
      indexes: table.indexes.filter((index) => !indexNames(schema, index, name)),
    };
  }
  const shrunk = table.constraints.map((constraint) => withoutKeyColumn(schema, constraint, name));
  return {
    ...table,
    columns,
    constraints: shrunk.filter((constraint) => constraint !== null),
    indexes: table.indexes
      .map((index) => withoutIndexColumn(schema, index, name))
      .filter((index) => index.columns.length > 0),
  };
}

function withoutIndexColumn(schema: Schema, index: Index, name: string): Index {
  if (!indexNames(schema, index, name)) return index;
  return {
    ...index,
    columns: index.columns.filter(
      (part) => part.column === null || !sameName(schema.dialect, part.column, name),
    ),
  };
}

function withoutKeyColumn(schema: Schema, constraint: Constraint, name: string): Constraint | null {
  if (!constraintNames(schema, constraint, name)) return constraint;
  const columns = constraint.columns.filter((column) => !sameName(schema.dialect, column, name));
  return constraint.index === null || columns.length === 0 ? null : { ...constraint, columns };
}

function keysOn(schema: Schema, table: Table, column: string): readonly Constraint[] {
  return table.constraints.filter(
    (constraint) => constraint.index !== null && constraintNames(schema, constraint, column),
  );
}

type NamedTable = ChangeOf<'rename-column'>['table'];

/** The column keeps its identity; whatever names it in this table, in foreign keys and in views follows. */
export function renameColumn(
  schema: Schema,
  name: NamedTable,
  from: string,
  to: string,
  origin: Origin,
): Schema {
  const touched: Table[] = [];
  const renamed = onTableAndDescendants(schema, name, origin, false, (_, table) => {
    touched.push(table);
    return renamedIn(schema, table, from, to, origin);
  });
  return touched.reduce(
    (current, table) => followColumn(keysFollow(current, table, from, to), table, from, to),
    renamed,
  );
}

function keysFollow(schema: Schema, target: Table, from: string, to: string): Schema {
  const key = tableKey(schema.dialect, target);
  const holders = referencesTo(schema, target).map(({ table }) => table);
  return editTables(schema, [...new Set(holders)], (table) => ({
    ...table,
    constraints: table.constraints.map((constraint) => {
      const { references } = constraint;
      if (references === null || referencedKey(schema.dialect, references) !== key) return constraint;
      return {
        ...constraint,
        references: { ...references, columns: references.columns.map(follow(schema, from, to)) },
      };
    }),
  }));
}

function renamedIn(schema: Schema, table: Table, from: string, to: string, origin: Origin): Table {
  if (columnOf(schema.dialect, table, from) === null && table.columnsKnown) return table;
  const rename = follow(schema, from, to);
  const one = editColumn(schema, table, from, (column) => ({ ...column, name: to, changedBy: origin }));
  return {
    ...one,
    columns: one.columns.map((column) =>
      column.generated === null
        ? column
        : {
            ...column,
            generated: {
              ...column.generated,
              expression: renamedInExpression(schema.dialect, column.generated.expression, from, to),
            },
          },
    ),
    constraints: one.constraints.map((constraint) => ({
      ...constraint,
      columns: constraint.columns.map(rename),
      expression:
        constraint.expression === null
          ? null
          : renamedInExpression(schema.dialect, constraint.expression, from, to),
    })),
    indexes: one.indexes.map((index) => ({
      ...index,
      columns: index.columns.map((part) => renamedInIndexColumn(schema.dialect, part, from, to)),
      includes: index.includes.map(rename),
      where: index.where === null ? null : renamedInExpression(schema.dialect, index.where, from, to),
    })),
    partitionBy: one.partitionBy?.map(rename) ?? null,
  };
}

function follow(schema: Schema, from: string, to: string): (name: string) => string {
  return (name) => (sameName(schema.dialect, name, from) ? to : name);
}

/** MODIFY and CHANGE of MySQL: everything not written again is gone, except keys. */
function redefineColumn(schema: Schema, change: ChangeOf<'redefine-column'>, origin: Origin): Schema {
  const { definition } = change;
  const from = change.column.name;
  const renamed = sameName(schema.dialect, from, definition.name.name)
    ? schema
    : renameColumn(schema, change.table, from, definition.name.name, origin);
  return editTable(renamed, change.table, origin, (table) => {
    const before = columnOf(schema.dialect, table, definition.name.name);
    if (before === null)
      return table.columnsKnown ? table : addInlineColumn(renamed, table, definition, origin);
    const inKey = table.constraints.some(
      (constraint) => constraint.type === 'primary-key' && constraintNames(schema, constraint, before.name),
    );
    const fresh = columnFrom(table, definition, origin);
    const redefined = editColumn(schema, table, before.name, (column) => ({
      ...fresh,
      id: column.id,
      createdBy: column.createdBy,
      nullable: fresh.nullable && !inKey,
    }));
    const constrained = inlineConstraints(schema, definition).reduce(
      (current, constraint) => addConstraint(renamed, current, constraint, origin),
      redefined,
    );
    return definition.position === null
      ? constrained
      : { ...constrained, columns: moved(schema, constrained.columns, definition) };
  });
}

function moved(schema: Schema, columns: readonly Column[], definition: ColumnDefinition): readonly Column[] {
  const column = columns.find((candidate) => sameName(schema.dialect, candidate.name, definition.name.name));
  if (column === undefined) return columns;
  return placed(
    schema,
    columns.filter((candidate) => candidate !== column),
    column,
    definition.position,
  );
}
