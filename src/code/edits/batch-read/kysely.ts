import { ts } from '../../syntax';
import { exchanged, instead, type Batching, type Exchange } from './batched-call';

const ends: Readonly<
  Record<string, { readonly gives: 'row' | 'rows'; readonly missing: 'undefined' | 'throws' }>
> = {
  execute: { gives: 'rows', missing: 'undefined' },
  executeTakeFirst: { gives: 'row', missing: 'undefined' },
  executeTakeFirstOrThrow: { gives: 'row', missing: 'throws' },
};

/** Calls of a chain that keep their meaning when the query asks for many. */
const kept = new Set(['selectFrom', 'where', 'select', 'selectAll', 'orderBy', 'innerJoin', 'leftJoin']);

/** `selectFrom('customers').where('id', '=', order.customerId).executeTakeFirst()` as `.where('id', 'in', keys).execute()`. */
export const batchKysely: Batching = ({ call, source, varies }) => {
  const chain = chainOf(call);
  const end = chain.at(-1);
  const form = end === undefined ? undefined : ends[end.name.text];
  if (end === undefined || form === undefined || call.arguments.length > 0) return null;
  const links = chain.slice(0, -1);
  if (links[0]?.name.text !== 'selectFrom' || links.some(({ name }) => !kept.has(name.text))) return null;
  const keyed = links.filter(({ name, call: one }) => {
    const [, operator, value] = one.arguments;
    const equals = operator !== undefined && ts.isStringLiteral(operator) && operator.text === '=';
    return name.text === 'where' && equals && value !== undefined && varies(value);
  });
  const [column, operator, value] = keyed[0]?.call.arguments ?? [];
  if (keyed.length !== 1 || column === undefined || operator === undefined || value === undefined)
    return null;
  if (!ts.isStringLiteral(column)) return null;
  const rowKey = column.text.split('.').at(-1) ?? column.text;
  const selected = withKey(links, column.text, rowKey, source);
  if (selected === null) return null;
  return {
    key: value,
    rowKey,
    many: (keys) =>
      exchanged(call, source, [
        instead(operator, source, `'in'`),
        instead(value, source, keys),
        instead(end.name, source, 'execute'),
        ...selected,
      ]),
    ...form,
    imports: null,
  };
};

interface Link {
  readonly name: ts.MemberName;
  readonly call: ts.CallExpression;
}

/** The calls of a chain from its root to its end. */
function chainOf(call: ts.CallExpression): readonly Link[] {
  const links: Link[] = [];
  let at: ts.Expression = call;
  while (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) {
    links.unshift({ name: at.expression.name, call: at });
    at = at.expression.expression;
  }
  return links;
}

function withKey(
  links: readonly Link[],
  column: string,
  rowKey: string,
  source: ts.SourceFile,
): readonly Exchange[] | null {
  if (links.some(({ name }) => name.text === 'selectAll')) return [];
  const [select, another] = links.filter(({ name }) => name.text === 'select');
  const [argument] = select?.call.arguments ?? [];
  if (argument === undefined || another !== undefined) return null;
  const listed = ts.isArrayLiteralExpression(argument) ? argument.elements : [argument];
  if (!listed.every((one) => ts.isStringLiteral(one))) return null;
  const has = listed.some((one) => ts.isStringLiteral(one) && one.text.split('.').at(-1) === rowKey);
  if (has) return [];
  const at = argument.getStart(source);
  return ts.isArrayLiteralExpression(argument)
    ? [{ start: at + 1, end: at + 1, text: `'${column}', ` }]
    : [{ start: at, end: argument.end, text: `['${column}', ${argument.getText(source)}]` }];
}
