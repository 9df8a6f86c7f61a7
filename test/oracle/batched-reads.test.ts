import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import createKnex from 'knex';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool } from 'pg';
import { DataTypes, Sequelize } from 'sequelize';
import { DataSource, EntitySchema } from 'typeorm';
import ts from 'typescript';
import { batchRead } from '../../src/code/edits/batch-read/batch-read';
import type { LibraryName } from '../../src/model/code';
import { startPostgres, type PostgresServer } from '../support/embedded-postgres';

/*
 * Every rewrite is compiled with TypeScript and run beside the code it comes from, by the real library on a real
 * database: the same results, and one query instead of one per item.
 */

interface Case {
  readonly title: string;
  readonly library: LibraryName;
  /** The file; `«` and `»` stand around the query. It exports `run(client, orders)`. */
  readonly code: string;
}

const orders = [
  { id: 1, customerId: 10 },
  { id: 2, customerId: 11 },
  { id: 3, customerId: 10 },
  { id: 4, customerId: 99 },
];

const order = 'interface Order { readonly id: number; readonly customerId: number }';

const drizzleTables = `import { and, eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
const customers = pgTable('customers', { id: integer('id').primaryKey(), name: text('name') });
const items = pgTable('items', { id: integer('id').primaryKey(), orderId: integer('order_id'), name: text('name') });
const schema = { customers, items };
${order}`;

const cases: readonly Case[] = [
  {
    title: 'first() of a where object with another condition',
    library: 'knex',
    code: `import type { Knex } from 'knex';
${order}
export async function run(knex: Knex, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const customer = await «knex('customers').where({ id: order.customerId, name: 'Ada' }).first('name')»;
    out.push(customer?.name);
  }
  return out;
}`,
  },
  {
    title: 'rows of a foreign key, in their order, in a map whose turns run together',
    library: 'knex',
    code: `import type { Knex } from 'knex';
${order}
export async function run(knex: Knex, orders: readonly Order[]): Promise<unknown[]> {
  return Promise.all(
    orders.map(async (order) => {
      const items = await «knex('items').where('order_id', order.id).orderBy('name', 'desc')»;
      return items.map((item) => item.name);
    }),
  );
}`,
  },
  {
    title: 'executeTakeFirst with a list of columns',
    library: 'kysely',
    code: `import type { Kysely } from 'kysely';
interface Tables { customers: { id: number; name: string } }
${order}
export async function run(db: Kysely<Tables>, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const customer = await «db.selectFrom('customers').select(['name']).where('id', '=', order.customerId).executeTakeFirst()»;
    out.push(customer === undefined ? 'nobody' : customer.name);
  }
  return out;
}`,
  },
  {
    title: 'execute gives the rows of a key',
    library: 'kysely',
    code: `import type { Kysely } from 'kysely';
interface Tables { items: { id: number; order_id: number; name: string } }
${order}
export async function run(db: Kysely<Tables>, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const items = await «db.selectFrom('items').selectAll().where('order_id', '=', order.id).orderBy('name').execute()»;
    out.push(items.map((item) => item.name.toUpperCase()));
  }
  return out;
}`,
  },
  {
    title: 'select from where eq',
    library: 'drizzle',
    code: `${drizzleTables}
export async function run(db: NodePgDatabase<typeof schema>, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const [customer] = await «db.select().from(customers).where(and(eq(customers.id, order.customerId), eq(customers.name, 'Ada')))»;
    out.push(customer?.name ?? null);
  }
  return out;
}`,
  },
  {
    title: 'query.findFirst and a list that is read on the spot',
    library: 'drizzle',
    code: `${drizzleTables}
export async function run(db: NodePgDatabase<typeof schema>, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of await Promise.resolve(orders)) {
    const customer = await «db.query.customers.findFirst({ where: eq(customers.id, order.customerId) })»;
    out.push(customer?.name, and(undefined));
  }
  return out;
}`,
  },
  {
    title: 'findOneBy of a repository',
    library: 'typeorm',
    code: `import type { DataSource } from 'typeorm';
interface Customer { id: number; name: string }
${order}
export async function run(source: DataSource, orders: readonly Order[]): Promise<unknown[]> {
  const customers = source.getRepository<Customer>('Customer');
  const out: unknown[] = [];
  for (const order of orders) {
    const customer = await «customers.findOneBy({ id: order.customerId })»;
    out.push(customer === null ? null : customer.name);
  }
  return out;
}`,
  },
  {
    title: 'find with an order gives the rows of a key',
    library: 'typeorm',
    code: `import { Not, type DataSource } from 'typeorm';
interface Item { id: number; orderId: number; name: string }
${order}
export async function run(source: DataSource, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const items = await «source.getRepository<Item>('Item').find({ where: { orderId: order.id, name: Not('tea') }, order: { name: 'DESC' } })»;
    out.push(items.map((item) => item.name));
  }
  return out;
}`,
  },
  {
    title: 'findOne with attributes',
    library: 'sequelize',
    code: `import type { Model, ModelStatic } from 'sequelize';
type Customer = Model & { id: number; name: string };
${order}
export async function run(Customer: ModelStatic<Customer>, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const customer = await «Customer.findOne({ where: { id: order.customerId }, attributes: ['name'] })»;
    out.push(customer?.name ?? null);
  }
  return out;
}`,
  },
];

/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- as the library's manual writes them */
const customerEntity = new EntitySchema({
  name: 'Customer',
  tableName: 'customers',
  columns: { id: { type: Number, primary: true }, name: { type: String } },
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

const folder = join(__dirname, '../../out/batched-reads');

describe('a read before the loop gives what the reads in it gave, with one query', () => {
  let server: PostgresServer;
  const clients: Partial<Record<LibraryName, unknown>> = {};
  const ends: (() => unknown)[] = [];
  let sent = 0;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was, and called with its own `this`
  const query = Client.prototype.query as (...args: unknown[]) => unknown;

  before(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    server = await startPostgres();
    const database = await server.connect();
    await database.script(`CREATE TABLE customers (id integer PRIMARY KEY, name text);
      CREATE TABLE items (id integer PRIMARY KEY, order_id integer, name text);
      INSERT INTO customers VALUES (10, 'Ada'), (11, 'Grace');
      INSERT INTO items VALUES (1, 1, 'tea'), (2, 1, 'cup'), (3, 3, 'jam'), (4, 1, 'ale')`);
    await database.stop();
    const pool = new Pool({ connectionString: server.url });
    const knex = createKnex({ client: 'pg', connection: server.url });
    const sequelize = new Sequelize(server.url, {
      logging: false,
      // A connection that was idle would be opened anew, which sends queries of its own.
      pool: { max: 1, idle: 3_600_000 },
    });
    const source = await new DataSource({
      type: 'postgres',
      url: server.url,
      entities: [customerEntity, itemEntity],
    }).initialize();
    clients.knex = knex;
    clients.kysely = new Kysely({ dialect: new PostgresDialect({ pool }) });
    clients.typeorm = source;
    clients.sequelize = sequelize.define(
      'Customer',
      { id: { type: DataTypes.INTEGER, primaryKey: true }, name: DataTypes.TEXT },
      { tableName: 'customers', timestamps: false },
    );
    ends.push(
      () => pool.end(),
      () => knex.destroy(),
      () => sequelize.close(),
      () => source.destroy(),
    );
    clients.drizzle = pool;
    await sequelize.authenticate();
    await knex.raw('SELECT 1');
    Client.prototype.query = function (this: Client, ...args: unknown[]) {
      sent++;
      return query.apply(this, args);
    } as typeof Client.prototype.query;
  });
  after(async () => {
    Client.prototype.query = query as typeof Client.prototype.query;
    for (const end of ends) await end();
    await server.stop();
  });

  cases.forEach((one, index) => {
    it(`${one.library}: ${one.title}`, async () => {
      const before = write(`before-${String(index)}.ts`, one.code.replace(/[«»]/g, ''));
      const after = write(`after-${String(index)}.ts`, rewritten(one));
      assert.deepEqual(errorsOf([before, after]), []);
      const expected = await counted(before, orders);
      const found = await counted(after, orders);
      assert.deepEqual(found.result, expected.result);
      assert.equal(expected.sent, orders.length, 'one query per item before');
      assert.equal(found.sent, 1, 'one query after');
      assert.equal((await counted(after, [])).sent, 0, 'no query for no items');

      async function counted(file: string, list: typeof orders): Promise<{ result: unknown; sent: number }> {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file was written just now
        const { run, schema } = require(file) as {
          run: (client: unknown, orders: unknown) => Promise<unknown>;
          schema?: Record<string, unknown>;
        };
        const client =
          one.library === 'drizzle'
            ? drizzle(clients.drizzle as Pool, { schema: schema ?? {} })
            : clients[one.library];
        sent = 0;
        const result = await run(client, list);
        return { result: JSON.parse(JSON.stringify(result)) as unknown, sent };
      }
    });
  });
});

function rewritten({ code, library }: Case): string {
  const start = code.indexOf('«');
  const end = code.indexOf('»') - 1;
  const text = code.replace(/[«»]/g, '');
  const edits = batchRead({ file: 'case.ts', text, call: { start, end }, library });
  assert.ok(edits, 'a rewrite is offered');
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end), text);
}

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text.replace('const schema', 'export const schema'));
  return file;
}

function errorsOf(files: readonly string[]): readonly string[] {
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
  });
  return files.flatMap((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map((one) => `${file}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`),
  );
}
