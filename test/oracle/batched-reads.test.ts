import assert from 'node:assert/strict';
import { join } from 'node:path';
import { batchHelper } from '../../src/code/edits/batch-read/batch-helper';
import { batchCount, batchRead } from '../../src/code/edits/batch-read/batch-read';
import type { LibraryName } from '../../src/model/code';
import {
  type Files,
  edited,
  errorsOf,
  startLibraries,
  unmarked,
  written,
  type Libraries,
} from '../support/rewrites';

/*
 * Every rewrite is compiled with TypeScript and run beside the code it comes from, by the real library on a real
 * database: the same results, and one query instead of one per item.
 */

interface Case {
  readonly title: string;
  readonly library: LibraryName;
  /**
   * The file, or files; `«` and `»` stand around the query, or around the call of a function whose query stands between
   * `‹` and `›`. It exports `run(client, orders)`.
   */
  readonly code: string | Files;
  readonly counts?: true;
  /** Queries before, when some items ask for nothing. */
  readonly asking?: number;
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
export const schema = { customers, items };
${order}`;

const prismaHead = `import type { PrismaClient } from '../../prisma/client/client';
${order}`;

const cases: readonly Case[] = [
  {
    title: 'findUnique in a loop',
    library: 'prisma',
    code: `${prismaHead}
export async function run(prisma: PrismaClient, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const customer = await «prisma.customer.findUnique({ where: { id: order.customerId }, select: { name: true } })»;
    out.push(customer === null ? null : customer.name);
  }
  return out;
}`,
  },
  {
    title: 'only items that have a key ask by it',
    library: 'prisma',
    asking: 3,
    code: `${prismaHead}
interface Open { readonly id: number; readonly customerId: number | null }
export async function run(prisma: PrismaClient, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  const open: Open[] = orders.map((order) => ({ ...order, customerId: order.customerId === 99 ? null : order.customerId }));
  for (const one of open) {
    if (one.customerId === null) {
      out.push('nobody');
      continue;
    }
    const customer = await «prisma.customer.findFirstOrThrow({ where: { id: one.customerId } })»;
    out.push(customer.name);
  }
  return out;
}`,
  },
  {
    title: 'findFirst with another condition',
    library: 'prisma',
    code: `${prismaHead}
export async function run(prisma: PrismaClient, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const customer = await «prisma.customer.findFirst({ where: { id: order.customerId, name: 'Ada' } })»;
    out.push(customer?.name);
  }
  return out;
}`,
  },
  {
    title: 'findMany of a column that may be null, in its order, in a transaction',
    library: 'prisma',
    code: `${prismaHead}
export async function run(prisma: PrismaClient, orders: readonly Order[]): Promise<unknown[]> {
  return prisma.$transaction(async (tx) => {
    const out: unknown[] = [];
    for (const order of orders) {
      const items = await «tx.item.findMany({ where: { orderId: order.id }, orderBy: { name: 'desc' } })»;
      out.push(items.map((item) => item.name));
    }
    return out;
  });
}`,
  },
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
    title: 'findFirst in a map whose items are taken apart',
    library: 'drizzle',
    code: `${drizzleTables}
export async function run(db: NodePgDatabase<typeof schema>, orders: readonly Order[]): Promise<unknown[]> {
  const found = await Promise.all(
    orders.map(async ({ customerId }) => {
      const customer = await «db.query.customers.findFirst({ where: eq(customers.id, customerId) })»;
      return customer?.name ?? and(undefined);
    }),
  );
  return found;
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
  {
    title: 'a function of the file that hands the transaction on',
    library: 'prisma',
    code: `import type { Prisma, PrismaClient } from '../../prisma/client/client';
${order}
async function loadCustomer(tx: Prisma.TransactionClient, id: number) {
  return ‹tx.customer.findUnique({ where: { id } })›;
}
export async function run(prisma: PrismaClient, orders: readonly Order[]): Promise<unknown[]> {
  return prisma.$transaction(async (tx) => {
    const out: unknown[] = [];
    for (const order of orders) {
      const customer = await «loadCustomer(tx, order.customerId)»;
      out.push(customer?.name ?? null);
    }
    return out;
  });
}`,
  },
  {
    title: 'an arrow function in a map that runs together',
    library: 'knex',
    code: `import type { Knex } from 'knex';
${order}
interface Item { id: number; order_id: number; name: string }
const itemsOf = (knex: Knex, orderId: number) => ‹knex<Item>('items').where({ order_id: orderId }).orderBy('name')›;
export async function run(knex: Knex, orders: readonly Order[]): Promise<unknown[]> {
  return await Promise.all(orders.map((order) => «itemsOf(knex, order.id)»));
}`,
  },
  {
    title: 'a method of the class that keeps the row before it gives it back',
    library: 'typeorm',
    code: `import type { DataSource, Repository } from 'typeorm';
interface Customer { id: number; name: string }
${order}
class Names {
  private readonly customers: Repository<Customer>;
  constructor(source: DataSource) {
    this.customers = source.getRepository<Customer>('Customer');
  }

  async of(orders: readonly Order[]): Promise<unknown[]> {
    const out: unknown[] = [];
    for (const order of orders) {
      const customer = await «this.findById(order.customerId)»;
      out.push(customer?.name ?? 'nobody');
    }
    return out;
  }

  private async findById(id: number): Promise<Customer | null> {
    const customer = await ‹this.customers.findOneBy({ id })›;
    return customer;
  }
}
export const run = (source: DataSource, orders: readonly Order[]): Promise<unknown[]> => new Names(source).of(orders);`,
  },
  {
    title: 'an injected repository of another file',
    library: 'drizzle',
    code: {
      'case.ts': `import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { CustomerStore, schema } from './customer-store';
${order}
export { schema };
class Names {
  constructor(private readonly store: CustomerStore) {}

  async of(orders: readonly Order[]): Promise<unknown[]> {
    const out: unknown[] = [];
    for (const order of orders) out.push((await «this.store.get(order.customerId)»)?.name);
    return out;
  }
}
export const run = (db: NodePgDatabase<typeof schema>, orders: readonly Order[]): Promise<unknown[]> =>
  new Names(new CustomerStore(db)).of(orders);`,
      'customer-store.ts': `import { eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
const customers = pgTable('customers', { id: integer('id').primaryKey(), name: text('name') });
export const schema = { customers };
export class CustomerStore {
  constructor(private readonly db: NodePgDatabase<typeof schema>) {}

  async get(id: number) {
    return await ‹this.db.query.customers.findFirst({ where: eq(customers.id, id) })›;
  }
}`,
    },
  },
  {
    title: 'an imported function',
    library: 'kysely',
    code: {
      'case.ts': `import type { Kysely } from 'kysely';
import { itemsOf, type Tables } from './items';
${order}
export async function run(db: Kysely<Tables>, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const items = await «itemsOf(order.id, db)»;
    out.push(items.length);
  }
  return out;
}`,
      'items.ts': `import type { Kysely } from 'kysely';
export interface Tables { items: { id: number; order_id: number; name: string } }
export function itemsOf(orderId: number, db: Kysely<Tables>) {
  return ‹db.selectFrom('items').selectAll().where('order_id', '=', orderId).orderBy('name').execute()›;
}`,
    },
  },
  {
    title: 'a function of the file with another condition',
    library: 'sequelize',
    code: `import type { Model, ModelStatic } from 'sequelize';
type Customer = Model & { id: number; name: string };
${order}
async function named(Customer: ModelStatic<Customer>, id: number) {
  return Customer.findOne({ where: { id, name: 'Ada' } });
}
export async function run(Customer: ModelStatic<Customer>, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) out.push((await «named(Customer, order.customerId)»)?.name ?? null);
  return out;
}`.replace(/Customer\.findOne\(.*\)/, '‹$&›'),
  },
  {
    title: 'count with another condition',
    library: 'prisma',
    counts: true,
    code: `${prismaHead}
export async function run(prisma: PrismaClient, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const items = await «prisma.item.count({ where: { orderId: order.id, name: { not: 'tea' } } })»;
    out.push({ ...order, items });
  }
  return out;
}`,
  },
  {
    title: 'count in a map that runs together',
    library: 'drizzle',
    counts: true,
    code: `${drizzleTables}
export async function run(db: NodePgDatabase<typeof schema>, orders: readonly Order[]): Promise<unknown[]> {
  return Promise.all(
    orders.map(async (order) => ({ ...order, items: await «db.$count(items, and(eq(items.orderId, order.id)))» })),
  );
}`,
  },
  {
    title: 'count and countBy',
    library: 'typeorm',
    counts: true,
    code: `import type { Repository, DataSource } from 'typeorm';
interface Item { id: number; orderId: number; name: string }
${order}
export async function run(source: DataSource, orders: readonly Order[]): Promise<unknown[]> {
  const items: Repository<Item> = source.getRepository<Item>('Item');
  const out: number[] = [];
  for (const { ...order } of orders) void order;
  for (const order of orders) out.push(await «items.count({ where: { orderId: order.id, name: 'tea' } })»);
  return out;
}`,
  },
];

const folder = join(__dirname, '../../out/batched-reads');

describe('a read before the loop gives what the reads in it gave, with one query', () => {
  let libraries: Libraries;
  let errors: (file: string) => readonly string[];
  const places = cases.map(({ code, library, counts }, index) => {
    const { files, call, query } = unmarked(typeof code === 'string' ? { 'case.ts': code } : code);
    const { file } = call;
    const text = files[file] ?? '';
    const helper = { file: query.file, text: files[query.file] ?? '' };
    const after = edited(
      files,
      query === call
        ? (counts ? batchCount : batchRead)({ file, text, call: call.range, library })
        : batchHelper({ file, text, call: call.range, helper, query: query.range, library }),
    );
    return {
      before: join(written(join(folder, `${String(index)}/before`), files), file),
      after: join(written(join(folder, `${String(index)}/after`), after), file),
    };
  });

  before(async () => {
    libraries = await startLibraries(folder);
    errors = errorsOf(places.flatMap((one) => [one.before, one.after]));
  });
  after(() => libraries.stop());

  cases.forEach(({ library, title, asking = orders.length }, index) => {
    const place = places[index];
    it(`${library}: ${title}`, async () => {
      assert.ok(place);
      assert.deepEqual([...errors(place.before), ...errors(place.after)], []);
      const expected = await counted(place.before, orders);
      const found = await counted(place.after, orders);
      assert.deepEqual(found.result, expected.result);
      assert.equal(expected.sent, asking, 'one query per item before');
      assert.equal(found.sent, 1, 'one query after');
      assert.equal((await counted(place.after, [])).sent, 0, 'no query for no items');
    });

    async function counted(file: string, list: typeof orders): Promise<{ result: unknown; sent: number }> {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file was written just now
      const { run, schema } = require(file) as {
        run: (client: unknown, orders: unknown) => Promise<unknown>;
        schema?: Record<string, unknown>;
      };
      return libraries.counting(() => run(libraries.client(library, schema), list));
    }
  });
});
