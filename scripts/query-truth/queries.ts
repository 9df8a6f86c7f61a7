import ts from 'typescript';
import type { Origins } from './origin';

/*
 * What counts as a query for the measurement, stated from the libraries' documentation and independent of the
 * product's own recognition: the type behind the receiver, then the method.
 */

const prisma =
  /^(?:find(?:Unique|First)(?:OrThrow)?|findMany|create(?:Many|ManyAndReturn)?|update(?:Many|ManyAndReturn)?|upsert|delete(?:Many)?|count|aggregate|groupBy|\$(?:query|execute)Raw(?:Unsafe)?)$/;
const typeorm =
  /^(?:find(?:AndCount|By|AndCountBy|One|OneBy|OneOrFail|OneByOrFail|ByIds)?|save|insert|update|upsert|delete|remove|softDelete|softRemove|restore|recover|count(?:By)?|exists?(?:By)?|sum|query|increment|decrement|getOne(?:OrFail)?|getMany(?:AndCount)?|getRaw(?:One|Many|AndEntities)|getCount|getExists|execute)$/;
const mongoose =
  /^(?:find(?:One|ById)?(?:And(?:Update|Delete|Remove|Replace))?|create|insertMany|updateOne|updateMany|deleteOne|deleteMany|countDocuments|estimatedDocumentCount|count|distinct|aggregate|bulkWrite|exists|replaceOne|save)$/;
const typeormHandle =
  /^(?:(?:Tree|Mongo)?Repository|(?:Mongo)?EntityManager|DataSource|Connection|QueryRunner|BaseEntity|\w*QueryBuilder|getRepository|getManager|getConnection|\*)$/;
const kysely = /^(?:execute(?:TakeFirst(?:OrThrow)?)?)$/;
const raw = /^(?:query|execute|all|get|run|\$query|oneFirst|one|many|any|maybeOne)$/;

/** The call issues a query: the outermost call of its chain. */
export function isQuery(call: ts.CallExpression | ts.TaggedTemplateExpression, origins: Origins): boolean {
  if (ts.isTaggedTemplateExpression(call)) {
    const { tag } = call;
    return (
      ts.isPropertyAccessExpression(tag) &&
      /^\$(?:query|execute)Raw$/.test(tag.name.text) &&
      fromPrisma(tag.expression, origins)
    );
  }
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression)) return isKnexRoot(call, origins);
  const method = expression.name.text;
  const receiver = expression.expression;
  const origin = origins.ofExpression(receiver);
  if (origin === null) return false;
  const { from, name } = origin;
  if (/^@prisma\/|prisma\/client|generated\/(?:prisma|client)/.test(from))
    return prisma.test(method) && (method.startsWith('$') || ts.isPropertyAccessExpression(receiver));
  if (from === 'typeorm') return typeormHandle.test(name) && isTypeormQuery(method, name, receiver);
  if (from === 'mongoose')
    return mongoose.test(method) && /Model|model|Document/.test(name) && !isChained(call);
  if (from === 'kysely' || /kysely/.test(from)) return kysely.test(method);
  if (from === 'knex') return isOuterKnex(call, origins);
  if (from === 'pg' || from.startsWith('mysql2') || from === 'better-sqlite3') return raw.test(method);
  return false;
}

/** Properties of the library's own objects (`qb.expressionMap`) are data, `manager` excepted; builders only send by their ends. */
function isTypeormQuery(method: string, name: string, receiver: ts.Expression): boolean {
  if (!typeorm.test(method)) return false;
  if (/QueryBuilder$/.test(name) && /^(?:find|count|exists?|sum|delete|update|insert|query)/.test(method))
    return false;
  const property = ts.isPropertyAccessExpression(receiver) ? receiver.name.text : '';
  return !/^(?:expressionMap|joinAttributes|metadata|options|columns|relations|entityMetadatas|entities)$/.test(
    property,
  );
}

function fromPrisma(receiver: ts.Expression, origins: Origins): boolean {
  return /prisma/.test(origins.ofExpression(receiver)?.from ?? '');
}

function isKnexRoot(call: ts.CallExpression, origins: Origins): boolean {
  return origins.ofExpression(call.expression)?.from === 'knex' && isOuterKnex(call, origins);
}

const notSent =
  /^(?:raw|ref|transaction|with|on|fn|client|destroy|then|catch|finally|where|andWhere|orWhere|modify|queryBuilder|batchInsert)$/;

/** A knex chain is sent when it is awaited, returned or handed on: so its outermost call, unless it is built on. */
function isOuterKnex(call: ts.CallExpression, origins: Origins): boolean {
  if (isChained(call)) return false;
  let root: ts.Expression = call;
  let names: string[] = [];
  for (;;) {
    if (ts.isCallExpression(root)) root = root.expression;
    else if (ts.isPropertyAccessExpression(root)) {
      names = [root.name.text, ...names];
      if (origins.ofExpression(root.expression) === null) break;
      root = root.expression;
    } else break;
  }
  const holder = call.parent;
  const sent =
    ts.isAwaitExpression(holder) ||
    ts.isReturnStatement(holder) ||
    ts.isArrowFunction(holder) ||
    ts.isArrayLiteralExpression(holder);
  // `return query.where(…)` on a builder that was handed in builds on: who handed it in sends it.
  if (!sent || (!ts.isAwaitExpression(holder) && isHandedIn(root, origins))) return false;
  return !(
    names.length === 1 &&
    notSent.test(names[0] ?? '') &&
    names[0] !== 'raw' &&
    names[0] !== 'batchInsert'
  );
}

/** A parameter that is a builder, not the client or a transaction: `(query: Knex.QueryBuilder)`. */
function isHandedIn(root: ts.Expression, origins: Origins): boolean {
  return ts.isIdentifier(root) && /QueryBuilder$/.test(origins.ofExpression(root)?.name ?? '');
}

function isChained(call: ts.Node): boolean {
  const { parent } = call;
  return (
    ts.isPropertyAccessExpression(parent) && parent.expression === call && ts.isCallExpression(parent.parent)
  );
}
