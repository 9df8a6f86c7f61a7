import type { Constraint, Index, Origin, Schema, Table } from '../model/schema';
import type { ConstraintDefinition, Identifier, IndexColumn } from '../model/schema-change';
import { columnsOfCheck } from './check-columns';
import {
  chooseConstraintName,
  chooseIndexName,
  indexColumnNames,
  mysqlKeyName,
  nextNumbered,
} from './generated-names';
import { columnOf, referencedKey, sameName, tableKey } from './lookup';
import { editColumn } from './replay-table';

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
  const name = definition.name?.name ?? indexedName(schema, table, definition, columns);
  const index: Index = {
    name: definition.type === 'primary-key' && isMysql(schema) ? 'PRIMARY' : name,
    columns: definition.index?.columns ?? columns.map(plainIndexColumn),
    includes: definition.index?.includes ?? [],
    unique: definition.type !== 'exclude',
    method: definition.index?.method ?? 'btree',
    where: definition.index?.where ?? null,
    valid: true,
    ...(schema.dialect === 'postgres' ? { names: namesOf(definition, columns) } : {}),
    parent: null,
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
  definition: ConstraintDefinition,
  columns: readonly string[],
): string {
  const { type } = definition;
  if (schema.dialect === 'postgres') {
    if (type === 'primary-key') return chooseIndexName(schema, table, null, 'pkey');
    return chooseIndexName(schema, table, namesOf(definition, columns), type === 'exclude' ? 'excl' : 'key');
  }
  if (schema.dialect === 'sqlite') {
    return `sqlite_autoindex_${table.name}_${String(table.indexes.length + 1)}`;
  }
  return type === 'primary-key' ? 'PRIMARY' : mysqlKeyName(table, columns[0] ?? 'functional_index');
}

function namesOf({ index }: ConstraintDefinition, columns: readonly string[]): readonly string[] {
  return index === undefined ? columns : indexColumnNames(index.columns, index.includes);
}

function addNotNull(
  schema: Schema,
  table: Table,
  definition: ConstraintDefinition,
  columns: readonly string[],
  origin: Origin,
): Table {
  // A column that is NOT NULL already keeps the constraint it has.
  if (columns.every((name) => columnOf(schema.dialect, table, name)?.nullable === false)) return table;
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
    ...(definition.noInherit === true ? { noInherit: true } : {}),
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

/** The columns hold no NULL from here on. */
export function requireColumns(schema: Schema, table: Table, columns: readonly string[]): Table {
  return columns.reduce<Table>(
    (current, name) =>
      editColumn(schema, current, name, (column) =>
        column.nullable ? { ...column, nullable: false } : column,
      ),
    table,
  );
}

function plainIndexColumn(name: string): IndexColumn {
  return { column: name, text: name, descending: false, length: null };
}

function isMysql(schema: Schema): boolean {
  return schema.dialect === 'mysql' || schema.dialect === 'mariadb';
}
