import { ts } from '../../syntax';
import { exchanged, inFrontOf, type Batching, type Exchange } from './batched-call';
import { isPlain, varyingIn } from './literals';

/** Calls of a chain that keep their meaning when the query asks for many. */
const kept = new Set([
  'where',
  'andWhere',
  'whereNull',
  'whereNotNull',
  'select',
  'from',
  'first',
  'orderBy',
  'transacting',
]);

interface Link {
  readonly name: string;
  readonly call: ts.CallExpression;
  /** From the dot to the closing parenthesis. */
  readonly start: number;
}

/**
 * `knex('customers').where({ id: order.customerId }).first()` as `knex('customers').whereIn('id', keys)`.
 */
export const batchKnex: Batching = ({ call, source, varies }) => {
  const links = linksOf(call);
  if (links === null || links.some(({ name }) => !kept.has(name))) return null;
  const conditions = links.filter(({ name }) => name === 'where' || name === 'andWhere');
  const keyed = conditions.flatMap((link) => conditionOf(link, source, varies) ?? []);
  const [key] = keyed;
  if (key === undefined || keyed.length !== 1) return null;
  const first = links.find(({ name }) => name === 'first');
  const columns = links.filter(
    ({ name, call: one }) => (name === 'select' || name === 'first') && one.arguments.length > 0,
  );
  const added = columns.flatMap((link): readonly Exchange[] => columnAdded(link, key.column, source));
  if (columns.some(({ call: one }) => !one.arguments.every((argument) => ts.isStringLiteral(argument))))
    return null;
  const withoutFirst =
    first === undefined
      ? []
      : first.call.arguments.length === 0
        ? [{ start: first.start, end: first.call.end, text: '' }]
        : [
            {
              start: nameStart(first, source),
              end: nameStart(first, source) + 'first'.length,
              text: 'select',
            },
          ];
  return {
    key: key.value,
    rowKey: key.column,
    many: (keys) => exchanged(call, source, [key.as(keys), ...withoutFirst, ...added]),
    gives: first === undefined ? 'rows' : 'row',
    missing: 'undefined',
    imports: null,
  };
};

/** The calls of a chain behind its root, which names the table: `knex('orders')`, `this.db('orders')`. */
function linksOf(call: ts.CallExpression): readonly Link[] | null {
  const links: Link[] = [];
  let at: ts.CallExpression = call;
  while (ts.isPropertyAccessExpression(at.expression)) {
    const { name, expression: receiver } = at.expression;
    if (!ts.isCallExpression(receiver))
      return kept.has(name.text) || at.arguments.length !== 1 ? null : links;
    links.unshift({ name: name.text, call: at, start: receiver.end });
    at = receiver;
  }
  return at.arguments.length === 1 ? links : null;
}

interface Condition {
  readonly column: string;
  readonly value: ts.Expression;
  as(keys: string): Exchange;
}

/** The condition on the item: `where('id', x)`, `where('id', '=', x)`, `where({ id: x, … })`. */
export function conditionOf(
  link: Link,
  source: ts.SourceFile,
  varies: (value: ts.Expression) => boolean,
): Condition | null {
  const [first, second, third] = link.call.arguments;
  if (first === undefined) return null;
  if (ts.isStringLiteral(first)) {
    const value = third ?? second;
    if (value === undefined || (third !== undefined && second?.getText(source) !== "'='")) return null;
    if (!varies(value)) return null;
    return {
      column: bare(first.text),
      value,
      as: (keys) => ({
        start: nameStart(link, source),
        end: link.call.end,
        text: `whereIn(${first.getText(source)}, ${keys})`,
      }),
    };
  }
  if (!ts.isObjectLiteralExpression(first) || !isPlain(first)) return null;
  const varying = varyingIn(first, varies);
  if (varying === null) return null;
  const { property, name: column, value } = varying;
  const rest = first.properties.filter((one) => one !== property).map((one) => one.getText(source));
  return {
    column: bare(column),
    value,
    as: (keys) => ({
      start: nameStart(link, source),
      end: link.call.end,
      text: `${rest.length === 0 ? '' : `where({ ${rest.join(', ')} }).`}whereIn('${column}', ${keys})`,
    }),
  };
}

/** `orders.id` gives rows with `id`. */
function bare(column: string): string {
  return column.split('.').at(-1) ?? column;
}

function nameStart(link: Link, source: ts.SourceFile): number {
  return ts.isPropertyAccessExpression(link.call.expression)
    ? link.call.expression.name.getStart(source)
    : link.start;
}

function columnAdded(link: Link, column: string, source: ts.SourceFile): readonly Exchange[] {
  const has = link.call.arguments.some(
    (one) => ts.isStringLiteral(one) && (one.text === '*' || bare(one.text) === column),
  );
  const [first] = link.call.arguments;
  if (has || first === undefined) return [];
  return [inFrontOf(first, source, `'${column}', `)];
}
