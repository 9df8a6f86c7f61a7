import type { Constraint, Index, Origin, Schema, Table } from '../model/schema';
import type { ConstraintDefinition, IndexDefinition } from '../model/schema-change';
import { chooseConstraintName, chooseIndexName, indexColumnNames, mysqlKeyName, nextNumbered } from './generated-names';
import { sameName, type QualifiedName } from './lookup';
import { editColumn, putTable } from './replay-table';

/** The table with a constraint added: its name chosen as the database would, its index, and what it implies for columns. */
export function addConstraint(schema: Schema, table: Table, definition: ConstraintDefinition, origin: Origin): Table {
  const columns = definition.columns.map((column) => column.name);
  if (definition.type === 'not-null') return addNotNull(schema, table, definition, origin);
  const adopted = definition.usingIndex === null ? null : (table.indexes.find((index) => sameName(schema.dialect, index.name, definition.usingIndex?.name ?? '')) ?? null);
  const covered = adopted === null ? columns : adopted.columns.flatMap((column) => column.column ?? []);
  const name = definition.name?.name ?? chosenName(schema, table, definition, covered);
  const backed = isBacked(definition);
  const constraint: Constraint = {
    name,
    type: definition.type,
    columns: covered,
    validated: definition.validated,
    enforced: definition.enforced,
    index: backed ? indexName(schema, name, definition) : null,
    references: referencesOf(definition),
    expression: definition.expression,
    createdBy: origin,
    validatedBy: definition.validated ? origin : null,
  };
  const indexes = backed ? withIndex(schema, table, constraint, adopted, origin) : table.indexes;
  const added = { ...table, constraints: [...table.constraints, constraint], indexes };
  return definition.type === 'primary-key' ? covered.reduce((edited, column) => editColumn(schema, edited, column, (known) => ({ ...known, nullable: false })), added) : added;
}

function addNotNull(schema: Schema, table: Table, definition: ConstraintDefinition, origin: Origin): Table {
  const column = definition.columns[0]?.name;
  if (column === undefined) return table;
  if (!definition.validated) {
    const name = definition.name?.name ?? chooseConstraintName(schema, table, [column], 'not_null');
    const constraint: Constraint = { name, type: 'not-null', columns: [column], validated: false, enforced: true, index: null, references: null, expression: null, createdBy: origin, validatedBy: null };
    return { ...table, constraints: [...table.constraints, constraint] };
  }
  return editColumn(schema, table, column, (known) => ({ ...known, nullable: false, changedBy: origin }));
}

function isBacked(definition: ConstraintDefinition): boolean {
  return definition.type === 'primary-key' || definition.type === 'unique' || definition.type === 'exclude';
}

function indexName(schema: Schema, name: string, definition: ConstraintDefinition): string {
  return definition.type === 'primary-key' && isMysqlLike(schema) ? 'PRIMARY' : name;
}

function chosenName(schema: Schema, table: Table, definition: ConstraintDefinition, columns: readonly string[]): string {
  if (isMysqlLike(schema)) return mysqlName(schema, table, definition, columns);
  switch (definition.type) {
    case 'primary-key':
      return chooseIndexName(schema, table, null, 'pkey');
    case 'unique':
      return chooseIndexName(schema, table, columns, 'key');
    case 'exclude':
      return chooseIndexName(schema, table, columns, 'excl');
    case 'foreign-key':
      return chooseConstraintName(schema, table, columns, 'fkey');
    default: {
      const used = [...new Set(definition.expression?.columns ?? [])];
      // Postgres puts the column into the name of a CHECK that uses exactly one (PostgreSQL source, AddRelationNewConstraints).
      return chooseConstraintName(schema, table, used.length === 1 ? used : null, 'check');
    }
  }
}

function mysqlName(schema: Schema, table: Table, definition: ConstraintDefinition, columns: readonly string[]): string {
  if (definition.type === 'primary-key') return 'PRIMARY';
  const taken = table.constraints.map((constraint) => constraint.name);
  if (definition.type === 'foreign-key') return nextNumbered(`${table.name}_ibfk_`, taken);
  if (definition.type === 'check') return nextNumbered(schema.dialect === 'mariadb' ? 'CONSTRAINT_' : `${table.name}_chk_`, taken);
  return mysqlKeyName(table, columns[0] ?? 'key');
}

function isMysqlLike(schema: Schema): boolean {
  return schema.dialect === 'mysql' || schema.dialect === 'mariadb';
}

function referencesOf(definition: ConstraintDefinition): Constraint['references'] {
  const target = definition.references;
  if (target === null) return null;
  return { table: target.table.name, schema: target.table.schema, columns: target.columns.map((column) => column.name), onDelete: target.onDelete, onUpdate: target.onUpdate };
}

function withIndex(schema: Schema, table: Table, constraint: Constraint, adopted: Index | null, origin: Origin): readonly Index[] {
  const name = constraint.index ?? constraint.name;
  if (adopted !== null) return table.indexes.map((index) => (index === adopted ? { ...index, name } : index));
  const columns = constraint.columns.map((column) => ({ column, text: column, descending: false, length: null }));
  const unique = constraint.type !== 'exclude';
  const method = constraint.type === 'exclude' ? 'gist' : 'btree';
  if (schema.dialect === 'sqlite' && constraint.type === 'primary-key') return table.indexes;
  return [...table.indexes, { name, columns, includes: [], unique, method, where: null, createdBy: origin }];
}

/** The table with an index added under its written name, or the one the database would choose. */
export function addIndex(schema: Schema, table: Table, definition: IndexDefinition, origin: Origin, ifNotExists: boolean): Table {
  const name = definition.name?.name ?? unnamedIndex(schema, table, definition);
  if (table.indexes.some((index) => sameName(schema.dialect, index.name, name))) return ifNotExists || definition.name !== null ? table : table;
  const index: Index = {
    name,
    columns: definition.columns,
    includes: definition.includes,
    unique: definition.unique,
    method: definition.method,
    where: definition.where,
    createdBy: origin,
  };
  return { ...table, indexes: [...table.indexes, index] };
}

function unnamedIndex(schema: Schema, table: Table, definition: IndexDefinition): string {
  if (isMysqlLike(schema)) return mysqlKeyName(table, definition.columns[0]?.column ?? 'functional_index');
  return chooseIndexName(schema, table, indexColumnNames(definition.columns, definition.includes), 'idx');
}

/** The table without a constraint and the index behind it. `name` null: the primary key. */
export function dropConstraint(schema: Schema, table: Table, name: string | null): Table {
  const constraint = table.constraints.find((candidate) => (name === null ? candidate.type === 'primary-key' : sameName(schema.dialect, candidate.name, name)));
  if (constraint === undefined) return name === null ? table : withoutIndex(schema, table, name);
  const rest = { ...table, constraints: table.constraints.filter((candidate) => candidate !== constraint) };
  const bare = constraint.index === null ? rest : withoutIndex(schema, rest, constraint.index);
  // SQL Server aside, NOT NULL stays when a primary key goes; in Postgres the columns keep it (documentation of ALTER TABLE).
  return bare;
}

function withoutIndex(schema: Schema, table: Table, name: string): Table {
  return { ...table, indexes: table.indexes.filter((index) => !sameName(schema.dialect, index.name, name)) };
}

/** Follows a renamed table in the foreign keys of all others. */
export function retargetReferences(schema: Schema, from: QualifiedName, to: QualifiedName): Schema {
  let result = schema;
  for (const table of schema.tables.values()) {
    if (!table.constraints.some((constraint) => pointsAt(schema, constraint, from))) continue;
    const constraints = table.constraints.map((constraint) =>
      constraint.references !== null && pointsAt(schema, constraint, from) ? { ...constraint, references: { ...constraint.references, table: to.name, schema: to.schema } } : constraint,
    );
    result = putTable(result, { ...table, constraints });
  }
  return result;
}

function pointsAt(schema: Schema, constraint: Constraint, target: QualifiedName): boolean {
  const { references } = constraint;
  return references !== null && sameName(schema.dialect, references.table, target.name) && (references.schema ?? 'public') === (target.schema ?? 'public');
}
