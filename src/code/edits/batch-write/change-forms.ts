import { ts } from '../../syntax';
import { exchanged, instead, keysOfOneQuery, type Exchange } from '../batch-read/batched-call';
import { equalityOf } from '../batch-read/drizzle';
import { conditionOf } from '../batch-read/knex';
import {
  isPath,
  isPlain,
  nameOf,
  objectOf,
  valueOf,
  varyingIn,
  type NamedProperty,
} from '../batch-read/literals';
import { chainOf, linkIn, type WriteForms, type WriteOfMany } from './written-call';

/** A value is the key of the row when it is no literal: the values that are set are all literals. */
type Varies = (value: ts.Expression) => boolean;

type Form = (call: ts.CallExpression, source: ts.SourceFile, varies: Varies) => WriteOfMany | null;

const prisma: Form = (call, source, varies) => {
  const [argument] = call.arguments;
  if (!ts.isPropertyAccessExpression(call.expression) || argument === undefined) return null;
  const method = call.expression.name;
  const many = /^(update|delete)(?:Many)?$/.exec(method.text)?.[1];
  if (many === undefined || !ts.isObjectLiteralExpression(argument) || !isPlain(argument)) return null;
  if (argument.properties.some((one) => !/^(?:where|data)$/.test(nameOf(one) ?? ''))) return null;
  const where = objectOf(argument, 'where');
  const data = objectOf(argument, 'data');
  const key = where === null ? null : varyingIn(where, varies);
  if (where === null || key === null || (many === 'update' && !isOfLiterals(data))) return null;
  const receiver = call.expression.expression.getText(source);
  const name = key.property.name.getText(source);
  const withKey = (value: string): Exchange =>
    instead(key.property, source, name === value ? name : `${name}: ${value}`);
  return keysOf(
    key.value,
    (chunk) => exchanged(call, source, [instead(method, source, `${many}Many`), withKey(`{ in: ${chunk} }`)]),
    `${many}Many`,
    null,
    method.text.endsWith('Many')
      ? null
      : {
          count: '.count',
          rowKey: key.name,
          there: (chunk) =>
            `${receiver}.findMany({ where: ${exchanged(where, source, [withKey(`{ in: ${chunk} }`)])}, select: { ${name}: true } })`,
          one: (one) => exchanged(call, source, [withKey(one)]),
          twice: many === 'delete',
        },
  );
};

/** `update({ id }, { … })`, `delete({ id })`, or with the key itself; of a manager with the entity in front. */
const typeorm: Form = (call, source, varies) => {
  if (!ts.isPropertyAccessExpression(call.expression)) return null;
  const method = call.expression.name.text;
  if (!/^(?:update|delete|softDelete)$/.test(method)) return null;
  const set = method === 'update' ? call.arguments.at(-1) : undefined;
  if (method === 'update' && (set === undefined || !isOfLiterals(set))) return null;
  const criteria = call.arguments.at(set === undefined ? -1 : -2);
  if (criteria === undefined || call.arguments.length > (set === undefined ? 2 : 3)) return null;
  const title = `one ${method}`;
  if (isPath(criteria))
    return keysOf(
      criteria,
      (chunk) => exchanged(call, source, [instead(criteria, source, chunk)]),
      title,
      null,
    );
  if (!ts.isObjectLiteralExpression(criteria) || !isPlain(criteria)) return null;
  const key = varyingIn(criteria, varies);
  if (key === null) return null;
  const many = (chunk: string): string =>
    exchanged(call, source, [
      instead(key.property, source, `${key.property.name.getText(source)}: In(${chunk})`),
    ]);
  return keysOf(key.value, many, title, { name: 'In', from: 'typeorm' });
};

const knex: Form = (call, source, varies) => {
  const links = chainOf(call);
  const changing = linkIn(links, ['update', 'del', 'delete'], new Set(['where', 'andWhere', 'transacting']));
  if (changing === null) return null;
  const isUpdate = changing.name.text === 'update';
  if (isUpdate !== (changing.call.arguments.length === 1) || !changing.call.arguments.every(isOfLiterals))
    return null;
  const conditions = links
    .filter(({ name }) => /here$/.test(name.text))
    .flatMap(
      ({ name, call: one }) =>
        conditionOf({ name: name.text, call: one, start: name.getStart(source) - 1 }, source, varies) ?? [],
    );
  const [key, another] = conditions;
  if (key === undefined || another !== undefined) return null;
  return keysOf(
    key.value,
    (chunk) => exchanged(call, source, [key.as(chunk)]),
    `one ${changing.name.text}`,
    null,
  );
};

const kysely: Form = (call, source, varies) => {
  const links = chainOf(call);
  const kept = new Set(['where', 'set', 'execute']);
  const changing = linkIn(links, ['updateTable', 'deleteFrom'], kept);
  if (changing === null || links.at(-1)?.name.text !== 'execute') return null;
  const sets = links.filter(({ name }) => name.text === 'set');
  if (!sets.every(({ call: one }) => one.arguments.length === 1 && one.arguments.every(isOfLiterals)))
    return null;
  const keyed = links.filter(({ name, call: one }) => {
    const [, , value] = one.arguments;
    return name.text === 'where' && value !== undefined && varies(value);
  });
  const [link, another] = keyed;
  const [, operator, value] = link?.call.arguments ?? [];
  if (operator === undefined || value === undefined || another !== undefined) return null;
  if (!ts.isStringLiteral(operator) || operator.text !== '=') return null;
  const many = (chunk: string): string =>
    exchanged(call, source, [instead(operator, source, "'in'"), instead(value, source, chunk)]);
  return keysOf(value, many, changing.name.text === 'updateTable' ? 'one update' : 'one delete', null);
};

const drizzle: Form = (call, source, varies) => {
  const links = chainOf(call);
  const changing = linkIn(links, ['update', 'delete'], new Set(['set', 'where']));
  const where = links.at(-1);
  if (changing === null || where?.name.text !== 'where') return null;
  const sets = links.filter(({ name }) => name.text === 'set');
  if (!sets.every(({ call: one }) => one.arguments.length === 1 && one.arguments.every(isOfLiterals)))
    return null;
  const [argument] = where.call.arguments;
  const condition = argument === undefined ? null : equalityOf(argument, varies);
  if (condition === null) return null;
  const many = (chunk: string): string =>
    exchanged(call, source, [
      instead(condition.call, source, `inArray(${condition.column.getText(source)}, ${chunk})`),
    ]);
  return keysOf(condition.value, many, `one ${changing.name.text}`, { name: 'inArray', from: 'drizzle-orm' });
};

/** `Order.update({ … }, { where: { id } })`, `Order.destroy({ where: { id } })`. */
const sequelize: Form = (call, source, varies) => {
  if (!ts.isPropertyAccessExpression(call.expression)) return null;
  const method = call.expression.name.text;
  const set = method === 'update' ? call.arguments[0] : undefined;
  if (method !== 'destroy' && (set === undefined || !isOfLiterals(set))) return null;
  const options = call.arguments.at(-1);
  if (options === undefined || call.arguments.length !== (set === undefined ? 1 : 2)) return null;
  if (!ts.isObjectLiteralExpression(options) || !isPlain(options)) return null;
  if (options.properties.some((one) => !/^(?:where|transaction)$/.test(nameOf(one) ?? ''))) return null;
  const where = objectOf(options, 'where');
  const key = where === null ? null : varyingIn(where, varies);
  if (key === null) return null;
  const many = (chunk: string): string =>
    exchanged(call, source, [
      instead(key.property, source, `${key.property.name.getText(source)}: ${chunk}`),
    ]);
  return keysOf(key.value, many, `one ${method}`, null);
};

const forms = { prisma, typeorm, knex, kysely, drizzle, sequelize } as const;

/** How a row named by its key is deleted, or given literal values, by library. `inner`: what differs from turn to turn. */
export const changeForms = (inner: ReadonlySet<string>): WriteForms => {
  const varies: Varies = (value) => {
    let found = false;
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && inner.has(node.text)) found = true;
      ts.forEachChild(node, visit);
    };
    visit(value);
    return found;
  };
  return Object.fromEntries(
    Object.entries(forms).map(([library, form]) => [
      library,
      (call: ts.CallExpression, source: ts.SourceFile) => form(call, source, varies),
    ]),
  );
};

function keysOf(
  key: ts.Expression,
  many: (chunk: string) => string,
  title: string,
  imports: WriteOfMany['imports'],
  throws: WriteOfMany['throws'] = null,
): WriteOfMany | null {
  if (!isPath(key)) return null;
  return {
    item: key,
    collects: 'keys',
    size: keysOfOneQuery,
    many,
    throws,
    imports,
    title: `Collect the keys and write the rows with ${title} after the loop`,
  };
}

/** An object whose values are all written out: set twice, they are what they are set once. */
function isOfLiterals(node: ts.Expression | null): boolean {
  if (node === null || !ts.isObjectLiteralExpression(node) || !isPlain(node)) return false;
  return node.properties.every((one) => {
    const value = valueOf(one as NamedProperty);
    return (
      ts.isStringLiteral(value) ||
      ts.isNumericLiteral(value) ||
      value.kind === ts.SyntaxKind.TrueKeyword ||
      value.kind === ts.SyntaxKind.FalseKeyword ||
      value.kind === ts.SyntaxKind.NullKeyword
    );
  });
}
