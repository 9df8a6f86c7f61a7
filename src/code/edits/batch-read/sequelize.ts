import { ts } from '../../syntax';
import { exchanged, inFrontOf, instead, type Batching, type Exchange } from './batched-call';
import { isPlain, nameOf, objectOf, propertyOf, valueOf, varyingIn } from './literals';

/** Options that keep their meaning when the query asks for many. */
const kept = new Set(['where', 'include', 'order', 'transaction', 'attributes', 'paranoid', 'logging']);

/** `Customer.findOne({ where: { id: order.customerId } })` as `Customer.findAll({ where: { id: keys } })`. */
export const batchSequelize: Batching = ({ call, source, varies }) => {
  if (!ts.isPropertyAccessExpression(call.expression)) return null;
  const method = call.expression.name;
  const [options] = call.arguments;
  if (method.text !== 'findOne' && method.text !== 'findAll') return null;
  if (options === undefined || call.arguments.length !== 1) return null;
  if (!ts.isObjectLiteralExpression(options) || !isPlain(options)) return null;
  if (options.properties.some((one) => !kept.has(nameOf(one) ?? ''))) return null;
  const where = objectOf(options, 'where');
  const key = where === null ? null : varyingIn(where, varies);
  if (key === null) return null;
  const attributes = withKey(options, key.name, source);
  if (attributes === null) return null;
  return {
    key: key.value,
    rowKey: key.name,
    many: (keys) =>
      exchanged(call, source, [
        instead(method, source, 'findAll'),
        instead(key.property, source, `${key.property.name.getText(source)}: ${keys}`),
        ...attributes,
      ]),
    gives: method.text === 'findOne' ? 'row' : 'rows',
    missing: 'null',
    imports: null,
  };
};

function withKey(
  options: ts.ObjectLiteralExpression,
  key: string,
  source: ts.SourceFile,
): readonly Exchange[] | null {
  const property = propertyOf(options, 'attributes');
  if (property === null) return [];
  const list = valueOf(property);
  if (!ts.isArrayLiteralExpression(list) || !list.elements.every((one) => ts.isStringLiteral(one)))
    return null;
  if (list.elements.some((one) => ts.isStringLiteral(one) && one.text === key)) return [];
  const [first] = list.elements;
  if (first === undefined) return null;
  return [inFrontOf(first, source, `'${key}', `)];
}
