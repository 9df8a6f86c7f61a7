import type { Column, Constraint, Index, Origin, Schema, Table } from '../model/schema';
import type { ColumnDefinition, Expression, IndexColumn } from '../model/schema-change';
import type { QualifiedName } from './lookup';
import { findTable, sameName, tableKey } from './lookup';
import { tablesOf } from './schema-index';

/** A new schema in which the tables stand under their keys. */
export function putTables(schema: Schema, tables: readonly Table[]): Schema {
  if (tables.length === 0) return schema;
  const entries = tables.map((table) => [tableKey(schema.dialect, table), table] as const);
  return { ...schema, tables: tablesOf(schema).with(entries) };
}

/** A new schema without the tables of these keys. */
export function removeTables(schema: Schema, keys: Iterable<string>): Schema {
  return { ...schema, tables: tablesOf(schema).with([...keys].map((key) => [key, null] as const)) };
}

/** Applies `edit` to a table; one that is not known comes into being with unknown columns. */
export function editTable(
  schema: Schema,
  name: QualifiedName,
  origin: Origin,
  edit: (table: Table) => Table,
): Schema {
  const known = findTable(schema, name);
  const after = edit(known ?? unknownTable(schema, name, origin));
  return after === known ? schema : putTables(schema, [after]);
}

/** Applies `edit` to tables of the schema; where nothing changed it stays the same object. */
export function editTables(schema: Schema, tables: readonly Table[], edit: (table: Table) => Table): Schema {
  const edited = tables.flatMap((table) => {
    const current = findTable(schema, table) ?? table;
    const after = edit(current);
    return after === current ? [] : [after];
  });
  return putTables(schema, edited);
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

/** The column with this default instead, and the sequence that it draws from. */
export function withDefault(column: Column, expression: Expression | null): Column {
  const other: { sequence?: string } & Column = { ...column, default: expression, autoIncrement: false };
  delete other.sequence;
  const sequence = sequenceOf(expression);
  return sequence === null ? other : { ...other, sequence };
}

/** The key of the sequence in `nextval('sequence')`, or null. */
function sequenceOf(expression: Expression | null): string | null {
  const written = /^\(*nextval\('([^']+)'/i.exec(expression?.text.trim() ?? '')?.[1];
  if (written === undefined) return null;
  const [name = '', schema = null] = written.split('.').reverse().map(unquoted);
  return tableKey('postgres', { schema, name });
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

/** The column a definition makes; constraints and indexes are added apart. */
export function columnFrom(table: QualifiedName, definition: ColumnDefinition, origin: Origin): Column {
  const sequence = sequenceOf(definition.default);
  return {
    id: `${origin.migration}#${String(origin.statement)}:${String(definition.range.start)} ${table.name}.${definition.name.name}`,
    name: definition.name.name,
    type: definition.type,
    nullable: definition.notNull === null && definition.identity === null && !isSerial(definition),
    default: isNullLiteral(definition.default) ? null : definition.default,
    generated: definition.generated,
    identity: definition.identity,
    autoIncrement: definition.autoIncrement,
    ...(sequence === null ? {} : { sequence }),
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
