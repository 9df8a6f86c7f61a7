import { ts } from '../syntax';
import { independent, turnOf, union } from '../origins';
import type { Origin } from '../facts';
import { readRequire } from './commonjs';
import { isInlineFunction, peel, typeRefOf } from './nodes';
import { bindPattern } from './patterns';
import { takesItem } from './interesting';
import { nothing, type Walk } from './walk';

/** Reads `const name = …`: what it holds, what it depends on, and the function it is. */
export function visitVariable(walk: Walk, node: ts.VariableDeclaration): readonly Origin[] {
  if (!node.initializer) {
    if (ts.isIdentifier(node.name))
      walk.declare(
        { name: node.name.text, start: walk.startOf(node), type: typeRefOf(node.type) },
        independent,
      );
    return independent;
  }
  const value = peel(node.initializer);
  if (readRequire(walk, node, value)) return independent;
  const simple = ts.isIdentifier(node.name) ? node.name.text : '';
  const firstFunction = walk.functions.length;
  const firstSql = walk.sql.length;
  const firstConstructed = walk.constructed.length;
  walk.pendingName =
    isInlineFunction(value) ||
    ts.isObjectLiteralExpression(value) ||
    ts.isArrayLiteralExpression(value) ||
    ts.isCallExpression(value)
      ? simple
      : '';
  let origins = walk.visit(node.initializer);
  walk.pendingName = '';
  const constructs =
    walk.constructed.length === firstConstructed
      ? nothing
      : [...new Set(walk.constructed.slice(firstConstructed))];

  const loop = walk.loops[walk.loop];
  if (loop && (loop.kind === 'while' || loop.kind === 'do' || loop.kind === 'for') && takesFromList(value))
    origins = union(origins, [turnOf(walk.loop)]);

  if (!ts.isIdentifier(node.name)) {
    bindResults(walk, node.name, value, origins);
    return independent;
  }
  const fn = isInlineFunction(value)
    ? walk.functionIndexOf(value)
    : wrappedFunction(walk, value, firstFunction);
  const index = walk.declare(
    {
      name: simple,
      start: walk.startOf(node),
      type: typeRefOf(node.type),
      init: fn >= 0 ? null : walk.valueOf(value),
      fn,
      wrapper:
        fn >= 0 && ts.isCallExpression(value) ? (walk.calls[walk.callIndexOf(value)]?.name ?? null) : null,
      constructs,
      literal: isLiteralList(value),
    },
    origins,
    node.initializer,
  );
  if (walk.sql.length > firstSql) {
    const last = walk.sql[walk.sql.length - 1];
    if (last && ts.isStringLiteralLike(value) !== ts.isTemplateExpression(value)) last.variable = index;
  }
  if (
    (ts.isObjectLiteralExpression(value) && (node.type || (walk.fn < 0 && declaresTables(walk)))) ||
    (walk.fn < 0 && ts.isStringLiteralLike(value))
  )
    walk.shapeOfVariable(index);
  return independent;
}

/** Objects of these files may be columns that a table of another file spreads in. */
function declaresTables(walk: Walk): boolean {
  return walk.imports.some((item) => /^(?:drizzle-orm|sequelize|mongoose)(?:\/|$)/.test(item.from));
}

/** `const [a, b] = await Promise.all([x(), y()])` gives each name its own call. */
function bindResults(
  walk: Walk,
  pattern: ts.BindingPattern,
  value: ts.Expression,
  origins: readonly Origin[],
): void {
  const list = ts.isArrayBindingPattern(pattern) ? listedPromises(value) : null;
  if (!list || !ts.isArrayBindingPattern(pattern)) {
    bindPattern(walk, pattern, walk.valueOf(value), origins);
    return;
  }
  pattern.elements.forEach((element, position) => {
    if (ts.isOmittedExpression(element)) return;
    const expression = list[position];
    const part = expression ? walk.valueOf(expression) : null;
    if (ts.isIdentifier(element.name))
      walk.declare({ name: element.name.text, start: walk.startOf(element), init: part }, origins);
    else bindPattern(walk, element.name, part, origins);
  });
}

function listedPromises(value: ts.Expression): readonly ts.Expression[] | null {
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return null;
  const name = value.expression.name.text;
  const list = value.arguments[0];
  return (name === 'all' || name === '$transaction') && list && ts.isArrayLiteralExpression(list)
    ? list.elements
    : null;
}

/** `cache(async () => …)`: the function a call wraps. */
function wrappedFunction(walk: Walk, value: ts.Expression, firstFunction: number): number {
  if (!ts.isCallExpression(value) || walk.functions.length === firstFunction) return -1;
  // `items.map(…)` gives a list and `prisma.$transaction(…)` a result; only a plain call can give back a function.
  if (ts.isPropertyAccessExpression(value.expression) && !/cache|memo/i.test(value.expression.name.text))
    return -1;
  const first = value.arguments.find((argument) => isInlineFunction(peel(argument)));
  return first ? walk.functionIndexOf(peel(first)) : -1;
}

function takesFromList(value: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(value)) return takesFromList(peel(value.expression));
  return (
    ts.isCallExpression(value) &&
    ts.isPropertyAccessExpression(value.expression) &&
    takesItem.has(value.expression.name.text)
  );
}

export function isLiteralList(node: ts.Expression): boolean {
  const value = peel(node);
  if (ts.isArrayLiteralExpression(value))
    return value.elements.length > 0 && value.elements.every((element) => !ts.isSpreadElement(element));
  if (ts.isObjectLiteralExpression(value))
    return (
      value.properties.length > 0 && value.properties.every((property) => !ts.isSpreadAssignment(property))
    );
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return false;
  const callee = value.expression;
  const ofObject =
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === 'Object' &&
    /^(keys|values|entries)$/.test(callee.name.text);
  const argument = value.arguments[0];
  return ofObject && argument !== undefined && isLiteralList(argument);
}
