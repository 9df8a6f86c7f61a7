import type { CodeIndex, ColumnUse, Route, TableUse } from '../../src/model/code';
import type { Effect } from '../../src/model/effect';
import type { Schema, Table } from '../../src/model/schema';
import type { ColumnDefinition, Identifier, ObjectName, SchemaChange } from '../../src/model/schema-change';
import type { ChangeInPlace } from '../../src/risk/change-in-place';

const range = { start: 0, end: 40 };

export function name(text: string): Identifier {
  return { name: text, range };
}

export function table(text: string): ObjectName {
  return { schema: null, name: text, range };
}

export function column(text: string, more: Partial<ColumnDefinition> = {}): ColumnDefinition {
  return {
    name: name(text),
    type: null,
    notNull: null,
    default: null,
    onUpdate: null,
    generated: null,
    identity: null,
    autoIncrement: false,
    collation: null,
    comment: null,
    position: null,
    constraints: [],
    range,
    ...more,
  };
}

export const literal = {
  text: "'web'",
  range,
  isLiteral: true,
  functions: [],
  columns: [],
  provesNotNull: [],
};

/** A schema of one table; `madeBy` gives the migration that made a column. */
export function schemaOf(tableName: string, columns: Readonly<Record<string, string>>): Schema {
  const made = (migration: string): Table['createdBy'] => ({ migration, statement: 0 });
  const found: Table = {
    id: tableName,
    schema: null,
    name: tableName,
    columns: Object.entries(columns).map(([columnName, migration]) => ({
      id: columnName,
      name: columnName,
      type: null,
      nullable: true,
      default: null,
      generated: null,
      identity: null,
      autoIncrement: false,
      collation: null,
      createdBy: made(migration),
      changedBy: made(migration),
    })),
    columnsKnown: true,
    constraints: [],
    indexes: [],
    temporary: false,
    partitionOf: null,
    partitionBy: null,
    rowLevelSecurity: false,
    createdBy: made('1_init'),
    settings: {},
  };
  return { dialect: 'postgres', tables: new Map([[tableName, found]]), types: new Map(), objects: new Map() };
}

export const harmless: Effect = {
  table: 'orders',
  lock: 'ACCESS EXCLUSIVE',
  algorithm: null,
  rewrite: false,
  scan: false,
  indexBuild: false,
  validates: false,
  losesData: false,
  canFail: false,
  proof: 'documented',
  source: 'a manual',
};

export interface Given {
  readonly change: SchemaChange;
  readonly later?: readonly SchemaChange[];
  readonly before?: Schema;
  readonly effects?: readonly Effect[];
  readonly newTables?: readonly string[];
  readonly code?: CodeIndex | null;
  readonly hasDown?: boolean;
}

/** A change as the only statement of migration `2_work`, unless later ones are given. */
export function inPlace(given: Given): ChangeInPlace {
  const changes = [given.change, ...(given.later ?? [])];
  const text = 'ALTER TABLE orders RENAME a TO b, …'.padEnd(40);
  const reading = {
    text,
    keyword: 'ALTER TABLE',
    changes,
    unread: [],
    reader: 'libpg-query',
    confidence: 'high',
  } as const;
  return {
    history: { target: { dialect: 'postgres', dialectConfidence: 'high', version: 16 } },
    migration: {
      id: '2_work',
      file: 'migrations/2_work.sql',
      hasDown: given.hasDown ?? false,
      script: {
        text,
        dialect: 'postgres',
        statements: [{ start: 0, end: 40, next: 40, reading }],
        comments: [],
        unread: [],
      },
    },
    index: 0,
    changeIndex: 0,
    change: given.change,
    before: given.before ?? schemaOf('orders', { total: '1_init', note: '2_work' }),
    effects: { effects: given.effects ?? [harmless], transactional: true, assumptions: [] },
    isNew: (asked) => (given.newTables ?? []).includes(asked.name),
    code: given.code ?? null,
    plans: [],
    absolute: (asked) => asked,
  };
}

/** Code that names what is given and nothing else. */
export function codeOf(uses: {
  readonly columns?: readonly ColumnUse[];
  readonly tables?: readonly TableUse[];
  readonly routes?: readonly Route[];
  readonly reaching?: readonly Route[];
}): CodeIndex {
  return {
    files: 10,
    queries: [],
    loopedQueries: [],
    fileQueries: [],
    queriesOf: () => null,
    lastQueries: [],
    routes: uses.routes ?? [],
    versioning: { style: 'none', defaultVersion: null, declaredAt: null },
    models: [],
    packages: [],
    usesIn: () => [],
    columnUses: () => uses.columns ?? [],
    tableUses: () => uses.tables ?? [],
    resolvers: [],
    batchLoaders: [],
    transactions: [],
    outsideCalls: [],
    flagCalls: [],
    constantFlags: [],
    refusingSwitches: [],
    makingRoutes: [],
    roleOf: () => 'other',
    routesReaching: () => uses.reaching ?? [],
  };
}

export const changes = {
  dropColumn: (of: string): SchemaChange => ({
    kind: 'drop-column',
    table: table('orders'),
    column: name(of),
    ifExists: false,
    cascade: false,
    range,
  }),
  renameColumn: (from: string, to: string): SchemaChange => ({
    kind: 'rename-column',
    table: table('orders'),
    column: name(from),
    newName: name(to),
    range,
  }),
  addColumn: (definition: ColumnDefinition): SchemaChange => ({
    kind: 'add-column',
    table: table('orders'),
    column: definition,
    ifNotExists: false,
    range,
  }),
  renameTable: (from: string, to: string): SchemaChange => ({
    kind: 'rename-table',
    table: table(from),
    newName: table(to),
    ifExists: false,
    range,
  }),
  dropTable: (of: string): SchemaChange => ({
    kind: 'drop-table',
    table: table(of),
    ifExists: false,
    cascade: false,
    temporary: false,
    range,
  }),
  view: (of: string): SchemaChange => ({
    kind: 'create-object',
    object: 'view',
    name: table(of),
    replace: false,
    ifNotExists: false,
    table: null,
    uses: [],
    usesColumns: [],
    range,
  }),
  remove: (where: 'none' | 'some'): SchemaChange => ({
    kind: 'delete',
    table: table('orders'),
    where,
    range,
  }),
  update: (...columns: string[]): SchemaChange => ({
    kind: 'update',
    table: table('orders'),
    columns: columns.map(name),
    where: 'none',
    range,
  }),
  setNotNull: (of: string): SchemaChange => ({
    kind: 'set-not-null',
    table: table('orders'),
    column: name(of),
    range,
  }),
  alterType: (of: string): SchemaChange => ({
    kind: 'alter-column-type',
    table: table('orders'),
    column: name(of),
    using: null,
    collation: null,
    range,
    type: {
      text: 'smallint',
      name: 'smallint',
      schema: null,
      arguments: [],
      isArray: false,
      unsigned: false,
      values: null,
      characterSet: null,
      range,
    },
  }),
  select: (): SchemaChange => ({ kind: 'other', what: 'SELECT', tables: [], range }),
};
