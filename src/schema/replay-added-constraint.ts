import type { Constraint, Index, Origin, Schema, Table } from '../model/schema';
import type { ConstraintDefinition, Identifier, IndexColumn } from '../model/schema-change';
import { columnsOfCheck } from './check-columns';
import {
  chooseConstraintName,
  chooseIndexName,
  indexColumnNames,
  firstNumbered,
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
    case 'foreign-key': {
      const constraint = plainConstraint(schema, table, definition, origin);
      const constrained = { ...table, constraints: [...table.constraints, constraint] };
      return definition.type === 'foreign-key'
        ? withImplicitIndex(schema, constrained, definition, origin)
        : constrained;
    }
  }
}

/** MySQL and MariaDB make an index for a foreign key when no other begins with its columns. */
function withImplicitIndex(
  schema: Schema,
  before: Table,
  definition: ConstraintDefinition,
  origin: Origin,
): Table {
  const columns = definition.columns.map((column) => column.name);
  // One made for another foreign key gives way to this one.
  const served = before.indexes.some(
    (index) => index.implicit !== true && beginsWith(schema, index, columns),
  );
  if (served || (schema.dialect !== 'mysql' && schema.dialect !== 'mariadb')) return before;
  const table = makingRoomFor(schema, before, columns.map(plainIndexColumn));
  const index: Index = {
    name: definition.name?.name ?? mysqlKeyName(table, columns[0] ?? ''),
    columns: columns.map(plainIndexColumn),
    includes: [],
    unique: false,
    method: 'btree',
    where: null,
    valid: true,
    implicit: true,
    parent: null,
    createdBy: origin,
  };
  return { ...table, indexes: [...table.indexes, index] };
}

function beginsWith(schema: Schema, index: Pick<Index, 'columns'>, columns: readonly string[]): boolean {
  return columns.every((name, at) => {
    const part = index.columns[at];
    return part?.length === null && part.column !== null && sameName(schema.dialect, part.column, name);
  });
}

/** The table before an index more: without the one behind a foreign key that it makes superfluous (MySQL, MariaDB). */
export function makingRoomFor(schema: Schema, table: Table, columns: readonly IndexColumn[]): Table {
  const needed = table.indexes.filter(
    (known) => known.implicit !== true || !beginsWith(schema, { columns }, columnsOfIndex(known)),
  );
  return needed.length === table.indexes.length ? table : { ...table, indexes: needed };
}

function columnsOfIndex(index: Index): readonly string[] {
  return index.columns.flatMap((part) => part.column ?? []);
}

function addIndexed(
  schema: Schema,
  before: Table,
  definition: ConstraintDefinition,
  columns: readonly string[],
  origin: Origin,
): Table {
  const table = makingRoomFor(schema, before, columns.map(plainIndexColumn));
  const own = indexName(schema, table, definition, columns);
  const name = definition.name?.name ?? (schema.dialect === 'sqlite' ? (own ?? '') : own) ?? '';
  const shared = schema.dialect === 'sqlite' ? sharedIndex(table, columns) : null;
  if (own === null || shared !== null) {
    const bare = constraintFrom(definition, name, columns, origin);
    const keyed = { ...table, constraints: [...table.constraints, { ...bare, index: shared }] };
    return definition.type === 'primary-key' ? requireColumns(schema, keyed, columns) : keyed;
  }
  const index: Index = {
    name: own,
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

/** SQLite makes one index of keys on the same columns. */
function sharedIndex(table: Table, columns: readonly string[]): string | null {
  const known = table.constraints.find(
    (constraint) => constraint.index !== null && constraint.columns.join() === columns.join(),
  );
  return known?.index ?? null;
}

/** The name of the index behind a key; null for the rowid of SQLite, which is none. */
function indexName(
  schema: Schema,
  table: Table,
  definition: ConstraintDefinition,
  columns: readonly string[],
): string | null {
  const { type } = definition;
  const written = definition.name?.name ?? null;
  switch (schema.dialect) {
    case 'sqlite':
      return type === 'primary-key' && isRowid(table, columns)
        ? null
        : `sqlite_autoindex_${table.name}_${String(table.indexes.length + 1)}`;
    case 'mysql':
    case 'mariadb':
      return type === 'primary-key'
        ? 'PRIMARY'
        : (written ?? mysqlKeyName(table, columns[0] ?? 'functional_index'));
    case 'postgres': {
      if (written !== null) return written;
      if (type === 'primary-key') return chooseIndexName(schema, table, null, 'pkey');
      const label = type === 'exclude' ? 'excl' : 'key';
      return chooseIndexName(schema, table, namesOf(definition, columns), label);
    }
  }
}

/** SQLite: a primary key of one column of the exact type INTEGER is the rowid. */
function isRowid(table: Table, columns: readonly string[]): boolean {
  const type = columnOf('sqlite', table, columns[0] ?? '')?.type ?? null;
  return columns.length === 1 && type?.text.toUpperCase() === 'INTEGER';
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
  return schema.dialect === 'mariadb'
    ? firstNumbered('CONSTRAINT_', taken)
    : nextNumbered(`${table.name}_chk_`, taken);
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
