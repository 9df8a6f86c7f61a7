import assert from 'node:assert/strict';
import { buildCodeIndex, updateCodeIndex } from '../../src/code/code-index';
import { readCodeFile } from '../../src/code/read-file';
import type { CodeIndex } from '../../src/model/code';

const schema = `model User {
  id    Int    @id
  mail  String @map("email_address")
  posts Post[]
  @@map("users")
}
model Post {
  id     Int    @id
  title  String
  userId Int
  user   User   @relation(fields: [userId], references: [id])
}
`;

const client = `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`;

function indexOf(files: Record<string, string>): CodeIndex {
  return buildCodeIndex({
    files: new Map(Object.entries(files).map(([file, text]) => [file, readCodeFile(file, text)])),
    prismaSchemas: new Map([['schema.prisma', schema]]),
    tsconfigs: new Map(),
    packageJsons: new Map(),
  });
}

/** `use confidence text` of each use outside the schema. */
function uses(code: CodeIndex, files: Record<string, string>, table: string, column: string): string[] {
  return code
    .columnUses(table, column)
    .filter((use) => use.file !== 'schema.prisma')
    .map(
      (use) =>
        `${use.use} ${use.confidence} ${(files[use.file] ?? '').slice(use.range.start, use.range.end)}`,
    );
}

describe('uses of columns in Prisma', () => {
  it('follow @map and @@map, filters, data, selects and relations', () => {
    const files = {
      'client.ts': client,
      'a.ts': `import { prisma } from './client';
        export const a = (mail: string) => prisma.user.update({ where: { id: 1, mail: { contains: 'x' } }, data: { mail }, select: { mail: true, posts: { where: { title: 'a' }, select: { userId: true } } } });
        export const b = () => prisma.post.findMany({ where: { user: { is: { mail: 'x' } } }, orderBy: [{ user: { mail: 'asc' } }] });`,
    };
    const code = indexOf(files);
    assert.deepEqual(uses(code, files, 'users', 'email_address'), [
      'filter high mail',
      'write high mail',
      'read high mail',
      'filter high mail',
      'filter high mail',
    ]);
    assert.deepEqual(uses(code, files, 'Post', 'title'), ['filter high title']);
    assert.deepEqual(
      code
        .columnUses('users', 'email_address')
        .filter((use) => use.use === 'declaration')
        .map((use) => use.file),
      ['schema.prisma'],
    );
  });

  it('reads properties of results in the same function, not of other values', () => {
    const files = {
      'client.ts': client,
      'a.ts': `import { prisma } from './client';
        export async function a(other: { mail: string }) {
          const user = await prisma.user.findFirst({ where: { id: 1 } });
          const posts = await prisma.post.findMany({ include: { user: true } });
          for (const post of posts) console.log(post.user.mail);
          const { mail } = user;
          return user.mail.toLowerCase() + other.mail + posts.map((post) => post.title).join();
        }`,
    };
    assert.deepEqual(uses(indexOf(files), files, 'users', 'email_address'), [
      'read medium mail',
      'read medium mail',
      'read medium mail',
    ]);
    assert.deepEqual(uses(indexOf(files), files, 'post', 'TITLE'), ['read medium title']);
  });

  it('does not take other objects for a client', () => {
    const files = {
      'a.ts': `const cache = new Map(); cache.user.delete({ where: { mail: 'x' } }); api.user.create({ data: { mail: 'x' } });`,
    };
    assert.deepEqual(uses(indexOf(files), files, 'users', 'email_address'), []);
  });

  it('knows typed query objects', () => {
    const files = {
      'a.ts': `import type { Prisma } from '@prisma/client';\nconst where: Prisma.UserWhereInput = { mail: 'x' };`,
    };
    assert.deepEqual(uses(indexOf(files), files, 'users', 'email_address'), ['filter high mail']);
  });

  it('marks tests, seeds and migrations', () => {
    const text = `import { prisma } from './client';\nprisma.user.findMany({ where: { mail: 'x' } });`;
    const code = indexOf({ 'client.ts': client, 'a.test.ts': text, 'b.ts': text });
    assert.deepEqual(
      code.columnUses('users', 'email_address').map((use) => [use.file, use.inTest]),
      [
        ['schema.prisma', false],
        ['a.test.ts', true],
        ['b.ts', false],
      ],
    );
  });
});

describe('uses of columns in raw SQL', () => {
  it('belong to the one table, or the qualified one', () => {
    const files = {
      'a.ts': `pool.query('SELECT email_address, lower(name) FROM users WHERE "id" = $1');
        pool.query('SELECT u.email_address FROM users AS u JOIN posts p ON p.user_id = u.id WHERE title = $1');`,
    };
    const code = indexOf(files);
    assert.deepEqual(uses(code, files, 'users', 'email_address'), [
      'read high email_address',
      'read high email_address',
    ]);
    assert.deepEqual(uses(code, files, 'posts', 'user_id'), ['read high user_id']);
    assert.deepEqual(uses(code, files, 'posts', 'title'), ['read low title']);
    assert.deepEqual(uses(code, files, 'users', 'user_id'), []);
    assert.deepEqual(
      code.queries.map((query) => `${query.library} ${query.verb} ${String(query.table)}`),
      ['sql read users', 'sql read users'],
    );
  });
});

describe('uses of columns in TypeORM and Knex', () => {
  it('follow entity names, property names and the default naming', () => {
    const files = {
      'entity.ts': `import { Column, Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
        @Entity() export class OrderItem { @PrimaryGeneratedColumn() id: number; @Column({ name: 'net_price' }) price: number; @ManyToOne(() => Order) order: Order; }`,
      'a.ts': `import { Repository } from 'typeorm'; import { OrderItem } from './entity';
        class A { constructor(private items: Repository<OrderItem>) {} a() { return this.items.find({ where: { price: 1 }, select: ['price'] }); }
          b() { return this.items.createQueryBuilder('i').where('i.price > 3').getMany(); } }`,
    };
    const code = indexOf(files);
    assert.deepEqual(uses(code, files, 'order_item', 'net_price').slice(1), [
      'filter high price',
      'read high price',
      'filter medium price',
    ]);
    assert.equal(code.columnUses('order_item', 'orderId')[0]?.use, 'declaration');
    assert.deepEqual(
      code.queries.map((query) => query.call),
      ['items.find', "items.createQueryBuilder('i').where('i.price > 3').getMany"],
    );
  });

  it('read the rows of a repository in a variable and of a builder, and elements of lists', () => {
    const files = {
      'entity.ts': `import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
        @Entity() export class Item { @PrimaryGeneratedColumn() id: number; @Column({ name: 'net_price' }) price: number; }`,
      'a.ts': `import { DataSource, type Repository } from 'typeorm'; import { Item } from './entity';
        const source = new DataSource({ type: 'postgres', entities: [Item] });
        const items: Repository<Item> = source.getRepository(Item);
        export async function a() { const found = await items.find(); return found.find((one) => one.id === 1).price; }
        export async function b() { const one = await items.createQueryBuilder('i').getOneOrFail(); return one.price; }
        export const c = () => items.metadata.price;`,
    };
    assert.deepEqual(uses(indexOf(files), files, 'item', 'net_price').slice(1), [
      'read medium price',
      'read medium price',
    ]);
  });

  it('take the strings and objects of a Knex chain', () => {
    const files = {
      'a.ts': `import knex from 'knex'; const db = knex({ client: 'pg' });
        export const a = () => db('users').select('email_address', 'posts.title').where({ id: 1 }).orderBy('name');
        export const b = () => db('users').insert({ email_address: 'x' });
        export const c = () => new Map().get('users');`,
    };
    const code = indexOf(files);
    assert.deepEqual(uses(code, files, 'users', 'email_address'), [
      'read high email_address',
      'write high email_address',
    ]);
    assert.deepEqual(uses(code, files, 'users', 'title'), []);
    assert.deepEqual(
      code.queries.map((query) => [query.verb, query.table]),
      [
        ['read', 'users'],
        ['insert', 'users'],
      ],
    );
  });
});

describe('routes', () => {
  it('reach tables through services, with prefixes and versions', () => {
    const code = indexOf({
      'client.ts': client,
      'service.ts': `import { prisma } from './client'; export class Users { all() { return prisma.user.findMany(); } }`,
      'nest.ts': `import { Controller, Get } from '@nestjs/common'; import { Users } from './service';
        app.setGlobalPrefix('api'); app.enableVersioning({ type: VersioningType.URI });
        @Controller({ path: 'users', version: '2' }) class UsersController { constructor(private users: Users) {} @Get(':id') one() { return this.users.all(); } @Get('ping') ping() {} }`,
      'express.ts': `import express from 'express'; import { Users } from './service'; const app = express(); const router = express.Router();
        router.route('/list').get(async (req, res) => res.json(await new Users().all())); app.use('/v1/users', router);`,
    });
    assert.deepEqual(
      code.routes.map((route) => `${route.method} ${route.path} ${String(route.version)}`),
      ['GET /api/v2/users/:id 2', 'GET /api/v2/users/ping 2', 'GET /v1/users/list 1'],
    );
    assert.deepEqual(code.versioning.style, 'nest-uri');
    assert.deepEqual(
      code.routesReaching('USERS').map((route) => route.path),
      ['/api/v2/users/:id', '/v1/users/list'],
    );
  });
});

describe('updateCodeIndex', () => {
  it('says the same as an index built anew', () => {
    const helper = (body: string): string =>
      `import { prisma } from './client';\nexport async function load(id: number) { ${body} }`;
    const files = {
      'client.ts': client,
      'load.ts': helper('return null;'),
      'a.ts': `import { load } from './load';\nexport async function a(ids: number[]) { for (const id of ids) await load(id); }`,
    };
    const before = indexOf(files);
    assert.deepEqual(before.loopedQueries, []);
    const changed = helper('return prisma.user.findFirst({ where: { id } });');
    const after = updateCodeIndex(before, new Map([['load.ts', readCodeFile('load.ts', changed)]]));
    const anew = indexOf({ ...files, 'load.ts': changed });
    assert.equal(after.loopedQueries.length, 1);
    assert.deepEqual(after.loopedQueries, anew.loopedQueries);
    assert.deepEqual(after.queries, anew.queries);
    assert.deepEqual(updateCodeIndex(after, new Map([['load.ts', null]])).loopedQueries, []);
  });
});
