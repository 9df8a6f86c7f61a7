import { ts } from '../../syntax';
import { exchanged, instead, type Batching } from './batched-call';
import { isPlain, nameOf, objectOf, propertyOf, varyingIn } from './literals';

interface Form {
  readonly many: 'find' | 'findBy';
  readonly gives: 'row' | 'rows';
  readonly missing: 'null' | 'throws';
}

const methods: Readonly<Record<string, Form>> = {
  findOne: { many: 'find', gives: 'row', missing: 'null' },
  findOneOrFail: { many: 'find', gives: 'row', missing: 'throws' },
  find: { many: 'find', gives: 'rows', missing: 'null' },
  findOneBy: { many: 'findBy', gives: 'row', missing: 'null' },
  findOneByOrFail: { many: 'findBy', gives: 'row', missing: 'throws' },
  findBy: { many: 'findBy', gives: 'rows', missing: 'null' },
};

/** Options that keep their meaning when the query asks for many. */
const kept = new Set(['where', 'relations', 'order', 'withDeleted', 'loadEagerRelations']);

/** `findOneBy({ id: order.customerId })` as `findBy({ id: In(keys) })`. */
export const batchTypeorm: Batching = ({ call, source, varies }) => {
  if (!ts.isPropertyAccessExpression(call.expression)) return null;
  const method = call.expression.name;
  const form = methods[method.text];
  const options = call.arguments.at(-1);
  if (
    form === undefined ||
    options === undefined ||
    !ts.isObjectLiteralExpression(options) ||
    !isPlain(options)
  )
    return null;
  // `manager.findOne(Order, { … })` has the entity in front.
  if (call.arguments.length > 2) return null;
  const where = form.many === 'findBy' ? options : objectOf(options, 'where');
  if (form.many === 'find' && options.properties.some((one) => !kept.has(nameOf(one) ?? ''))) return null;
  if (where === null || propertyOf(options, 'select') !== null) return null;
  const key = varyingIn(where, varies);
  if (key === null) return null;
  return {
    key: key.value,
    rowKey: key.name,
    many: (keys) =>
      exchanged(call, source, [
        { start: method.getStart(source), end: method.end, text: form.many },
        instead(key.property, source, `${key.property.name.getText(source)}: In(${keys})`),
      ]),
    gives: form.gives,
    missing: form.missing,
    imports: { name: 'In', from: 'typeorm' },
  };
};
