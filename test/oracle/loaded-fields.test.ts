import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { batchLoad } from '../../src/code/edits/batch-load/batch-load';
import type { LibraryName, Resolver } from '../../src/model/code';
import {
  edited,
  errorsOf,
  type Files,
  startLibraries,
  unmarked,
  written,
  type Libraries,
} from '../support/rewrites';

/*
 * Every resolver is compiled with TypeScript and run before and after, for all objects of an answer at once, by the
 * real library and the real dataloader on a real database: the same results, and one query instead of one per object.
 */

interface Case {
  readonly title: string;
  readonly library: LibraryName;
  readonly framework: Resolver['framework'];
  /** `«` and `»` stand around the call, `‹` and `›` around the query behind it. `case.ts` exports `run(client, orders)`. */
  readonly files: Files;
}

const orders = [
  { id: 1, customerId: 10 },
  { id: 2, customerId: 11 },
  { id: 3, customerId: 10 },
  { id: 4, customerId: 99 },
  { id: 5, customerId: null },
];

const order = 'interface Order { readonly id: number; readonly customerId: number | null }';

/** The decorators are handed nothing by their packages that a call needs. */
const decorators = (name: string, names: readonly string[]): Files => ({
  [`node_modules/${name}/package.json`]: `{ "name": "${name}", "main": "index.js", "types": "index.d.ts" }`,
  [`node_modules/${name}/index.js`]: names.map((one) => `exports.${one} = () => () => {};`).join('\n'),
  [`node_modules/${name}/index.d.ts`]: names
    .map((one) => `export declare function ${one}(...args: unknown[]): any;`)
    .join('\n'),
});
const nest = decorators('@nestjs/graphql', ['Resolver', 'ResolveField', 'Parent', 'Context']);
const typeGraphql = decorators('type-graphql', ['Resolver', 'FieldResolver', 'Root', 'Ctx']);

/** Resolves one field of every object as a server does: all at once, with the context of the request. */
const answered = (made: string, method: string): string => `
export function run(db: Db, orders: readonly Order[]): Promise<unknown[]> {
  const resolver = ${made};
  const resolve = resolver.${method}.bind(resolver) as (...args: unknown[]) => Promise<unknown>;
  const context = {};
  return Promise.all(orders.map((order) => resolve(order, context)));
}`;

const cases: readonly Case[] = [
  {
    title: 'a row that may be missing, in a class of Nest',
    library: 'prisma',
    framework: 'nest',
    files: {
      ...nest,
      'case.ts': `import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { PrismaClient } from '../../prisma/client/client';
type Db = PrismaClient;
${order}

@Resolver('Order')
export class OrderResolver {
  constructor(private readonly prisma: PrismaClient) {}

  /** Who ordered. */
  @ResolveField()
  async customer(@Parent() order: Order) {
    if (order.customerId === null) return null;
    return «this.prisma.customer.findFirst({ where: { id: order.customerId } })»;
  }
}
${answered('new OrderResolver(db)', 'customer')}`,
    },
  },
  {
    title: 'rows of a key, in their order, in a class of type-graphql',
    library: 'typeorm',
    framework: 'type-graphql',
    files: {
      ...typeGraphql,
      'case.ts': `import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
interface Item { id: number; orderId: number; name: string }
type Db = DataSource;
${order}
@Resolver()
class OrderResolver {
  constructor(private readonly source: DataSource) {}
  @FieldResolver()
  async items(@Root() order: Order): Promise<string[]> {
    const items = await «this.source.getRepository<Item>('Item').find({ where: { orderId: order.id }, order: { name: 'DESC' } })»;
    return items.map((item) => item.name);
  }
}
${answered('new OrderResolver(db)', 'items')}`,
    },
  },
  {
    title: 'behind a service, in a class of Nest that takes the context',
    library: 'knex',
    framework: 'nest',
    files: {
      ...nest,
      'case.ts': `import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Knex } from 'knex';
import { Customers } from './customers';
type Db = Knex;
${order}
@Resolver('Order')
class OrderResolver {
  constructor(private readonly customers: Customers) {}
  @ResolveField()
  async customer(@Parent() order: Order, @Context() context: object) {
    if (!order.customerId) return context === null;
    const customer = await «this.customers.findById(order.customerId)»;
    return customer?.name ?? 'nobody';
  }
}
${answered('new OrderResolver(new Customers(db))', 'customer')}`,
      'customers.ts': `import type { Knex } from 'knex';
export class Customers {
  constructor(private readonly knex: Knex) {}
  findById(id: number): Promise<{ name: string } | undefined> {
    return ‹this.knex('customers').where({ id }).first()›;
  }
}`,
    },
  },
  {
    title: 'a resolver map whose client comes with the context',
    library: 'drizzle',
    framework: 'resolver-map',
    files: {
      'case.ts': `import { eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { buildSchema, graphql } from 'graphql';
const items = pgTable('items', { id: integer('id').primaryKey(), orderId: integer('order_id'), name: text('name') });
export const schema = { items };
interface Context { readonly db: NodePgDatabase<typeof schema> }
${order}
export const resolvers = {
  Order: {
    items: (order: Order, _args: unknown, context: Context) =>
      «context.db.select().from(items).where(eq(items.orderId, order.id))»,
  },
};

export async function run(db: Context['db'], orders: readonly Order[]): Promise<unknown> {
  const types = buildSchema('type Query { orders: [Order] } type Order { id: Int items: [Item] } type Item { name: String }');
  const field = (types.getType('Order') as unknown as { getFields(): { items: { resolve: unknown } } }).getFields().items;
  field.resolve = resolvers.Order.items;
  const source = '{ orders { id items { name } } }';
  const answer = await graphql({ schema: types, source, rootValue: { orders }, contextValue: { db } });
  return answer;
}`,
    },
  },
  {
    title: 'a second field of a resolver map, whose client is of the module',
    library: 'kysely',
    framework: 'resolver-map',
    files: {
      'case.ts': `import type { Kysely } from 'kysely';
interface Tables { customers: { id: number; name: string } }
let db: Kysely<Tables>;
${order}
/** Written before. */
function perRequest<Context extends object, Made extends object>(make: (context: Context) => Made): (context: Context) => Made {
  const made = new WeakMap<Context, Made>();
  return (context) => {
    const own = made.get(context) ?? make(context);
    made.set(context, own);
    return own;
  };
}
export const other = perRequest(() => ({}));
const resolvers = {
  Order: {
    async customer(order: { readonly customer: { readonly id: number } }, _args: unknown, context: object) {
      const row = await «db.selectFrom('customers').selectAll().where('id', '=', order.customer.id).executeTakeFirst()»;
      return row?.name ?? typeof context;
    },
  },
};

export async function run(client: Kysely<Tables>, orders: readonly Order[]): Promise<unknown> {
  db = client;
  const context = {};
  return Promise.all(
    orders.map((order) => resolvers.Order.customer({ customer: { id: order.customerId ?? 0 } }, {}, context)),
  );
}`,
    },
  },
];

const folder = join(__dirname, '../../out/loaded-fields');

describe('a field loaded by a DataLoader is what its own query gave, with one query for all', () => {
  let libraries: Libraries;
  let errors: (file: string) => readonly string[];
  const places = cases.map(({ library, framework, files: given }, index) => {
    const { files, call, query } = unmarked(given);
    const helper = { file: query.file, text: files[query.file] ?? '', query: query.range };
    const edits = batchLoad({
      file: call.file,
      text: files[call.file] ?? '',
      framework,
      call: call.range,
      helper: query === call ? null : helper,
      library,
    });
    const at = join(folder, String(index));
    return {
      before: { folder: written(join(at, 'before'), files), files },
      after: { folder: written(join(at, 'after'), edited(files, edits)), files: edited(files, edits) },
    };
  });

  before(async () => {
    libraries = await startLibraries(folder);
    errors = errorsOf(
      places.flatMap((one) => [one.before, one.after].map((side) => join(side.folder, 'case.ts'))),
    );
  });
  after(() => libraries.stop());

  cases.forEach(({ library, title }, index) => {
    const place = places[index];
    it(`${library}: ${title}`, async () => {
      assert.ok(place);
      const wrong = [place.before, place.after].flatMap((side) => errors(join(side.folder, 'case.ts')));
      assert.deepEqual(wrong, []);
      const expected = await counted(place.before, orders);
      const found = await counted(place.after, orders);
      assert.deepEqual(found.result, expected.result);
      assert.ok(expected.sent >= 4, 'one query per object before');
      assert.equal(found.sent, 1, 'one query after');
      assert.equal((await counted(place.after, [])).sent, 0, 'no query for no objects');
    });

    async function counted(
      side: { readonly folder: string; readonly files: Files },
      list: typeof orders,
    ): Promise<{ result: unknown; sent: number }> {
      const run = compiled(`${side.folder}-run`, side.files);
      return libraries.counting(() => run.run(libraries.client(library, run.schema), list));
    }
  });
});

/** Decorators of parameters are known to the TypeScript compiler only. */
function compiled(
  to: string,
  files: Files,
): { run: (client: unknown, orders: unknown) => Promise<unknown>; schema?: Record<string, unknown> } {
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    experimentalDecorators: true,
    esModuleInterop: true,
  };
  const scripts = Object.entries(files).map(([name, text]) =>
    /(?<!\.d)\.ts$/.test(name)
      ? [name.replace(/ts$/, 'js'), ts.transpileModule(text, { compilerOptions }).outputText]
      : [name, text],
  );
  const main = join(written(to, Object.fromEntries(scripts) as Files), 'case.js');
  assert.ok(readFileSync(main, 'utf8').length > 0);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file was written just now
  return require(main) as ReturnType<typeof compiled>;
}
