import type { Column, Constraint, Index, Origin, Schema, Table } from '../model/schema';
import type { ColumnDefinition, Expression, IndexColumn } from '../model/schema-change';
import type { QualifiedName } from './lookup';
import { findTable, sameName, tableKey } from './lookup';

/** A new schema in which the table stands under its key. */
export function putTable(schema: Schema, table: Table): Schema {
  const tables = new Map(schema.tables);
  tables.set(tableKey(schema.dialect, table), table);
  return { ...schema, tables };
}

/** Applies `edit` to a table; one that is not known comes into being with unknown columns. */
export function editTable(
  schema: Schema,
  name: QualifiedName,
  origin: Origin,
  edit: (table: Table) => Table,
): Schema {
  const before = findTable(schema, name) ?? unknownTable(schema, name, origin);
  const after = edit(before);
  return after === before && findTable(schema, name) !== null ? schema : putTable(schema, after);
}

/** Applies `edit` to every table; a schema in which nothing changed stays the same object. */
export function editEveryTable(schema: Schema, edit: (table: Table) => Table): Schema {
  let changed = false;
  const tables = new Map<string, Table>();
  for (const [key, table] of schema.tables) {
    const edited = edit(table);
    changed ||= edited !== table;
    tables.set(key, edited);
  }
  return changed ? { ...schema, tables } : schema;
}

export function unknownTable(schema: Schema, name: QualifiedName, origin: Origin): Table {
  return newTable(
    `${tableKey(schema.dialect, name)}@${origin.migration}`,
    name,
    { ...origin, migration: '' },
    false,
  );
}

export function newTable(id: string, name: QualifiedName, origin: Origin, columnsKnown: boolean): Table {
  return {
    id,
    schema: name.schema,
    name: name.name,
    columns: [],
    columnsKnown,
    constraints: [],
    indexes: [],
    temporary: false,
    partitionOf: null,
    partitionBy: null,
    rowLevelSecurity: false,
    createdBy: origin,
    settings: {},
  };
}

/** The column a definition makes; constraints and indexes are added apart. */
export function columnFrom(table: QualifiedName, definition: ColumnDefinition, origin: Origin): Column {
  return {
    id: `${origin.migration}#${String(origin.statement)}:${String(definition.range.start)} ${table.name}.${definition.name.name}`,
    name: definition.name.name,
    type: definition.type,
    nullable: definition.notNull === null && definition.identity === null && !isSerial(definition),
    default: isNullLiteral(definition.default) ? null : definition.default,
    generated: definition.generated,
    identity: definition.identity,
    autoIncrement: definition.autoIncrement,
    collation: definition.collation,
    createdBy: origin,
    changedBy: origin,
  };
}

function isSerial(definition: ColumnDefinition): boolean {
  return (
    definition.autoIncrement && definition.identity === null && /serial/i.test(definition.type?.text ?? '')
  );
}

/** DEFAULT NULL is no default. */
export function isNullLiteral(expression: Expression | null): boolean {
  return expression !== null && /^\(*\s*null\s*\)*(?:::.*)?$/i.test(expression.text.trim());
}

export function editColumn(
  schema: Schema,
  table: Table,
  name: string,
  edit: (column: Column) => Column,
): Table {
  if (!table.columns.some((column) => sameName(schema.dialect, column.name, name))) return table;
  return {
    ...table,
    columns: table.columns.map((column) =>
      sameName(schema.dialect, column.name, name) ? edit(column) : column,
    ),
  };
}

/** Whether a constraint depends on the column: it goes when the column goes. */
export function constraintNames(schema: Schema, constraint: Constraint, column: string): boolean {
  const named = (candidate: string): boolean => sameName(schema.dialect, candidate, column);
  return constraint.columns.some(named) || (constraint.expression?.columns.some(named) ?? false);
}

/** Whether an index depends on the column, by key, INCLUDE, expression or predicate. */
export function indexNames(schema: Schema, index: Index, column: string): boolean {
  const named = (candidate: string): boolean => sameName(schema.dialect, candidate, column);
  return (
    index.columns.some((part) => partNames(part, named)) ||
    index.includes.some(named) ||
    (index.where?.columns.some(named) ?? false)
  );
}

function partNames(part: IndexColumn, named: (candidate: string) => boolean): boolean {
  if (part.column !== null) return named(part.column);
  return wordsOf(part.text).some(named);
}

function wordsOf(text: string): string[] {
  return [
    ...text
      .replace(/'(?:[^']|'')*'/g, ' ')
      .matchAll(/"((?:[^"]|"")+)"|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)/g),
  ].map((match) => match[1]?.replace(/""/g, '"') ?? (match[2] ?? '').toLowerCase());
}
