import type { Dialect } from '../../src/model/dialect';
import type { TransactionMode } from '../../src/model/migration';
import type { Column, Constraint, Index, Schema, Table } from '../../src/model/schema';
import type { ChangeOf, ColumnType, Expression } from '../../src/model/schema-change';
import type { RenameColumnInput, RenameInput, RenameTableInput } from '../../src/evolution/recipes/recipe';
import { tableKey } from '../../src/schema/lookup';

// Inputs of recipes made by hand, so that these tests do not depend on how SQL is read.

const origin = { migration: 'none', statement: 0 };
const range = { start: 0, end: 0 };

export function typeOf(text: string): ColumnType {
  const name = text.toLowerCase().replace(/\(.*/, '');
  return {
    text,
    name,
    schema: null,
    arguments: [],
    isArray: false,
    unsigned: false,
    values: null,
    characterSet: null,
    range,
  };
}

export function literalOf(text: string): Expression {
  return { text, range, isLiteral: true, functions: [], columns: [], provesNotNull: [] };
}

export function columnOf(name: string, type: string, more: Partial<Column> = {}): Column {
  return {
    id: name, name, type: typeOf(type), nullable: true, default: null, generated: null, identity: null,
    autoIncrement: false, collation: null, createdBy: origin, changedBy: origin, ...more,
  }; // prettier-ignore
}

export function constraintOf(
  type: Constraint['type'],
  name: string,
  columns: readonly string[],
  more: Partial<Constraint> = {},
): Constraint {
  return {
    name, type, columns, validated: true, enforced: true, index: null, references: null, expression: null,
    createdBy: origin, validatedBy: null, ...more,
  }; // prettier-ignore
}

export function indexOf(name: string, columns: readonly string[], more: Partial<Index> = {}): Index {
  return {
    name, columns: columns.map((column) => ({ column, text: '', descending: false, length: null })), includes: [],
    unique: false, method: 'btree', where: null, valid: true, parent: null,
    createdBy: origin, ...more,
  }; // prettier-ignore
}

export function tableOf(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return {
    id: name, schema: null, name, columns, columnsKnown: true, constraints: [constraintOf('primary-key', `${name}_pkey`, ['id'])],
    indexes: [], temporary: false, partitionOf: null, partitionBy: null, rowLevelSecurity: false, createdBy: origin,
    settings: {}, ...more,
  }; // prettier-ignore
}

export function schemaOf(dialect: Dialect, ...tables: readonly Table[]): Schema {
  return {
    dialect,
    tables: new Map(tables.map((table) => [tableKey(dialect, table), table])),
    types: new Map(),
    objects: new Map(),
  };
}

const versions: Readonly<Record<Dialect, number>> = { postgres: 16, mysql: 8, mariadb: 10.6, sqlite: 3.35 };

function inputOf<C extends ChangeOf<'rename-column'> | ChangeOf<'rename-table'>>(
  before: Schema,
  change: C,
  text: string,
  transaction: TransactionMode,
): RenameInput<C> {
  const statement = {
    start: 0,
    end: text.length,
    next: text.length + 1,
    reading: {
      text,
      keyword: 'ALTER TABLE',
      changes: [change],
      unread: [],
      reader: 'tolerant',
      confidence: 'high',
    },
  } as const;
  const migration = {
    id: '2_rename', file: 'migrations/2_rename.sql', order: 0, transaction, released: false, hasDown: false,
    version: null, transactionSpan: 'file', transactionParts: [], embedding: null,
    script: { text: `${text};`, dialect: before.dialect, statements: [statement], comments: [], unread: [] },
  } as const; // prettier-ignore
  return {
    history: {
      folder: 'migrations', framework: 'plain', migrations: [migration],
      faults: [],
      target: { dialect: before.dialect, dialectConfidence: 'high', version: versions[before.dialect] },
    },
    migration, statement, index: 0, changeIndex: 0, change, before, now: new Date(2026, 10, 21),
    textOf: () => null, exists: () => false,
  }; // prettier-ignore
}

export function columnRename(
  before: Schema,
  table: string,
  from: string,
  to: string,
  transaction: TransactionMode = 'single-query',
): RenameColumnInput {
  const text = `ALTER TABLE ${table} RENAME COLUMN ${from} TO ${to}`;
  const change = {
    kind: 'rename-column', table: { schema: null, name: table, range }, column: { name: from, range },
    newName: { name: to, range }, range: { start: 0, end: text.length },
  } as const; // prettier-ignore
  return inputOf(before, change, text, transaction);
}

export function tableRename(
  before: Schema,
  from: string,
  to: string,
  transaction: TransactionMode = 'single-query',
): RenameTableInput {
  const text = `ALTER TABLE ${from} RENAME TO ${to}`;
  const change = {
    kind: 'rename-table', table: { schema: null, name: from, range }, newName: { schema: null, name: to, range },
    ifExists: false, range: { start: 0, end: text.length },
  } as const; // prettier-ignore
  return inputOf(before, change, text, transaction);
}
