import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { LibraryName } from '../../src/model/code';
import type { TextEdit } from '../../src/model/text';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { Session } from '../../src/workspace/session';
import { portsOf, readCase } from '../rules/plan-case';
import type { Database } from '../support/database';
import { startPostgres } from '../support/embedded-postgres';
import { generatePrisma } from '../support/prisma-client';
import { edited, errorsOf } from '../support/rewrites';

/*
 * A writer of the old column and a reader of it get the edits that the plan asks for, one after the other as a person
 * takes them; the file is compiled and run by the real library on a real database.
 */

interface Case {
  readonly library: LibraryName;
  /** Exports `write(id, total)`, `change(id, total)`, `read(id)` and `readOne(id)`, which give the total, and `close()`. */
  readonly code: string;
  /** Other files that the real library takes, by their names. */
  readonly beside?: Readonly<Record<string, string>>;
}

const url = `process.env['EVOLENS_HINTS_URL'] ?? ''`;
const row = 'interface Row { id: number; note: string | null; total: number | null; amount: number | null }';

const cases: readonly Case[] = [
  {
    library: 'knex',
    code: `import createKnex from 'knex';
${row}
const knex = createKnex({ client: 'pg', connection: ${url} });
export async function write(id: number, total: number) {
  await knex<Row>('orders').insert({ id, total });
}
export async function change(id: number, total: number) {
  await knex<Row>('orders').where({ id }).update('total', total);
}
export async function read(id: number) {
  const found = await knex<Row>('orders').where({ id }).select('id', 'total');
  return found.map((one) => one.total);
}
export async function readOne(id: number) {
  const one = await knex<Row>('orders').where('id', id).first();
  return one?.total ?? null;
}
export const close = () => knex.destroy();`,
  },
  {
    library: 'kysely',
    code: `import { Kysely, PostgresDialect, type ColumnType } from 'kysely';
import { Pool } from 'pg';
type Empty = ColumnType<number | null, number | null | undefined, number | null>;
interface Database { orders: { id: number; total: Empty; amount: Empty } }
const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: ${url} }) }) });
export async function write(id: number, total: number) {
  await db.insertInto('orders').values({ id, total }).execute();
}
export async function change(id: number, total: number) {
  // 7 is what the row has.
  await db.updateTable('orders').set((eb) => ({ total: eb('total', '+', total - 7) })).where('id', '=', id).execute();
}
export async function read(id: number) {
  const found = await db.selectFrom('orders').select(['id', 'total']).where('id', '=', id).execute();
  return found.map((one) => one.total);
}
export async function readOne(id: number) {
  const one = await db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return one.total;
}
export const close = () => db.destroy();`,
  },
  {
    library: 'drizzle',
    code: `import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';
export const orders = pgTable('orders', { id: integer('id').primaryKey(), note: text('note'), sum: integer('total'), orderAmount: integer('amount') });
const pool = new Pool({ connectionString: ${url} });
const db = drizzle(pool, { schema: { orders } });
export async function write(id: number, total: number) {
  await db.insert(orders).values({ id, sum: total });
}
export async function change(id: number, total: number) {
  await db.update(orders).set({ sum: total }).where(eq(orders.id, id));
}
export async function read(id: number) {
  const found = await db.select({ id: orders.id, sum: orders.sum }).from(orders).where(eq(orders.id, id));
  return found.map((one) => one.sum);
}
export async function readOne(id: number) {
  const one = await db.query.orders.findFirst({ columns: { sum: true }, where: eq(orders.id, id) });
  return one?.sum ?? null;
}
export const close = () => pool.end();`,
  },
  {
    library: 'sequelize',
    code: `import { DataTypes, Sequelize } from 'sequelize';
const sequelize = new Sequelize(${url}, { logging: false });
export const Order = sequelize.define<any>('Order', { id: { type: DataTypes.INTEGER, primaryKey: true }, total: DataTypes.INTEGER, orderAmount: { type: DataTypes.INTEGER, field: 'amount' } }, { tableName: 'orders', timestamps: false });
export async function write(id: number, total: number) {
  await Order.create({ id, total });
}
export async function change(id: number, total: number) {
  await Order.update({ total }, { where: { id } });
}
export async function read(id: number) {
  const found = await Order.findAll({ attributes: ['id', 'total'], where: { id } });
  return found.map((one) => one.total as number);
}
export async function readOne(id: number) {
  const one = await Order.findByPk(id);
  return one?.total as number;
}
export const close = () => sequelize.close();`,
  },
  {
    library: 'typeorm',
    code: `import { Column, DataSource, Entity, PrimaryColumn, type Repository } from 'typeorm';
@Entity('orders')
export class Order {
  @PrimaryColumn({ type: 'int' }) id!: number;
  @Column({ name: 'total', type: 'int' }) total!: number | null;
  @Column({ name: 'amount', type: 'int', nullable: true }) orderAmount!: number | null;
}
const source = new DataSource({ type: 'postgres', url: ${url}, entities: [Order] });
const connected = source.initialize();
const orders: Repository<Order> = source.getRepository(Order);
export async function write(id: number, total: number) {
  await connected;
  await orders.insert({ id, total });
}
export async function change(id: number, total: number) {
  await orders.update({ id }, { total });
}
export async function read(id: number) {
  const found = await orders.find({ where: { id }, select: { id: true, total: true } });
  return found.map((one) => one.total);
}
export async function readOne(id: number) {
  const one = await orders.createQueryBuilder('o').select(['o.id', 'o.total']).where('o.id = :id', { id }).getOneOrFail();
  return one.total;
}
export const close = () => source.destroy();`,
  },
  {
    library: 'prisma',
    code: `import { prisma } from './client';
export async function write(id: number, total: number) {
  await prisma.order.create({ data: { id, total } });
}
export async function change(id: number, total: number) {
  await prisma.order.update({ where: { id }, data: { total } });
}
export async function read(id: number) {
  const found = await prisma.order.findMany({ where: { id }, select: { id: true, total: true } });
  return found.map((one) => one.total);
}
export async function readOne(id: number) {
  const one = await prisma.order.findUniqueOrThrow({ where: { id } });
  return one.total;
}
export const close = () => prisma.$disconnect();`,
    beside: {
      'client.ts': `import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './prisma/client/client';
export const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: ${url} }) });`,
    },
  },
];

const prismaModels = `model Order {
  id          Int     @id
  note        String?
  total       Int?
  orderAmount Int?    @map("amount")
  @@map("orders")
}`;

interface Program {
  write(id: number, total: number): Promise<void>;
  change(id: number, total: number): Promise<void>;
  read(id: number): Promise<(number | null)[]>;
  readOne(id: number): Promise<number | null>;
  close(): Promise<unknown>;
}

const folder = join(__dirname, '../../out/application-hints-run');
const plans = join(__dirname, '../rules/plans');
const file = 'src/case.ts';
const plan = 'evolutions/amount/plan.evolution.yml';

describe('hints for the application, run by the libraries', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let database: Database;

  before(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    server = await startPostgres();
    database = await server.connect();
    process.env['EVOLENS_HINTS_URL'] = server.url;
  });
  after(async () => {
    await database.stop();
    await server.stop();
  });

  for (const { library, code, beside = {} } of cases)
    it(`${library}: both columns hold the same, and a row without the new one is read`, async () => {
      const dual = await withWriters(code);
      const both = await withReaders(dual);
      const source = join(folder, `${library}.ts`);
      writeFileSync(source, both);
      if (library === 'prisma') generatePrisma(join(folder, 'prisma'), prismaModels);
      for (const [name, text] of Object.entries(beside)) writeFileSync(join(folder, name), text);
      assert.deepEqual(errorsOf([source])(source), [], both);
      await database.script(
        'DROP TABLE IF EXISTS orders; CREATE TABLE orders (id integer PRIMARY KEY, note text, total integer, amount integer)',
      );
      const program = load(source);
      try {
        await program.write(1, 5);
        await program.write(2, 7);
        await program.change(2, 8);
        assert.deepEqual(await database.query('SELECT id, total, amount FROM orders ORDER BY id'), [
          { id: 1, total: 5, amount: 5 },
          { id: 2, total: 8, amount: 8 },
        ]);
        // As a version before the evolution leaves it, and as one after it does.
        await database.script('UPDATE orders SET amount = NULL WHERE id = 1');
        await database.script('UPDATE orders SET total = NULL WHERE id = 2');
        assert.deepEqual([await program.read(1), await program.read(2)], [[5], [8]]);
        assert.deepEqual([await program.readOne(1), await program.readOne(2)], [5, 8]);
      } finally {
        await program.close();
      }
    });
});

/** The file once every finding about writers has been fixed. */
async function withWriters(code: string): Promise<string> {
  const { session } = await sessionOn(code, false);
  const edits = session
    .findings(file)
    .filter(({ rule }) => rule === 'dual-write-incomplete')
    .flatMap(({ rule, range }) =>
      session.fixes(file, rule, range.start).filter(({ kind }) => kind === 'review'),
    )
    .flatMap((fix) => fix.edits);
  return changed(code, edits);
}

/** The file once the hint at its reader has been taken. */
async function withReaders(code: string): Promise<string> {
  const { session } = await sessionOn(code, true);
  const at = code.indexOf('export async function read');
  const [hint, ...others] = session.readerHints(file, { start: at, end: code.length });
  assert.equal(others.length, 0);
  assert.deepEqual([hint?.refused, hint?.title], [null, 'Read amount, and total where it is empty']);
  return changed(code, hint?.edits ?? []);
}

function changed(code: string, edits: readonly TextEdit[]): string {
  return edited({ [file]: code }, edits)[file] ?? '';
}

/** The project of test/rules/plans/world.txt with the file; `filled`: everything before switch-reads is done. */
async function sessionOn(code: string, filled: boolean): Promise<{ session: Session }> {
  const world = readCase(readFileSync(join(plans, 'world.txt'), 'utf8'), plans);
  world.work.set(file, code);
  world.work.set('schema.prisma', `datasource db {\n  provider = "postgresql"\n}\n${prismaModels}\n`);
  if (filled)
    world.work.set(
      plan,
      (world.work.get(plan) ?? '').replace(
        /^ {2}- name: (?:dual-write|backfill|verify)$/gm,
        '$&\n    done: true',
      ),
    );
  const session = new Session(portsOf(world), await createNodeSqlReader());
  session.judgeAll();
  return { session };
}

function load(source: string): Program {
  const compiled = source.replace(/\.ts$/, '.cjs');
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
    compilerOptions: {
      experimentalDecorators: true,
      esModuleInterop: true,
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
    },
  });
  writeFileSync(compiled, outputText);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- made a moment ago
  return require(compiled) as Program;
}
