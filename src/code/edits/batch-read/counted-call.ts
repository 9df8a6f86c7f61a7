import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';
import { exchanged, instead, keysOfOneQuery, type OneCall } from './batched-call';
import { equalityOf } from './drizzle';
import { isPlain, nameOf, objectOf, varyingIn } from './literals';
import type { ReadNames } from './read-lines';

/** A count for one item, as one count for all items, grouped by the key. */
export interface CountedCall {
  readonly key: ts.Expression;
  /** The column of the rows that are counted. */
  readonly rowKey: string;
  /** Text of the grouped count, without `await`; `keys` is the name of an array. */
  many(keys: string): string;
  /** Of a row of it, by the row's name: what it counts for, and the number. */
  readonly group: (row: string) => string;
  readonly count: (row: string) => string;
  readonly imports: readonly { readonly name: string; readonly from: string }[];
}

export type Counting = (one: OneCall) => CountedCall | null;

/** `count({ where: { orderId: order.id } })` as `groupBy({ by: ['orderId'], … })`. */
const prisma: Counting = ({ call, source, varies }) => {
  const [argument] = call.arguments;
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'count') return null;
  if (argument === undefined || !ts.isObjectLiteralExpression(argument) || !isPlain(argument)) return null;
  if (argument.properties.some((one) => nameOf(one) !== 'where')) return null;
  const where = objectOf(argument, 'where');
  const key = where === null ? null : varyingIn(where, varies);
  if (where === null || key === null || /^(?:AND|OR|NOT)$/.test(key.name)) return null;
  const receiver = call.expression.expression.getText(source);
  const name = key.property.name.getText(source);
  const conditions = (keys: string): string =>
    exchanged(where, source, [instead(key.property, source, `${name}: { in: ${keys} }`)]);
  return {
    key: key.value,
    rowKey: key.name,
    many: (keys) =>
      `${receiver}.groupBy({ by: ['${key.name}'], where: ${onOneLine(conditions(keys))}, _count: true })`,
    group: (row) => `${row}.${key.name}`,
    count: (row) => `${row}._count`,
    imports: [],
  };
};

/** `count({ where: { orderId: order.id } })` and `countBy({ … })` of a repository, as a query with GROUP BY. */
const typeorm: Counting = ({ call, source, varies }) => {
  const [argument] = call.arguments;
  if (!ts.isPropertyAccessExpression(call.expression) || call.arguments.length !== 1) return null;
  const { name: method, expression: repository } = call.expression;
  if (argument === undefined || !ts.isObjectLiteralExpression(argument) || !isPlain(argument)) return null;
  if (method.text === 'count' && argument.properties.some((one) => nameOf(one) !== 'where')) return null;
  const where =
    method.text === 'countBy' ? argument : method.text === 'count' ? objectOf(argument, 'where') : null;
  const key = where === null ? null : varyingIn(where, varies);
  if (where === null || key === null) return null;
  const name = key.property.name.getText(source);
  const conditions = (keys: string): string =>
    exchanged(where, source, [instead(key.property, source, `${name}: In(${keys})`)]);
  return {
    key: key.value,
    rowKey: key.name,
    many: (keys) =>
      [
        `${repository.getText(source)}.createQueryBuilder('counted')`,
        `.select('counted.${key.name}', 'key').addSelect('COUNT(*)', 'count')`,
        `.where(${onOneLine(conditions(keys))}).groupBy('counted.${key.name}')`,
        `.getRawMany()`,
      ].join(''),
    group: (row) => `${row}.key`,
    count: (row) => `Number(${row}.count)`,
    imports: [{ name: 'In', from: 'typeorm' }],
  };
};

/** `db.$count(items, eq(items.orderId, order.id))` as a select with GROUP BY. */
const drizzle: Counting = ({ call, source, varies }) => {
  const [table, condition] = call.arguments;
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== '$count') return null;
  const equality = condition === undefined ? null : equalityOf(condition, varies);
  if (table === undefined || condition === undefined || equality === null) return null;
  const column = equality.column.getText(source);
  const conditions = (keys: string): string =>
    exchanged(condition, source, [instead(equality.call, source, `inArray(${column}, ${keys})`)]);
  return {
    key: equality.value,
    rowKey: equality.column.name.text,
    many: (keys) =>
      `${call.expression.getText(source).replace(/\.\$count$/, '')}.select({ key: ${column}, count: count() })` +
      `.from(${table.getText(source)}).where(${onOneLine(conditions(keys))}).groupBy(${column})`,
    group: (row) => `${row}.key`,
    count: (row) => `${row}.count`,
    imports: [
      { name: 'inArray', from: 'drizzle-orm' },
      { name: 'count', from: 'drizzle-orm' },
    ],
  };
};

/** How rows are counted, by library. What Knex, Kysely and Sequelize give differs by database, so a zero cannot be made up. */
export const countings: Partial<Record<LibraryName, Counting>> = { prisma, typeorm, drizzle };

/** The statements that count for all keys, in chunks, into a map. */
export function countLines(
  counted: CountedCall,
  { keys, row, keysOfChunk, start }: ReadNames,
  byKey: string,
  typed: boolean,
): readonly string[] {
  return [
    `const ${byKey} = new Map${typed ? '<unknown, number>' : ''}();`,
    `for (let ${start} = 0; ${start} < ${keys}.length; ${start} += ${keysOfOneQuery}) {`,
    `  const ${keysOfChunk} = ${keys}.slice(${start}, ${start} + ${keysOfOneQuery});`,
    `  for (const ${row} of await ${counted.many(keysOfChunk)}) ${byKey}.set(${counted.group(row)}, ${counted.count(row)});`,
    '}',
  ];
}

/** As it stands in the middle of a line; what holds comments or templates stays as it is. */
function onOneLine(text: string): string {
  return /[`]|\/[/*]/.test(text)
    ? text
    : text.replace(/,?\s*\n\s*([}\])])/g, ' $1').replace(/\s*\n\s*/g, ' ');
}
