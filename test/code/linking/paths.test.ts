import assert from 'node:assert/strict';
import { buildCodeIndex, updateCodeIndex } from '../../../src/code/code-index';
import { readCodeFile } from '../../../src/code/read-file';
import type { CodeIndex } from '../../../src/model/code';

const orders = `import { Pool } from 'pg'; const pool = new Pool();
  export class OrderRepo { async one(id: number) { return pool.query('SELECT a FROM orders WHERE id = $1', [id]); } }`;

function indexOf(files: Readonly<Record<string, string>>): CodeIndex {
  const of = (pattern: RegExp): [string, string][] =>
    Object.entries(files).filter(([file]) => pattern.test(file));
  return buildCodeIndex({
    files: new Map(of(/\.ts$/).map(([file, text]) => [file, readCodeFile(file, text)])),
    prismaSchemas: new Map(),
    tsconfigs: new Map(of(/tsconfig.*json$/)),
    packageJsons: new Map(of(/package\.json$/)),
  });
}

/** How many calls in loops lead to a query; `orders.ts` holds the repository. */
function looped(files: Readonly<Record<string, string>>): number {
  return indexOf({ 'orders.ts': orders, ...files }).loopedQueries.length;
}

const loop = (call: string): string => `for (const id of ids) await ${call};`;

describe('calls are followed', () => {
  it('through what a type parameter extends', () => {
    const run = (bound: string): string =>
      `import { OrderRepo } from './orders'; interface Other { one(id: number): Promise<void> }
      export async function run<T extends ${bound}>(repo: T, ids: number[]) { ${loop('repo.one(id)')} }`;
    assert.equal(looped({ 'a.ts': run('OrderRepo') }), 1);
    assert.equal(looped({ 'a.ts': run('Other') }), 0);
    const ofClass = `import { OrderRepo } from './orders';
      export class Jobs<T extends OrderRepo> { constructor(private repo: T) {} async run(ids: number[]) { ${loop('this.repo.one(id)')} } }
      export class Plain<T> { constructor(private repo: T) {} async run(ids: number[]) { ${loop('this.repo.one(id)')} } }`;
    assert.equal(looped({ 'a.ts': ofClass }), 1);
  });

  it('through getters of a class', () => {
    const getter = (given: string): string =>
      `import { OrderRepo } from './orders'; class Other { async one(id: number) { return id; } }
      export class Jobs { get orders() { return new ${given}(); } async run(ids: number[]) { ${loop('this.orders.one(id)')} } }`;
    assert.equal(looped({ 'a.ts': getter('OrderRepo') }), 1);
    assert.equal(looped({ 'a.ts': getter('Other') }), 0);
    // A method is no getter: what it gives back is not what it is.
    const method = `import { Knex } from 'knex'; export class Jobs {
      late(query: Knex.QueryBuilder): Knex.QueryBuilder { return query.where('a', 1); }
      async run(query: Knex.QueryBuilder, ids: number[]) { for (const id of ids) query = this.late(query, id); return query; } }`;
    assert.equal(looped({ 'a.ts': method }), 0);
  });

  it('through containers that are asked for a class or a type', () => {
    const asked = (how: string): string =>
      `import { container } from 'tsyringe'; import { OrderRepo } from './orders';
      export async function run(ids: number[]) { const repo = ${how}; ${loop('repo.one(id)')} }`;
    for (const how of [
      'container.resolve(OrderRepo)',
      'inject(OrderRepo)',
      "module.get<OrderRepo>('orders')",
    ])
      assert.equal(looped({ 'a.ts': asked(how) }), 1, how);
    for (const how of ["container.resolve('orders')", 'container.register(OrderRepo)', 'seen.get(id)'])
      assert.equal(looped({ 'a.ts': asked(how) }), 0, how);
  });

  const contract = `export interface Orders { one(id: number): Promise<unknown> } export interface Others { one(id: number): Promise<unknown> }`;
  const consumer = `import { Orders } from './contract';
    export async function run(repo: Orders, ids: number[]) { ${loop('repo.one(id)')} }`;

  it('from an interface to objects declared to be one, and to what functions give back as one', () => {
    const made = (
      type: string,
    ): string => `import { ${type} } from './contract'; import { OrderRepo } from './orders';
      const repo = new OrderRepo(); export const orders: ${type} = { async one(id) { return repo.one(id); } };`;
    const given = (
      type: string,
    ): string => `import { ${type} } from './contract'; import { OrderRepo } from './orders';
      export function makeOrders(repo: OrderRepo): ${type} { return { one: async (id) => repo.one(id) }; }`;
    for (const implementation of [made, given]) {
      assert.equal(
        looped({ 'contract.ts': contract, 'a.ts': consumer, 'b.ts': implementation('Orders') }),
        1,
      );
      assert.equal(
        looped({ 'contract.ts': contract, 'a.ts': consumer, 'b.ts': implementation('Others') }),
        0,
      );
    }
  });

  it('to such an object as soon as an edit declares it', () => {
    const plain = `import { Orders } from './contract'; import { OrderRepo } from './orders';
      const repo = new OrderRepo(); const orders = { async one(id: number) { return repo.one(id); } };`;
    const before = indexOf({ 'orders.ts': orders, 'contract.ts': contract, 'a.ts': consumer, 'b.ts': plain });
    assert.equal(before.loopedQueries.length, 0);
    const declared = plain.replace('const orders =', 'const orders: Orders =');
    const after = updateCodeIndex(before, new Map([['b.ts', readCodeFile('b.ts', declared)]]));
    assert.equal(after.loopedQueries.length, 1);
  });

  it('through the imports of a package.json', () => {
    const files = {
      'package.json': '{ "name": "shop", "imports": { "#data/*": { "default": "./dist/data/*.js" } } }',
      'src/data/orders.ts': orders,
      'src/a.ts': `import { OrderRepo } from '#data/orders'; const repo = new OrderRepo();
        export async function run(ids: number[]) { ${loop('repo.one(id)')} }`,
    };
    assert.equal(looped(files), 1);
    assert.equal(looped({ ...files, 'package.json': '{ "name": "shop" }' }), 0);
  });
});
