import assert from 'node:assert/strict';
import { createSqlReader, type SqlReader } from '../../src/sql/reader';
import { Analyser, type Judged } from '../../src/workspace/analyse';
import type { Ports } from '../../src/workspace/ports';
import { Project } from '../../src/workspace/project';
import { loadParser } from '../sql/postgres/load';
import { edited, type Files } from '../support/rewrites';

const world: Files = {
  'schema.prisma': `datasource db {
  provider = "postgresql"
}
model Customer {
  id     Int    @id
  name   String
  status String
}
model Item {
  id      Int @id
  orderId Int
}`,
  'src/client.ts': `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
  'src/customers.ts': `import { prisma } from './client';
export class Customers {
  findById(id: number) {
    return prisma.customer.findFirst({ where: { id } });
  }
}`,
};

const order = 'interface Order { readonly id: number; readonly customerId: number }';
const loop = (body: string): string => `import { prisma } from './client';
${order}
export async function run(orders: Order[]) {
  const out = [];
  for (const order of orders) {
    ${body}
  }
  return out;
}`;

interface Case {
  readonly rule: string;
  readonly title: RegExp;
  readonly code: string;
  /** The same where it is not offered. */
  readonly without: string;
}

const cases: readonly Case[] = [
  {
    rule: 'query-in-loop',
    title: /^Read all rows with one query before the loop$/,
    code: loop('out.push(await prisma.customer.findUnique({ where: { id: order.customerId } }));'),
    without: loop(`out.push(await prisma.customer.findUnique({ where: { id: order.customerId } }));
    await prisma.customer.create({ data: { id: order.id, name: 'Ada', status: 'new' } });`),
  },
  {
    rule: 'query-in-loop-via-helper',
    title: /^Give the function a form for many keys and call it before the loop$/,
    code: `${loop('out.push(await load(order.customerId));')}
function load(id: number) {
  return prisma.customer.findUnique({ where: { id } });
}`,
    without: `${loop('out.push(await load(order.customerId));')}
async function load(id: number) {
  const row = await prisma.customer.findUnique({ where: { id } });
  return row?.name;
}`,
  },
  {
    rule: 'query-in-loop-via-service',
    title: /^Give the function a form for many keys and call it before the loop$/,
    code: `import { Customers } from './customers';
${order}
const customers = new Customers();
export const run = (orders: Order[]) => all(orders);
async function all(orders: Order[]) {
  return Promise.all(orders.map(async (order) => ({ order, customer: await customers.findById(order.customerId) })));
}`,
    without: `import { Customers } from './customers';
${order}
const customers = make();
function make(): Customers { return new Customers(); }
export async function run(orders: Order[]) {
  return Promise.all(orders.map(async (order) => ({ order, customer: await customers.findById(order.customerId) })));
}`,
  },
  {
    rule: 'count-per-item',
    title: /^Count for all items with one query before the loop$/,
    code: loop('out.push(await prisma.item.count({ where: { orderId: order.id } }));'),
    without: loop('out.push(await prisma.item.count({ where: { orderId: order.id }, take: 10 }));'),
  },
  {
    rule: 'insert-per-item',
    title: /^Collect the rows and write them with createMany after the loop$/,
    code: loop('await prisma.item.create({ data: { id: order.id, orderId: order.id } });'),
    without: loop('await prisma.item.create({ data: { ...order, orderId: order.id } });'),
  },
  {
    rule: 'find-then-create-per-item',
    title: /^Look for all rows with one query and create those that are missing with one$/,
    code: loop(`const customer = await prisma.customer.findUnique({ where: { id: order.customerId } });
    if (!customer) await prisma.customer.create({ data: { id: order.customerId, name: 'Ada', status: 'new' } });`),
    without: loop(`const customer = await prisma.customer.findUnique({ where: { id: order.customerId } });
    if (!customer) await prisma.customer.create({ data: { id: order.id, name: 'Ada', status: 'new' } });`),
  },
  {
    rule: 'update-per-item',
    title: /^Collect the keys and write the rows with updateMany after the loop$/,
    code: loop(`await prisma.customer.update({ where: { id: order.customerId }, data: { status: 'old' } });`),
    without: loop(`await prisma.customer.update({ where: { id: order.customerId }, data: { status: 'old' } });
    await new Promise((resolve) => setImmediate(resolve));`),
  },
  {
    rule: 'field-resolver-query',
    title: /^Load by a DataLoader/,
    code: `import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Customers } from './customers';
${order}
@Resolver('Order')
export class OrderResolver {
  constructor(private readonly customers: Customers) {}
  @ResolveField()
  customer(@Parent() order: Order) {
    return this.customers.findById(order.customerId);
  }
}`,
    without: `import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Customers } from './customers';
${order}
@Resolver('Order')
export class OrderResolver {
  constructor(private readonly customers: Customers) {}
  @ResolveField()
  customer(@Parent() { customerId }: Order) {
    return this.customers.findById(customerId);
  }
}`,
  },
  {
    rule: 'resolver-map-query',
    title: /^Load by a DataLoader/,
    code: `import { makeExecutableSchema } from '@graphql-tools/schema';
import { prisma } from './client';
${order}
export const resolvers = {
  Query: { orders: () => [] },
  Order: {
    customer: (order: Order, _args: unknown, context: object) =>
      prisma.customer.findFirst({ where: { id: order.customerId } }),
  },
};`,
    without: `import { makeExecutableSchema } from '@graphql-tools/schema';
import { prisma } from './client';
${order}
export const resolvers = {
  Query: { orders: () => [] },
  Order: {
    customer: (order: Order) => prisma.customer.findFirst({ where: { id: order.customerId } }),
  },
};`,
  },
];

describe('fixes of queries in code', () => {
  let reader: SqlReader;
  before(async () => (reader = createSqlReader(await loadParser())));

  function judged(files: Files): Judged['findings'] {
    const ports: Ports = {
      files: {
        list: () => Object.keys(files).sort(),
        read: (file) => (file in files ? { text: files[file] ?? '' } : { refused: 'gone' }),
      },
      revisions: null,
      now: () => new Date('2026-11-21T10:00:00Z'),
      log: (message) => assert.fail(message),
    };
    const project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
    return new Analyser(project, ports).judge(null, { profile: 'default', withCode: true }).findings;
  }

  for (const { rule, title, code, without } of cases) {
    it(`${rule}: what it says, and the finding is gone`, () => {
      const files = { ...world, 'src/run.ts': code };
      const found = judged(files).find(({ finding }) => finding.rule === rule);
      const fix = found?.fixes().find(({ kind }) => kind === 'review');
      assert.ok(fix);
      assert.match(fix.title, title);
      const after = judged(edited(files, fix.edits)).map(({ finding }) => finding.rule);
      assert.ok(!after.includes(rule), `${rule} is left`);
      assert.deepEqual(
        after.filter((one) => /per-item|query-in|resolver/.test(one)),
        [],
      );
    });

    it(`${rule}: not offered where it is not certain`, () => {
      const found = judged({ ...world, 'src/run.ts': without }).filter(
        ({ finding }) => finding.rule === rule,
      );
      assert.ok(found.length > 0, 'it is found');
      assert.deepEqual(
        found.flatMap((one) => one.fixes()).filter(({ kind }) => kind === 'review'),
        [],
      );
    });
  }

  /* What the database takes for one value may be two keys of a Map. */
  const keys: readonly (readonly [string, 'postgresql' | 'mysql', string, boolean])[] = [
    ['a number', 'postgresql', 'integer NOT NULL', true],
    ['a text', 'postgresql', 'text NOT NULL', true],
    ['a UUID', 'postgresql', 'uuid NOT NULL', true],
    ['a text without letter case', 'postgresql', 'citext NOT NULL', false],
    ['a moment', 'postgresql', 'timestamptz NOT NULL', false],
    ['an exact number', 'postgresql', 'numeric(10,2) NOT NULL', false],
    ['a text that is padded', 'postgresql', 'char(8) NOT NULL', false],
    ['a text that may be NULL, which the key may be too', 'postgresql', 'text', false],
    ['a text compared without letter case', 'mysql', 'varchar(40) NOT NULL', false],
    ['a text compared by its bytes', 'mysql', 'varchar(40) COLLATE utf8mb4_bin NOT NULL', true],
    ['a text that is the primary key', 'mysql', 'varchar(40) NOT NULL PRIMARY KEY', true],
    ['a number', 'mysql', 'int NOT NULL', true],
  ];
  for (const [what, provider, type, expected] of keys)
    it(`query-in-loop: ${expected ? '' : 'not '}offered when rows are picked by ${what} (${provider})`, () => {
      const found = judged({
        'prisma/schema.prisma': `datasource db {\n  provider = "${provider}"\n}\nmodel Shop {\n  id Int @id\n  code String\n  @@map("shops")\n}`,
        'prisma/migrations/migration_lock.toml': `provider = "${provider}"\n`,
        'prisma/migrations/20260101000000_init/migration.sql': `CREATE TABLE shops (id int, code ${type});\n`,
        'src/client.ts': world['src/client.ts'] ?? '',
        'src/run.ts': loop('out.push(await prisma.shop.findFirst({ where: { code: order.code } }));').replace(
          'number }',
          'number; readonly code: string }',
        ),
      }).find(({ finding }) => finding.rule === 'query-in-loop');
      assert.ok(found);
      assert.equal(
        found.fixes().some(({ kind }) => kind === 'review'),
        expected,
      );
    });
});
