import type { LibraryName } from '../../src/model/code';

/** A file of code in the world of test/rules/plans/world.txt, where orders.total becomes orders.amount. */
export interface HintCase {
  readonly title: string;
  readonly library: LibraryName;
  readonly code: string;
  /** What stands in the file after the fix; null: none is offered. */
  readonly after: string | null;
  /** Its title where it is not the usual one. */
  readonly fix?: string;
  /** Kind of the plan where it is no rename. */
  readonly kind?: string;
  /** false: the library's types are made from a schema, and are not there. */
  readonly compiles?: false;
}

const prisma = `import { prisma } from './client';\n`;
const knex = `import type { Knex } from 'knex';
interface Order { id: number; note: string | null; total: number | null; amount: number | null }
declare const knex: Knex;
`;
const kysely = `import type { Kysely } from 'kysely';
interface Order { id: number; note: string | null; total: number | null; amount: number | null }
interface Database { orders: Order }
declare const db: Kysely<Database>;
`;
const drizzle = `import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: integer('id').primaryKey(), note: text('note'), total: integer('total'), amount: integer('amount') });
const db = drizzle('postgres://localhost/none', { schema: { orders } });
export const same = eq;
`;
const typeorm = `import { Column, Entity, PrimaryColumn, type Repository } from 'typeorm';
@Entity('orders')
export class Order {
  @PrimaryColumn() id: number;
  @Column({ name: 'total' }) total: number;
  @Column({ name: 'amount' }) orderAmount: number;
}
`;
const sequelize = `import { DataTypes, Sequelize } from 'sequelize';
const sequelize = new Sequelize('postgres://localhost/none');
export const Order = sequelize.define<any>('Order', { total: DataTypes.INTEGER, orderAmount: { type: DataTypes.INTEGER, field: 'amount' } }, { tableName: 'orders' });
`;

export const dualWriteCases: readonly HintCase[] = [
  {
    title: 'a shorthand',
    library: 'prisma',
    code: `${prisma}export const add = (id: bigint, total: number) => prisma.order.create({ data: { id, total } });`,
    after: 'data: { id, total, amount: total } }',
    compiles: false,
  },
  {
    title: 'lines of their own, and an update',
    library: 'prisma',
    code: `${prisma}export const change = (id: bigint, order: { total: number }) =>
  prisma.order.update({
    where: { id, total: 3 },
    data: {
      total: order.total,
      note: null,
    },
  });`,
    after: `    where: { id, total: 3 },
    data: {
      total: order.total,
      amount: order.total,
      note: null,
    },`,
    compiles: false,
  },
  {
    title: 'both arms of an upsert',
    library: 'prisma',
    code: `${prisma}export const put = (id: bigint, total: number) =>
  prisma.order.upsert({ where: { id }, create: { id, total }, update: { total } });`,
    after: 'create: { id, total, amount: total }, update: { total, amount: total }',
    compiles: false,
  },
  {
    title: 'the new column alone gets the old one',
    library: 'prisma',
    code: `${prisma}export const add = (id: bigint, amount: number) => prisma.order.create({ data: { id, amount } });`,
    after: 'data: { id, amount, total: amount }',
    fix: 'Write total as well',
    compiles: false,
  },
  {
    title: 'a type that changes: the conversion is said',
    library: 'prisma',
    code: `${prisma}export const add = (id: bigint, total: number) => prisma.order.create({ data: { id, total } });`,
    after: 'amount: total',
    kind: 'change-column-type',
    fix: 'Write amount as well, to be converted as the plan does',
    compiles: false,
  },
  {
    title: 'what is spread behind may be another value',
    library: 'prisma',
    code: `${prisma}export const add = (total: number, rest: { id: bigint }) => prisma.order.create({ data: { total, ...rest } });`,
    after: null,
  },
  {
    title: 'what is added to a column that is not filled yet is nothing',
    library: 'prisma',
    code: `${prisma}export const more = (id: bigint) => prisma.order.update({ where: { id }, data: { total: { increment: 1 } } });`,
    after: null,
  },
  {
    title: 'a value that is made once, ahead',
    library: 'knex',
    code: `${knex}export async function add(prices: number[]) {
  await knex<Order>('orders').insert({ id: 1, total: prices.reduce((sum, price) => sum + price, 0) });
}`,
    after: `  const amount = prices.reduce((sum, price) => sum + price, 0);
  await knex<Order>('orders').insert({ id: 1, total: amount, amount });`,
  },
  {
    title: 'SQL is no value that may stand twice',
    library: 'knex',
    code: `${knex}export async function add() {
  await knex<Order>('orders').where({ id: 1 }).update({ total: knex.raw('total + 1') });
}`,
    after: null,
  },
  {
    title: 'a column and its value',
    library: 'knex',
    code: `${knex}export const set = (id: number, total: number) => knex<Order>('orders').where({ id }).update('total', total);`,
    after: 'update({ total: total, amount: total })',
  },
  {
    title: 'rows of one insert',
    library: 'kysely',
    code: `${kysely}export const add = (total: number) =>
  db.insertInto('orders').values([{ id: 1, total, note: null, amount: null }, { id: 2, total, note: null, amount: 0 }]).execute();
export const more = (total: number) => db.updateTable('orders').set({ total: total + 1 }).where('id', '=', 1).execute();`,
    after: 'set({ total: total + 1, amount: total + 1 })',
  },
  {
    title: 'set with a column and its value',
    library: 'kysely',
    code: `${kysely}export const more = (total: number) => db.updateTable('orders').set('total', total).where('id', '=', 1).execute();`,
    after: 'set({ total: total, amount: total })',
  },
  {
    title: 'an expression of the builder, made of the row as it was',
    library: 'kysely',
    code: `${kysely}export const more = (by: number) =>
  db.updateTable('orders').set((eb) => ({ total: eb('orders.total', '+', by), note: null })).where('id', '=', 1).execute();`,
    after:
      "set((eb) => ({ amount: eb('orders.total', '+', by), total: eb('orders.total', '+', by), note: null }))",
  },
  {
    title: 'an expression over the new column, which may be empty yet',
    library: 'kysely',
    code: `${kysely}export const more = () =>
  db.updateTable('orders').set((eb) => ({ amount: eb('amount', '+', 1) })).where('id', '=', 1).execute();`,
    after: null,
  },
  {
    title: 'an expression that is another value each time',
    library: 'kysely',
    code: `${kysely}export const any = () =>
  db.updateTable('orders').set((eb) => ({ total: eb.fn<number>('random') })).where('id', '=', 1).execute();`,
    after: null,
  },
  {
    title: 'a template of SQL',
    library: 'kysely',
    code: `import { sql } from 'kysely';
${kysely}export const more = () => db.updateTable('orders').set({ total: sql<number>\`total + 1\` }).execute();`,
    after: null,
  },
  {
    title: 'values and set',
    library: 'drizzle',
    code: `${drizzle}export const add = (total: number) => db.insert(orders).values({ id: 1, total });`,
    after: 'values({ id: 1, total, amount: total })',
  },
  {
    title: 'a computed name',
    library: 'drizzle',
    code: `${drizzle}const name = 'amount';
export const add = (total: number) => db.update(orders).set({ total: Math.round(total), [name]: total });`,
    after: null,
  },
  {
    title: 'the property of the entity',
    library: 'typeorm',
    code: `${typeorm}declare const orders: Repository<Order>;
export const add = (id: number, total: number) => orders.save({ id, total });`,
    after: 'save({ id, total, orderAmount: total })',
  },
  {
    title: 'update takes the values second',
    library: 'typeorm',
    code: `${typeorm}declare const orders: Repository<Order>;
export const add = (id: number, total: number) => orders.update({ id, total: 1 }, { total });`,
    after: 'update({ id, total: 1 }, { total, orderAmount: total })',
  },
  {
    title: 'the attribute of the model',
    library: 'sequelize',
    code: `${sequelize}export const add = (total: number) => Order.create({ total });
export const other = (total: number) => Object.assign({}, { total });`,
    after:
      'Order.create({ total, orderAmount: total });\nexport const other = (total: number) => Object.assign({}, { total });',
  },
];

export const readCases: readonly HintCase[] = [
  {
    title: 'a row',
    library: 'prisma',
    code: `${prisma}export async function amountOf(id: bigint) {
  const order = await prisma.order.findUnique({ where: { id } });
  return order?.amount;
}`,
    after: 'return order?.amount ?? order?.total;',
    compiles: false,
  },
  {
    title: 'a select, and an expression around it',
    library: 'prisma',
    code: `${prisma}export async function amountOf(id: bigint) {
  const order = await prisma.order.findUniqueOrThrow({ where: { id }, select: { amount: true } });
  return order.amount + 1;
}`,
    after: `select: { amount: true, total: true } });
  return (order.amount ?? order.total) + 1;`,
    compiles: false,
  },
  {
    title: 'a name taken out of the row',
    library: 'prisma',
    code: `${prisma}export async function amountOf(id: bigint) {
  const { amount } = await prisma.order.findUniqueOrThrow({ where: { id } });
  return amount;
}`,
    after: null,
  },
  {
    title: 'a chain that would no longer stop',
    library: 'prisma',
    code: `${prisma}export async function amountOf(id: bigint) {
  const order = await prisma.order.findUnique({ where: { id } });
  return order?.amount.toFixed(2);
}`,
    after: null,
  },
  {
    title: 'a list of columns',
    library: 'knex',
    code: `${knex}export async function amounts() {
  const rows = await knex<Order>('orders').select('id', 'amount');
  return rows.map((row) => row.amount);
}`,
    after: `select('id', 'amount', 'total');
  return rows.map((row) => row.amount ?? row.total);`,
  },
  {
    title: 'a list of columns in brackets',
    library: 'kysely',
    code: `${kysely}export async function amounts() {
  const rows = await db.selectFrom('orders').select(['id', 'amount']).execute();
  return rows.map((row) => \`\${row.amount}\`);
}`,
    after: `select(['id', 'amount', 'total']).execute();
  return rows.map((row) => \`\${row.amount ?? row.total}\`);`,
  },
  {
    title: 'one column',
    library: 'kysely',
    code: `${kysely}export async function amounts() {
  const rows = await db.selectFrom('orders').select('orders.amount').execute();
  return rows.map((row) => row.amount);
}`,
    after: `select(['orders.amount', 'orders.total'])`,
  },
  {
    title: 'an object of columns',
    library: 'drizzle',
    code: `${drizzle}export async function amounts() {
  const rows = await db.select({ id: orders.id, amount: orders.amount }).from(orders);
  return rows.map((row) => row.amount);
}`,
    after: `select({ id: orders.id, amount: orders.amount, total: orders.total }).from(orders);
  return rows.map((row) => row.amount ?? row.total);`,
  },
  {
    title: 'a sum of the column',
    library: 'drizzle',
    code: `import { sum } from 'drizzle-orm';
${drizzle}export const all = () => db.select({ amount: sum(orders.amount) }).from(orders);`,
    after: null,
  },
  {
    title: 'select of a find',
    library: 'typeorm',
    code: `${typeorm}declare const orders: Repository<Order>;
export async function amountOf(id: number) {
  const order = await orders.findOneOrFail({ where: { id }, select: { orderAmount: true } });
  return order.orderAmount;
}`,
    after: `select: { orderAmount: true, total: true } });
  return order.orderAmount ?? order.total;`,
  },
  {
    title: 'attributes',
    library: 'sequelize',
    code: `${sequelize}export async function amounts() {
  const rows = await Order.findAll({ attributes: ['id', 'orderAmount'] });
  return rows.map((row) => row.orderAmount);
}`,
    after: `attributes: ['id', 'orderAmount', 'total'] });
  return rows.map((row) => row.orderAmount ?? row.total);`,
  },
];
