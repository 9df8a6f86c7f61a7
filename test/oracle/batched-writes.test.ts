import assert from 'node:assert/strict';
import { join } from 'node:path';
import { batchWrite } from '../../src/code/edits/batch-write/batch-write';
import { lookThenCreate } from '../../src/code/edits/batch-write/look-then-create';
import type { LibraryName } from '../../src/model/code';
import {
  edited,
  errorsOf,
  refill,
  startLibraries,
  unmarked,
  written,
  type Libraries,
} from '../support/rewrites';

/*
 * Every rewrite is compiled with TypeScript and run beside the code it comes from, by the real library on a real
 * database: the same rows afterwards, the same error, and one statement instead of one per item.
 */

interface Case {
  readonly title: string;
  readonly library: LibraryName;
  /** `create`: what is missing is created; `«` and `»` stand around the read then, `‹` and `›` around the write. */
  readonly verb: 'insert' | 'upsert' | 'change' | 'create';
  /** What follows the imports of the library; `«` and `»` stand around the write. */
  readonly code: string;
  /** Statements afterwards, when it is not one: which row is missing is looked up, and its write made to fail. */
  readonly sent?: number;
}

const orders = [
  { id: 21, customerId: 10, note: 'tea' },
  { id: 22, customerId: 11, note: null },
  { id: 23, customerId: 10, note: 'cup' },
];

const order =
  'interface Order { readonly id: number; readonly customerId: number; readonly note: string | null }';

const heads: Partial<Record<LibraryName, string>> = {
  prisma: `import type { PrismaClient } from '../../prisma/client/client';\ntype Db = PrismaClient;`,
  knex: `import type { Knex } from 'knex';\ntype Db = Knex;`,
  kysely: `import type { Kysely } from 'kysely';
interface Tables { items: { id: number; order_id: number | null; name: string | null }; customers: { id: number; name: string | null; status: 'new' | 'old' | null } }
type Db = Kysely<Tables>;`,
  drizzle: `import { and, eq, isNull } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
const customers = pgTable('customers', { id: integer('id').primaryKey(), name: text('name'), status: text('status', { enum: ['new', 'old'] }) });
const items = pgTable('items', { id: integer('id').primaryKey(), orderId: integer('order_id'), name: text('name') });
export const schema = { customers, items };
export const used = [and, eq, isNull];
type Db = NodePgDatabase<typeof schema>;`,
  typeorm: `import type { DataSource } from 'typeorm';
interface Customer { id: number; name: string; status: 'new' | 'old' | null }
interface Item { id: number; orderId: number; name: string | null }
type Db = DataSource;`,
  sequelize: `import type { Model, ModelStatic } from 'sequelize';
type Customer = Model & { id: number; name: string };
type Db = ModelStatic<Customer>;`,
};

/** A loop that does nothing else. */
const each = (
  write: string,
): string => `export async function run(db: Db, orders: readonly Order[]): Promise<void> {
  for (const order of orders) {
    await «${write}»;
  }
}`;

/** A map whose turns run together. */
const together = (
  write: string,
): string => `export async function run(db: Db, orders: readonly Order[]): Promise<void> {
  await Promise.all(orders.map((order) => «${write}»));
}`;

/** A loop that does other things as well, and passes items over. */
const among = (
  write: string,
): string => `export async function run(db: Db, orders: readonly Order[]): Promise<unknown[]> {
  const out: unknown[] = [];
  for (const order of orders) {
    const name = order.note?.toUpperCase() ?? null;
    out.push(name);
    // Those without a note are left out.
    if (name === null) continue;
    await «${write}»;
  }
  return out;
}`;

/** Looks for a row and creates it when it is missing. */
const missing = (
  read: string,
  write: string,
): string => `export async function run(db: Db, orders: readonly Order[]): Promise<void> {
  for (const order of orders) {
    const found = await «${read}»;
    if (!found) {
      await ‹${write}›;
    }
  }
}`;

const cases: readonly Case[] = [
  {
    title: 'create among other things',
    library: 'prisma',
    verb: 'insert',
    code: among(`db.item.create({ data: { id: order.id, orderId: order.customerId, name } })`),
  },
  {
    title: 'create in a transaction',
    library: 'prisma',
    verb: 'insert',
    code: `export async function run(db: Db, orders: readonly Order[]): Promise<void> {
  await db.$transaction(async (tx) => {
    for (const { ...order } of orders) void order;
    for (const order of orders) await «tx.customer.create({ data: { id: order.id, status: order.note ? 'new' : 'old' } })»;
  });
}`,
  },
  {
    title: 'update to the same values',
    library: 'prisma',
    verb: 'change',
    code: each(`db.customer.update({ where: { id: order.customerId }, data: { status: 'old' } })`),
  },
  {
    title: 'update of a row that is missing throws, as it did',
    library: 'prisma',
    verb: 'change',
    code: each(`db.customer.update({ where: { id: order.id }, data: { status: 'old' } })`),
    sent: 3,
  },
  {
    title: 'delete twice throws, as it did',
    library: 'prisma',
    verb: 'change',
    code: among(`db.customer.delete({ where: { id: order.customerId } })`),
    sent: 3,
  },
  {
    title: 'deleteMany by a column that is not unique',
    library: 'prisma',
    verb: 'change',
    code: together(`db.customer.deleteMany({ where: { id: order.customerId, status: null } })`),
  },
  {
    title: 'insert in a map that runs together',
    library: 'knex',
    verb: 'insert',
    code: together(`db('items').insert({ id: order.id, order_id: order.customerId, name: order.note })`),
  },
  {
    title: 'update with another condition',
    library: 'knex',
    verb: 'change',
    code: each(`db('customers').where({ id: order.customerId, name: 'Ada' }).update({ status: 'old' })`),
  },
  {
    title: 'delete among other things',
    library: 'knex',
    verb: 'change',
    code: among(`db('customers').where('id', order.customerId).del()`),
  },
  {
    title: 'insert with a value of an enum',
    library: 'kysely',
    verb: 'insert',
    code: each(
      `db.insertInto('customers').values({ id: order.id, name: order.note, status: 'new' }).execute()`,
    ),
  },
  {
    title: 'delete',
    library: 'kysely',
    verb: 'change',
    code: each(`db.deleteFrom('customers').where('id', '=', order.customerId).execute()`),
  },
  {
    title: 'update with another condition',
    library: 'kysely',
    verb: 'change',
    code: each(
      `db.updateTable('customers').set({ status: 'old' }).where('name', '=', 'Ada').where('id', '=', order.customerId).execute()`,
    ),
  },
  {
    title: 'insert with a value of an enum',
    library: 'drizzle',
    verb: 'insert',
    code: each(`db.insert(customers).values({ id: order.id, name: order.note, status: 'new' })`),
  },
  {
    title: 'update with another condition',
    library: 'drizzle',
    verb: 'change',
    code: each(
      `db.update(customers).set({ status: 'old' }).where(and(eq(customers.id, order.customerId), isNull(customers.status)))`,
    ),
  },
  {
    title: 'delete among other things',
    library: 'drizzle',
    verb: 'change',
    code: among(`db.delete(customers).where(eq(customers.id, order.customerId))`),
  },
  {
    title: 'insert among other things',
    library: 'typeorm',
    verb: 'insert',
    code: among(`db.getRepository<Item>('Item').insert({ id: order.id, orderId: order.customerId, name })`),
  },
  {
    title: 'update by the key itself',
    library: 'typeorm',
    verb: 'change',
    code: each(`db.getRepository<Customer>('Customer').update(order.customerId, { status: 'old' })`),
  },
  {
    title: 'update by columns',
    library: 'typeorm',
    verb: 'change',
    code: each(
      `db.getRepository<Customer>('Customer').update({ id: order.customerId, name: 'Ada' }, { status: 'old' })`,
    ),
  },
  {
    title: 'delete by a column',
    library: 'typeorm',
    verb: 'change',
    code: each(`db.manager.delete<Customer>('Customer', { id: order.customerId })`),
  },
  {
    title: 'create, validated',
    library: 'sequelize',
    verb: 'insert',
    code: each(`db.create({ id: order.id, name: order.note, status: 'new' })`),
  },
  {
    title: 'update',
    library: 'sequelize',
    verb: 'change',
    code: each(`db.update({ status: 'old' }, { where: { id: order.customerId } })`),
  },
  {
    title: 'insert or update, the later row of a key stays',
    library: 'knex',
    verb: 'upsert',
    code: each(
      `db('customers').insert({ id: order.customerId, name: order.note, status: 'new' }).onConflict('id').merge()`,
    ),
  },
  {
    title: 'insert or leave, the first row of a key stays',
    library: 'knex',
    verb: 'insert',
    code: each(
      `db('items').insert({ id: order.customerId, order_id: order.id, name: order.note }).onConflict('id').ignore()`,
    ),
  },
  {
    title: 'insert or update, the later row of a key stays',
    library: 'kysely',
    verb: 'upsert',
    code: among(
      `db.insertInto('customers').values({ id: order.customerId, name, status: 'new' }).onConflict((oc) => oc.column('id').doUpdateSet({ name, status: 'new' })).execute()`,
    ),
  },
  {
    title: 'insert or leave, the first row of a key stays',
    library: 'kysely',
    verb: 'insert',
    code: each(
      `db.insertInto('items').values({ id: order.customerId, order_id: order.id, name: order.note }).onConflict((oc) => oc.column('id').doNothing()).execute()`,
    ),
  },
  {
    title: 'insert or update, the later row of a key stays',
    library: 'drizzle',
    verb: 'upsert',
    code: each(
      `db.insert(items).values({ id: order.customerId, orderId: order.id, name: order.note }).onConflictDoUpdate({ target: items.id, set: { orderId: order.id, name: order.note } })`,
    ),
  },
  {
    title: 'insert or leave, in a transaction',
    library: 'drizzle',
    verb: 'insert',
    code: `export async function run(db: Db, orders: readonly Order[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const order of orders)
      await «tx.insert(items).values({ id: order.customerId, orderId: order.id, name: order.note }).onConflictDoNothing({ target: items.id })»;
  });
}`.replace('for (const order', 'for (const { ...order } of orders) void order;\n    for (const order'),
  },
  {
    title: 'upsert, the later row of a key stays',
    library: 'typeorm',
    verb: 'upsert',
    code: each(
      `db.getRepository<Item>('Item').upsert({ id: order.customerId, orderId: order.id, name: order.note }, ['id'])`,
    ),
  },
  {
    title: 'upsert, the later row of a key stays',
    library: 'sequelize',
    verb: 'upsert',
    code: each(`db.upsert({ id: order.customerId, name: order.note, status: 'new' })`),
  },
  {
    title: 'what is missing is created, the first row of a key',
    library: 'prisma',
    verb: 'create',
    sent: 2,
    code: missing(
      `db.item.findUnique({ where: { id: order.customerId } })`,
      `db.item.create({ data: { id: order.customerId, orderId: order.id, name: order.note } })`,
    ),
  },
  {
    title: 'what is missing is created, some are there, in a transaction',
    library: 'prisma',
    verb: 'create',
    sent: 2,
    code: `export async function run(db: Db, orders: readonly Order[]): Promise<void> {
  await db.$transaction(async (tx) => {
    const all = [11, 12, ...orders.map((order) => order.id)];
    if (orders.length === 0) all.length = 0;
    for (const id of all) {
      const found = await «tx.customer.findFirst({ where: { id, status: null }, select: { name: true } })»;
      if (found) continue;
      await ‹tx.customer.create({ data: { id, status: null } })›;
    }
  });
}`.replace('const all = [11, 12,', 'const all = [12,'),
  },
  {
    title: 'what is missing is created, the first row of a key',
    library: 'knex',
    verb: 'create',
    sent: 2,
    code: missing(
      `db('items').where({ id: order.customerId }).first('name')`,
      `db('items').insert({ id: order.customerId, order_id: order.id, name: order.note })`,
    ),
  },
  {
    title: 'what is missing is created, the first row of a key',
    library: 'kysely',
    verb: 'create',
    sent: 2,
    code: missing(
      `db.selectFrom('items').select('id').where('id', '=', order.customerId).executeTakeFirst()`,
      `db.insertInto('items').values({ id: order.customerId, order_id: order.id, name: order.note }).execute()`,
    ),
  },
  {
    title: 'what is missing is created, the first row of a key',
    library: 'drizzle',
    verb: 'create',
    sent: 2,
    code: missing(
      `db.query.items.findFirst({ where: eq(items.id, order.customerId) })`,
      `db.insert(items).values({ id: order.customerId, orderId: order.id, name: order.note })`,
    ),
  },
  {
    title: 'what is missing is created, the first row of a key',
    library: 'typeorm',
    verb: 'create',
    sent: 2,
    code: missing(
      `db.getRepository<Item>('Item').findOneBy({ id: order.customerId })`,
      `db.getRepository<Item>('Item').insert({ id: order.customerId, orderId: order.id, name: order.note })`,
    ),
  },
  {
    title: 'what is missing is created',
    library: 'sequelize',
    verb: 'create',
    sent: 2,
    code: missing(
      `db.findOne({ where: { id: order.id } })`,
      `db.create({ id: order.id, name: order.note, status: 'new' })`,
    ),
  },
  {
    title: 'destroy',
    library: 'sequelize',
    verb: 'change',
    code: together(`db.destroy({ where: { id: order.customerId } })`),
  },
];

const folder = join(__dirname, '../../out/batched-writes');

describe('a write after the loop leaves what the writes in it left, with one statement', () => {
  let libraries: Libraries;
  let errors: (file: string) => readonly string[];
  const places = cases.map(({ code, library, verb }, index) => {
    const { files, call, query } = unmarked({ 'case.ts': `${heads[library] ?? ''}\n${order}\n${code}` });
    const { file } = call;
    const where = { file, text: files[file] ?? '', call: call.range, library };
    const edits =
      verb === 'create'
        ? lookThenCreate({ ...where, created: query.range })
        : batchWrite({ ...where, verb })?.edits;
    return {
      before: join(written(join(folder, `${String(index)}/before`), files), file),
      after: join(written(join(folder, `${String(index)}/after`), edited(files, edits ?? null)), file),
    };
  });

  before(async () => {
    libraries = await startLibraries(folder);
    errors = errorsOf(places.flatMap((one) => [one.before, one.after]));
  });
  after(() => libraries.stop());

  cases.forEach(({ library, title, sent = 1 }, index) => {
    const place = places[index];
    it(`${library}: ${title}`, async () => {
      assert.ok(place);
      assert.deepEqual([...errors(place.before), ...errors(place.after)], []);
      const expected = await outcome(place.before, orders);
      const found = await outcome(place.after, orders);
      assert.deepEqual(
        { result: found.result, error: found.error },
        { result: expected.result, error: expected.error },
      );
      // What failed has written the rows that are there.
      if (expected.error === null) assert.deepEqual(found.rows, expected.rows);
      if (expected.error === null) assert.notDeepEqual(found.rows, (await outcome(place.after, [])).rows);
      if (sent === 1) assert.ok(expected.sent > 1, 'one statement per item before');
      assert.equal(found.sent, sent, 'statements after');
      assert.equal((await outcome(place.after, [])).sent, 0, 'no statement for no items');
    });

    async function outcome(
      file: string,
      list: typeof orders,
    ): Promise<{ result: unknown; error: unknown; sent: number; rows: unknown }> {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file was written just now
      const { run, schema } = require(file) as {
        run: (client: unknown, orders: unknown) => Promise<unknown>;
        schema?: Record<string, unknown>;
      };
      await refill(libraries.database);
      const { result, sent } = await libraries.counting(async () => {
        try {
          return { result: await run(libraries.client(library, schema), list), error: null };
        } catch (error) {
          return { result: null, error: (error as { code?: string }).code ?? String(error) };
        }
      });
      const rows = [
        await libraries.database.query('SELECT * FROM customers ORDER BY id'),
        await libraries.database.query('SELECT * FROM items ORDER BY id'),
      ];
      return { ...result, sent, rows };
    }
  });
});
