import assert from 'node:assert/strict';
import { roleOfFile } from '../../src/code/code-files';
import { queryRules } from '../../src/rules/registry';
import { prepareSql } from './case-histories';
import { findingsOf, reportsOf, type Report } from './code-case';

const ofQueries = new Set(queryRules.map(({ meta }) => meta.id));

/** One function with the loops that rules about queries warn of: reads, counts, all at once, behind a helper, up a chain. */
const loops = `import { prisma } from 'CLIENT';

export async function up(ids: number[]) {
  for (const id of ids) await prisma.customer.findFirst({ where: { id } });
  for (const id of ids) await prisma.order.count({ where: { customerId: id } });
  await Promise.all(ids.map((id) => prisma.order.findMany({ where: { customerId: id } })));
  for (const id of ids) await nameOf(id);
  for (const id of ids) await prisma.order.update({ where: { id }, data: { status: 'paid' } });
  await prisma.order.deleteMany({});
}

async function nameOf(id: number) {
  return prisma.customer.findFirst({ where: { id } });
}

export async function below(id: number): Promise<void> {
  const rows = await prisma.order.findMany({ where: { customerId: id } });
  for (const row of rows) await below(row.id);
}
`;

const knex = `import type { Knex } from 'knex';

export async function up(knex: Knex) {
  const orders = await knex('orders').select('id');
  for (const order of orders) {
    const row = await knex('items').where({ order_id: order.id }).first();
    await knex('orders').where({ id: order.id }).update({ total: row.total });
  }
}
`;

const typeorm = `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FillTotals1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    const orders = await runner.query('SELECT id FROM orders');
    for (const order of orders) await runner.query('SELECT total FROM items WHERE order_id = $1', [order.id]);
  }
  async down() {}
}
`;

const places = [
  ['src/migrations/0007-fill-totals.ts', 'migration'],
  ['db/migrate/fill-totals.migration.ts', 'migration'],
  ['prisma/seed.ts', 'seed'],
  ['src/database/seeds/orders.ts', 'seed'],
  ['packages/api/src/seeders/orders-seeder.ts', 'seed'],
  ['scripts/fill-totals.ts', 'script'],
  ['apps/web/scripts/backfill/totals.ts', 'script'],
  ['src/orders/totals.test.ts', 'test'],
  ['e2e-common/orders.ts', 'test'],
  ['packages/cart/integration-tests/__fixtures__/carts.ts', 'test'],
] as const;

before(prepareSql);

function loudIn(file: string, text: string): readonly Report[] {
  const depth = file.split('/').length - 1;
  const client = depth === 0 ? './client' : `${'../'.repeat(depth)}client`;
  const files = new Map([[file, text.replace('CLIENT', client)]]);
  return reportsOf(files).filter(({ rule, severity }) => ofQueries.has(rule) && severity !== 'info');
}

describe('nothing is loud about the queries of migrations, seeds, scripts and tests', () => {
  it('the same text in the program itself is', () => {
    const rules = new Set(loudIn('src/orders/totals.ts', loops).map(({ rule }) => rule));
    for (const rule of [
      'query-in-loop',
      'count-per-item',
      'query-in-concurrent-map',
      'query-in-loop-via-helper',
      'recursive-query',
      'write-without-where',
    ])
      assert.ok(rules.has(rule), `${rule} in ${[...rules].join()}`);
    for (const text of [knex, typeorm])
      assert.deepEqual(
        loudIn('src/orders/totals.ts', text).map(({ rule }) => rule),
        ['query-in-loop'],
      );
  });

  for (const [file, role] of places) {
    it(`${role}: ${file}`, () => {
      assert.equal(roleOfFile(file), role);
      for (const text of [loops, knex, typeorm]) assert.deepEqual(loudIn(file, text), []);
    });
  }

  it('a folder that only sounds like one of them is part of the program', () => {
    for (const file of ['src/seeding-rates/rates.ts', 'src/migrated/orders.ts', 'src/manuscripts/orders.ts'])
      assert.notDeepEqual(loudIn(file, loops), [], file);
  });
});

const service = `import { prisma } from './client';
export const customerOf = (id: number) => prisma.customer.findFirst({ where: { id } });
`;

const callsIt = (rest: string): string => `import { Router } from 'express';
import { customerOf } from 'WHERE/customers';

async function names(ids: number[]) {
  const found = [];
  for (const id of ids) found.push(await customerOf(id));
  return found;
}
${rest}`;

/** What is said of the loop in a file that calls a function of another one. */
function saidOf(file: string, rest: string): ReturnType<typeof findingsOf> {
  const up = '../'.repeat(file.split('/').length - 1);
  const text = callsIt(rest).replace('WHERE', up === '' ? './src' : `${up}src`);
  return findingsOf(
    new Map([
      ['src/customers.ts', service],
      [file, text],
    ]),
  ).filter(({ rule }) => rule === 'query-in-loop-via-service');
}

describe('who waits for a loop is said', () => {
  const mounted = `export const router = Router();
router.get('/customers', async (request, response) => response.json(await names(request.body)));`;
  const queued = `import { Worker } from 'bullmq';
export const worker = new Worker('names', async (job) => names(job.data));`;

  it('behind a route', () => {
    const [said] = saidOf('src/api/routes.ts', mounted);
    assert.equal(said?.severity, 'warning');
    assert.match(said.message, /It is reached from a route: a request waits for all of them\./);
  });

  it('behind a job as well', () => {
    const [said] = saidOf('src/api/queue.ts', queued);
    assert.equal(said?.severity, 'warning');
    assert.match(said.message, /It is reached from a job/);
  });

  it('of a function that nothing hot leads to, nothing is said', () => {
    const [said] = saidOf('src/api/names.ts', 'export { names };');
    assert.equal(said?.severity, 'warning');
    assert.doesNotMatch(said.message, /reached from/);
  });
});
