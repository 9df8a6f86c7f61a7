import { ts } from '../../syntax';
import { exchanged, inFrontOf, instead, type Batching, type Exchange } from './batched-call';
import { isPlain, nameOf, objectOf, propertyOf, varyingIn } from './literals';

const methods: Readonly<
  Record<string, { readonly gives: 'row' | 'rows'; readonly missing: 'null' | 'throws' }>
> = {
  findUnique: { gives: 'row', missing: 'null' },
  findUniqueOrThrow: { gives: 'row', missing: 'throws' },
  findFirst: { gives: 'row', missing: 'null' },
  findFirstOrThrow: { gives: 'row', missing: 'throws' },
  findMany: { gives: 'rows', missing: 'null' },
};

/** Arguments that keep their meaning when the query asks for many. */
const kept = new Set(['where', 'select', 'include', 'orderBy', 'omit']);

/** `findUnique({ where: { id: order.customerId } })` as `findMany({ where: { id: { in: keys } } })`. */
export const batchPrisma: Batching = ({ call, source, varies }) => {
  const [argument] = call.arguments;
  if (!ts.isPropertyAccessExpression(call.expression) || argument === undefined) return null;
  const method = call.expression.name;
  const form = methods[method.text];
  if (form === undefined || call.arguments.length !== 1) return null;
  if (!ts.isObjectLiteralExpression(argument) || !isPlain(argument)) return null;
  if (argument.properties.some((one) => !kept.has(nameOf(one) ?? ''))) return null;
  const where = objectOf(argument, 'where');
  const key = where === null ? null : varyingIn(where, varies);
  if (key === null || /^(?:AND|OR|NOT)$/.test(key.name)) return null;
  const selected = withKey(argument, key.name, source);
  if (selected === null) return null;
  return {
    key: key.value,
    rowKey: key.name,
    many: (keys) =>
      exchanged(call, source, [
        instead(method, source, 'findMany'),
        instead(key.property, source, `${key.property.name.getText(source)}: { in: ${keys} }`),
        ...selected,
      ]),
    ...form,
    imports: null,
  };
};

/** A select must bring the key, or rows cannot be told apart; null: it cannot be made to. */
function withKey(
  argument: ts.ObjectLiteralExpression,
  key: string,
  source: ts.SourceFile,
): readonly Exchange[] | null {
  const omit = objectOf(argument, 'omit');
  if (propertyOf(argument, 'omit') !== null && (omit === null || propertyOf(omit, key) !== null)) return null;
  if (propertyOf(argument, 'select') === null) return [];
  const select = objectOf(argument, 'select');
  if (select === null) return null;
  if (propertyOf(select, key) !== null) return [];
  const [first] = select.properties;
  if (first === undefined) return null;
  return [inFrontOf(first, source, `${key}: true, `)];
}
