import { ts } from '../../syntax';
import { exchanged, instead, type Batching, type BatchedCall, type OneCall } from './batched-call';
import { isPlain, nameOf, propertyOf, valueOf } from './literals';

/** Options that keep their meaning when the query asks for many. */
const kept = new Set(['where', 'with', 'orderBy', 'extras']);

/**
 * `db.query.customers.findFirst({ where: eq(customers.id, order.customerId) })` as `findMany` with `inArray`, and
 * `db.select().from(customers).where(eq(…))` likewise. `inArray` of an empty list threw before 0.32.1: it is never
 * given one.
 */
export const batchDrizzle: Batching = (one) => relational(one) ?? select(one);

function relational({ call, source, varies }: OneCall): BatchedCall | null {
  if (!ts.isPropertyAccessExpression(call.expression)) return null;
  const method = call.expression.name;
  const [options] = call.arguments;
  if (method.text !== 'findFirst' && method.text !== 'findMany') return null;
  if (options === undefined || !ts.isObjectLiteralExpression(options) || !isPlain(options)) return null;
  if (options.properties.some((property) => !kept.has(nameOf(property) ?? ''))) return null;
  const where = propertyOf(options, 'where');
  const condition = where === null ? null : equalityOf(valueOf(where), varies);
  if (condition === null) return null;
  return {
    key: condition.value,
    rowKey: condition.column.name.text,
    many: (keys) =>
      exchanged(call, source, [
        instead(method, source, 'findMany'),
        instead(condition.call, source, `inArray(${condition.column.getText(source)}, ${keys})`),
      ]),
    gives: method.text === 'findFirst' ? 'row' : 'rows',
    missing: 'undefined',
    ...shared,
  };
}

const shared = { imports: { name: 'inArray', from: 'drizzle-orm' } } as const;

/** Only `select()` of all columns: a list of columns would have to name the key. */
function select({ call, source, varies }: OneCall): BatchedCall | null {
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'where') return null;
  const [argument] = call.arguments;
  const condition = argument === undefined ? null : equalityOf(argument, varies);
  const from = call.expression.expression;
  if (condition === null || !ts.isCallExpression(from) || !ts.isPropertyAccessExpression(from.expression))
    return null;
  const selecting = from.expression.expression;
  if (
    from.expression.name.text !== 'from' ||
    !ts.isCallExpression(selecting) ||
    selecting.arguments.length > 0
  )
    return null;
  return {
    key: condition.value,
    rowKey: condition.column.name.text,
    many: (keys) =>
      exchanged(call, source, [
        instead(condition.call, source, `inArray(${condition.column.getText(source)}, ${keys})`),
      ]),
    gives: 'rows',
    missing: 'undefined',
    ...shared,
  };
}

interface Equality {
  readonly call: ts.CallExpression;
  readonly column: ts.PropertyAccessExpression;
  readonly value: ts.Expression;
}

/** `eq(customers.id, order.customerId)`, by itself or as one part of `and(…)`. */
export function equalityOf(node: ts.Expression, varies: (value: ts.Expression) => boolean): Equality | null {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null;
  if (node.expression.text === 'and') {
    const found = node.arguments.flatMap((one) => equalityOf(one, varies) ?? []);
    return found.length === 1 ? (found[0] ?? null) : null;
  }
  const [column, value] = node.arguments;
  if (node.expression.text !== 'eq' || column === undefined || value === undefined) return null;
  return ts.isPropertyAccessExpression(column) && varies(value) ? { call: node, column, value } : null;
}
