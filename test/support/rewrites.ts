import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import createKnex from 'knex';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool } from 'pg';
import { DataTypes, Sequelize } from 'sequelize';
import { DataSource, EntitySchema } from 'typeorm';
import ts from 'typescript';
import type { LibraryName } from '../../src/model/code';
import type { TextEdit } from '../../src/model/text';
import type { Database } from './database';
import { startPostgres } from './embedded-postgres';
import { generatePrisma } from './prisma-client';

/** Code of a test as its files; in one of them `«` and `»` stand around what is rewritten. */
export type Files = Readonly<Record<string, string>>;

/** The real libraries on one real database whose queries are counted. */
export interface Libraries {
  readonly database: Database;
  /** Queries that went to the database while `work` ran. BEGIN and COMMIT are not counted. */
  counting<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly sent: number }>;
  /** What a case is run with; for Drizzle with the schema that its file exports. */
  client(library: LibraryName, schema?: Record<string, unknown>): unknown;
  stop(): Promise<void>;
}

/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- as the library's manual writes them */
const customerEntity = new EntitySchema({
  name: 'Customer',
  tableName: 'customers',
  columns: {
    id: { type: Number, primary: true },
    name: { type: String },
    status: { type: String, nullable: true },
  },
});
const itemEntity = new EntitySchema({
  name: 'Item',
  tableName: 'items',
  columns: {
    id: { type: Number, primary: true },
    orderId: { type: Number, name: 'order_id' },
    name: { type: String },
  },
});
/* eslint-enable @typescript-eslint/no-unsafe-class-instance-assignment */

const models = `model Customer {
  id     Int     @id
  name   String? @unique
  status String?
  @@map("customers")
}
model Item {
  id      Int     @id
  orderId Int?    @map("order_id")
  name    String?
  @@map("items")
}`;

export const tables = `CREATE TABLE customers (id integer PRIMARY KEY, name text UNIQUE, status text);
  CREATE TABLE items (id integer PRIMARY KEY, order_id integer, name text)`;

const filled = `TRUNCATE customers, items;
  INSERT INTO customers VALUES (10, 'Ada'), (11, 'Grace');
  INSERT INTO items VALUES (1, 1, 'tea'), (2, 1, 'cup'), (3, 3, 'jam'), (4, 1, 'ale')`;

/** Puts the rows back that every case starts with. */
export async function refill(database: Database): Promise<void> {
  await database.script(filled);
}

/** Starts the database, fills it, and connects the six libraries. `folder` takes Prisma's client. */
export async function startLibraries(folder: string): Promise<Libraries> {
  const connectPrisma = generatePrisma(join(folder, 'prisma'), models);
  const server = await startPostgres();
  const database = await server.connect();
  await database.script(tables);
  await refill(database);
  const { url } = server;
  const pool = new Pool({ connectionString: url });
  const knex = createKnex({ client: 'pg', connection: url });
  // A connection that was idle would be opened anew, which sends queries of its own.
  const sequelize = new Sequelize(url, { logging: false, pool: { max: 1, idle: 3_600_000 } });
  const source = await new DataSource({
    type: 'postgres',
    url,
    entities: [customerEntity, itemEntity],
  }).initialize();
  const prisma = await connectPrisma(url);
  await sequelize.authenticate();
  await knex.raw('SELECT 1');
  const clients: Partial<Record<LibraryName, unknown>> = {
    prisma,
    knex,
    kysely: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    typeorm: source,
    sequelize: sequelize.define(
      'Customer',
      { id: { type: DataTypes.INTEGER, primaryKey: true }, name: DataTypes.TEXT, status: DataTypes.TEXT },
      { tableName: 'customers', timestamps: false },
    ),
  };
  const counter = countQueries();
  return {
    database,
    counting: counter.counting,
    client: (library, schema) =>
      library === 'drizzle' ? drizzle(pool, { schema: schema ?? {} }) : clients[library],
    stop: async () => {
      counter.stop();
      await prisma.$disconnect();
      await knex.destroy();
      await sequelize.close();
      await source.destroy();
      await pool.end();
      await othersGone(database);
      await database.stop();
      await server.stop();
    },
  };
}

/** The end of a pool does not wait for the server to notice, and a server that stops first breaks its connections. */
async function othersGone(database: Database): Promise<void> {
  const others = `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  for (let turn = 0; turn < 200 && (await database.query(others)).length > 0; turn++)
    await new Promise((resolve) => setTimeout(resolve, 25));
}

function countQueries(): Pick<Libraries, 'counting'> & { stop(): void } {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was, and called with its own `this`
  const query = Client.prototype.query as (...args: unknown[]) => unknown;
  let sent = 0;
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    const [first] = args;
    const text = typeof first === 'string' ? first : ((first as { text?: string }).text ?? '');
    if (!/^\s*(?:BEGIN|START|COMMIT|ROLLBACK)\b/i.test(text)) sent++;
    return query.apply(this, args);
  } as typeof Client.prototype.query;
  return {
    async counting(work) {
      sent = 0;
      const result = await work();
      return { result: JSON.parse(JSON.stringify(result ?? null)) as typeof result, sent };
    },
    stop() {
      Client.prototype.query = query as typeof Client.prototype.query;
    },
  };
}

export interface Marked {
  readonly file: string;
  readonly range: { readonly start: number; readonly end: number };
}

/** The files without their marks, where `«` and `»` stood, and where `‹` and `›` stood: by default the same place. */
export function unmarked(files: Files): {
  readonly files: Files;
  readonly call: Marked;
  readonly query: Marked;
} {
  const call = marked(files, '«', '»') ?? assert.fail('a call is marked');
  const plain = Object.entries(files).map(([file, text]) => [file, text.replace(/[«»‹›]/g, '')]);
  return {
    files: Object.fromEntries(plain) as Files,
    call,
    query: marked(files, '‹', '›') ?? call,
  };
}

function marked(files: Files, open: string, close: string): Marked | null {
  for (const [file, text] of Object.entries(files)) {
    const before = (mark: string): number => text.slice(0, text.indexOf(mark)).replace(/[«»‹›]/g, '').length;
    if (text.includes(open)) return { file, range: { start: before(open), end: before(close) } };
  }
  return null;
}

/** The files after edits. */
export function edited(files: Files, edits: readonly TextEdit[] | null): Files {
  assert.ok(edits !== null && edits.length > 0, 'a rewrite is offered');
  const after: Record<string, string> = { ...files };
  for (const { file, range, newText } of [...edits].sort((a, b) => b.range.start - a.range.start)) {
    const text = after[file] ?? '';
    after[file] = text.slice(0, range.start) + newText + text.slice(range.end);
  }
  return after;
}

/** Writes files into an empty folder. */
export function written(folder: string, files: Files): string {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** What TypeScript finds wrong in files, all checked in one program, by file. */
export function errorsOf(files: readonly string[]): (file: string) => readonly string[] {
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
  });
  return (file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map((one) => ts.flattenDiagnosticMessageText(one.messageText, ' '));
}
