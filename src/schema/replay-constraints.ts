import type { Column, Constraint, Index, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf, ConstraintDefinition, Identifier, IndexColumn } from '../model/schema-change';
import { chooseConstraintName, chooseIndexName, nextNumbered, mysqlKeyName } from './generated-names';
import { columnOf, findTable, partitionsOf, referencedKey, referencesTo, sameName, tableKey } from './lookup';
import { columnsOfCheck } from './check-columns';
import { editColumn, editEveryTable, editTable, putTable } from './replay-table';

type ConstraintChangeKind =
  'add-constraint' | 'drop-constraint' | 'validate-constraint' | 'rename-constraint' | 'alter-constraint';

/** ADD, DROP, VALIDATE, RENAME and ALTER CONSTRAINT. */
export function applyConstraintChange(
  schema: Schema,
  change: ChangeOf<ConstraintChangeKind>,
  origin: Origin,
): Schema {
  switch (change.kind) {
    case 'add-constraint':
      return onTableAndPartitions(schema, change.table, origin, (current, table) =>
        addConstraint(current, table, change.constraint, origin),
      );
    case 'drop-constraint':
      return dropConstraint(schema, change, origin);
    case 'validate-constraint':
      return onTableAndPartitions(schema, change.table, origin, (current, table) =>
        editConstraint(current, table, change.constraint.name, (constraint) =>
          constraint.validated ? constraint : { ...constraint, validated: true, validatedBy: origin },
        ),
      );
    case 'rename-constraint':
      return editTable(schema, change.table, origin, (table) =>
        renameConstraint(schema, table, change.constraint.name, change.newName.name),
      );
    case 'alter-constraint':
      return editTable(schema, change.table, origin, (table) =>
        editConstraint(schema, table, change.constraint.name, (constraint) =>
          enforcedAs(constraint, change.text),
        ),
      );
  }
}

/** Runs `edit` on the table and then on each of its partitions. */
export function onTableAndPartitions(
  schema: Schema,
  name: { readonly schema: string | null; readonly name: string },
  origin: Origin,
  edit: (schema: Schema, table: Table) => Table,
): Schema {
  let current = editTable(schema, name, origin, (table) => edit(schema, table));
  for (const partition of partitionsOf(schema, name)) {
    const before = current;
    current = editTable(before, partition, origin, (table) => edit(before, table));
  }
  return current;
}

/** The table with a constraint more: its name, its index, and what it says about nullability. */
export function addConstraint(
  schema: Schema,
  table: Table,
  definition: ConstraintDefinition,
  origin: Origin,
): Table {
  if (definition.usingIndex !== null)
    return promoteIndex(schema, table, definition, definition.usingIndex, origin);
  const columns = definition.columns.map((column) => column.name);
  switch (definition.type) {
    case 'primary-key':
    case 'unique':
    case 'exclude':
      return addIndexed(schema, table, definition, columns, origin);
    case 'not-null':
      return addNotNull(schema, table, definition, columns, origin);
    case 'check':
    case 'foreign-key':
      return {
        ...table,
        constraints: [...table.constraints, plainConstraint(schema, table, definition, origin)],
      };
  }
}

function addIndexed(
  schema: Schema,
  table: Table,
  definition: ConstraintDefinition,
  columns: readonly string[],
  origin: Origin,
): Table {
  const name = definition.name?.name ?? indexedName(schema, table, definition.type, columns);
  const index: Index = {
    name: definition.type === 'primary-key' && isMysql(schema) ? 'PRIMARY' : name,
    columns: columns.map(plainIndexColumn),
    includes: [],
    unique: definition.type !== 'exclude',
    method: definition.type === 'exclude' ? 'gist' : 'btree',
    where: null,
    createdBy: origin,
  };
  const constraint: Constraint = { ...constraintFrom(definition, name, columns, origin), index: index.name };
  const indexed = {
    ...table,
    constraints: [...table.constraints, constraint],
    indexes: [...table.indexes, index],
  };
  return definition.type === 'primary-key' ? requireColumns(schema, indexed, columns) : indexed;
}

function indexedName(
  schema: Schema,
  table: Table,
  type: ConstraintDefinition['type'],
  columns: readonly string[],
): string {
  if (schema.dialect === 'postgres') {
    if (type === 'primary-key') return chooseIndexName(schema, table, null, 'pkey');
    return chooseIndexName(schema, table, columns, type === 'exclude' ? 'excl' : 'key');
  }
  if (schema.dialect === 'sqlite') {
    const taken = [...schema.tables.values()].flatMap((other) => other.indexes.map((index) => index.name));
    return nextNumbered(`sqlite_autoindex_${table.name}_`, [
      ...taken,
      ...table.indexes.map((index) => index.name),
    ]);
  }
  return type === 'primary-key' ? 'PRIMARY' : mysqlKeyName(table, columns[0] ?? 'functional_index');
}

function addNotNull(
  schema: Schema,
  table: Table,
  definition: ConstraintDefinition,
  columns: readonly string[],
  origin: Origin,
): Table {
  const name = definition.name?.name ?? chooseConstraintName(schema, table, columns, 'not_null');
  const constrained = {
    ...table,
    constraints: [...table.constraints, constraintFrom(definition, name, columns, origin)],
  };
  return definition.validated ? requireColumns(schema, constrained, columns) : constrained;
}

function plainConstraint(
  schema: Schema,
  table: Table,
  definition: ConstraintDefinition,
  origin: Origin,
): Constraint {
  const columns = constraintColumns(schema, table, definition);
  const named = constraintFrom(
    definition,
    definition.name?.name ?? plainName(schema, table, definition, columns),
    columns,
    origin,
  );
  return named.references === null || named.references.columns.length > 0
    ? named
    : {
        ...named,
        references: { ...named.references, columns: primaryKeyColumns(schema, table, named.references) },
      };
}

/** A check constrains the columns its expression names, wherever it is written. */
function constraintColumns(
  schema: Schema,
  table: Table,
  definition: ConstraintDefinition,
): readonly string[] {
  if (definition.type === 'check' && definition.expression !== null) {
    const named = columnsOfCheck(schema.dialect, table, definition.expression);
    if (named.length > 0) return named;
  }
  return definition.columns.map((column) => column.name);
}

function plainName(
  schema: Schema,
  table: Table,
  definition: ConstraintDefinition,
  columns: readonly string[],
): string {
  const foreign = definition.type === 'foreign-key';
  if (schema.dialect === 'postgres') {
    if (foreign) return chooseConstraintName(schema, table, columns, 'fkey');
    return chooseConstraintName(schema, table, columns.length === 1 ? columns : null, 'check');
  }
  const taken = table.constraints.map((constraint) => constraint.name);
  if (foreign) return nextNumbered(`${table.name}_ibfk_`, taken);
  return nextNumbered(schema.dialect === 'mariadb' ? 'CONSTRAINT_' : `${table.name}_chk_`, taken);
}

function primaryKeyColumns(
  schema: Schema,
  self: Table,
  references: NonNullable<Constraint['references']>,
): readonly string[] {
  const key = referencedKey(schema.dialect, references);
  const target = key === tableKey(schema.dialect, self) ? self : schema.tables.get(key);
  return target?.constraints.find((constraint) => constraint.type === 'primary-key')?.columns ?? [];
}

function constraintFrom(
  definition: ConstraintDefinition,
  name: string,
  columns: readonly string[],
  origin: Origin,
): Constraint {
  const { references } = definition;
  return {
    name,
    type: definition.type,
    columns,
    validated: definition.validated && definition.enforced,
    enforced: definition.enforced,
    index: null,
    references:
      references === null
        ? null
        : {
            table: references.table.name,
            schema: references.table.schema,
            columns: references.columns.map((column) => column.name),
            onDelete: references.onDelete,
            onUpdate: references.onUpdate,
          },
    expression: definition.expression,
    createdBy: origin,
    validatedBy: definition.validated && definition.enforced ? origin : null,
  };
}

/** ADD … USING INDEX: the index becomes the constraint's and takes its name. */
function promoteIndex(
  schema: Schema,
  table: Table,
  definition: ConstraintDefinition,
  using: Identifier,
  origin: Origin,
): Table {
  const index = table.indexes.find((candidate) => sameName(schema.dialect, candidate.name, using.name));
  const name = definition.name?.name ?? using.name;
  const columns =
    index?.columns.flatMap((part) => (part.column === null ? [] : [part.column])) ??
    definition.columns.map((column) => column.name);
  const promoted = {
    ...table,
    indexes: table.indexes.map((candidate) => (candidate === index ? { ...candidate, name } : candidate)),
    constraints: [
      ...table.constraints,
      { ...constraintFrom(definition, name, columns, origin), index: index === undefined ? null : name },
    ],
  };
  return definition.type === 'primary-key' ? requireColumns(schema, promoted, columns) : promoted;
}

function requireColumns(schema: Schema, table: Table, columns: readonly string[]): Table {
  return columns.reduce<Table>(
    (current, name) =>
      editColumn(schema, current, name, (column) =>
        column.nullable ? { ...column, nullable: false } : column,
      ),
    table,
  );
}

function dropConstraint(schema: Schema, change: ChangeOf<'drop-constraint'>, origin: Origin): Schema {
  const table = findTable(schema, change.table);
  const constraint = table?.constraints.find((candidate) => isDropped(schema, candidate, change));
  if (table === null) return editTable(schema, change.table, origin, (unknown) => unknown);
  if (constraint === undefined)
    return putIfChanged(schema, table, withoutUnlistedNotNull(schema, table, change.constraint?.name ?? ''));
  const dropped = onTableAndPartitions(schema, change.table, origin, (current, one) => {
    const own = one.constraints.find((candidate) =>
      one.name === table.name ? candidate === constraint : sharesShape(candidate, constraint),
    );
    return own === undefined ? one : removeConstraint(current, one, own);
  });
  return change.cascade && constraint.index !== null
    ? dropReferencesBackedBy(dropped, table, constraint)
    : dropped;
}

function isDropped(schema: Schema, constraint: Constraint, change: ChangeOf<'drop-constraint'>): boolean {
  if (change.constraint === null) return constraint.type === (change.constraintType ?? 'primary-key');
  return sameName(schema.dialect, constraint.name, change.constraint.name);
}

function sharesShape(one: Constraint, other: Constraint): boolean {
  return (
    one.type === other.type &&
    (one.name === other.name || (one.index !== null && one.columns.join() === other.columns.join()))
  );
}

/** A constraint goes with its index; what a NOT NULL constraint said about its column goes too. */
export function removeConstraint(schema: Schema, table: Table, constraint: Constraint): Table {
  const without = {
    ...table,
    constraints: table.constraints.filter((candidate) => candidate !== constraint),
    indexes: table.indexes.filter((index) => constraint.index === null || index.name !== constraint.index),
  };
  if (constraint.type !== 'not-null') return without;
  return constraint.columns.reduce<Table>(
    (current, name) => editColumn(schema, current, name, allowNull),
    without,
  );
}

/** Postgres 18 names the NOT NULL of a column `t_c_not_null`; the schema keeps it on the column only. */
function withoutUnlistedNotNull(schema: Schema, table: Table, name: string): Table {
  const column = table.columns.find((candidate) => name === `${table.name}_${candidate.name}_not_null`);
  return column === undefined ? table : editColumn(schema, table, column.name, allowNull);
}

function allowNull(column: Column): Column {
  return { ...column, nullable: true };
}

function putIfChanged(schema: Schema, before: Table, after: Table): Schema {
  return before === after ? schema : putTable(schema, after);
}

/** CASCADE from a key to the foreign keys that rest on it. */
export function dropReferencesBackedBy(schema: Schema, target: Table, key: Constraint): Schema {
  const doomed = new Set(
    referencesTo(schema, target)
      .filter(({ constraint }) => constraint.references?.columns.join() === key.columns.join())
      .map(({ constraint }) => constraint),
  );
  if (doomed.size === 0) return schema;
  return editEveryTable(schema, (table) =>
    table.constraints.some((constraint) => doomed.has(constraint))
      ? { ...table, constraints: table.constraints.filter((constraint) => !doomed.has(constraint)) }
      : table,
  );
}

function editConstraint(
  schema: Schema,
  table: Table,
  name: string,
  edit: (constraint: Constraint) => Constraint,
): Table {
  const found = table.constraints.find((constraint) => sameName(schema.dialect, constraint.name, name));
  if (found === undefined) return table;
  const edited = edit(found);
  const after = {
    ...table,
    constraints: table.constraints.map((constraint) => (constraint === found ? edited : constraint)),
  };
  if (edited.type !== 'not-null' || !edited.validated || found.validated) return after;
  return requireColumns(schema, after, edited.columns);
}

function renameConstraint(schema: Schema, table: Table, name: string, newName: string): Table {
  const found = table.constraints.find((constraint) => sameName(schema.dialect, constraint.name, name));
  const renamed = editConstraint(schema, table, name, (constraint) => ({
    ...constraint,
    name: newName,
    index: constraint.index === null ? null : newName,
  }));
  if (found === undefined || found.index === null) return renamed;
  return {
    ...renamed,
    indexes: renamed.indexes.map((index) =>
      index.name === found.index ? { ...index, name: newName } : index,
    ),
  };
}

function enforcedAs(constraint: Constraint, text: string): Constraint {
  if (/\bNOT\s+ENFORCED\b/i.test(text))
    return { ...constraint, enforced: false, validated: false, validatedBy: null };
  return /\bENFORCED\b/i.test(text) ? { ...constraint, enforced: true, validated: true } : constraint;
}

function plainIndexColumn(name: string): IndexColumn {
  return { column: name, text: name, descending: false, length: null };
}

function isMysql(schema: Schema): boolean {
  return schema.dialect === 'mysql' || schema.dialect === 'mariadb';
}

/**
 * Whether a validated CHECK or NOT NULL constraint proves that the column holds no NULL, so that
 * SET NOT NULL needs no scan (Postgres 12 and later).
 */
export function provesNotNull(schema: Schema, table: Table, column: string): boolean {
  return table.constraints.some(
    (constraint) =>
      constraint.validated &&
      (constraint.type === 'check'
        ? (constraint.expression?.provesNotNull.some((name) => sameName(schema.dialect, name, column)) ??
          false)
        : constraint.type === 'not-null' &&
          constraint.columns.some((name) => sameName(schema.dialect, name, column))),
  );
}

/** Whether the column is known to hold no NULL: declared so, or proved by a validated CHECK. */
export function holdsNoNull(schema: Schema, table: Table, column: string): boolean {
  return columnOf(schema.dialect, table, column)?.nullable === false || provesNotNull(schema, table, column);
}
