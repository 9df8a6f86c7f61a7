import { ts } from '../syntax';
import type { Value } from '../facts';
import { peel } from './nodes';
import { elementPreserving, givesTable, shapedCalls } from './interesting';
import type { Walk } from './walk';

/** Notes `order.total` where `order` comes from a call that may be a query. `drop` names are left off the end (a method called on the value). */
export function readProperty(
  walk: Walk,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  drop: number,
): void {
  if (!ts.isPropertyAccessExpression(node)) return;
  const target = drop === 0 ? node : node.expression;
  if (!ts.isPropertyAccessExpression(target)) return;
  const value = walk.valueOf(target);
  const start = walk.startOf(target.name);
  addRead(walk, value, start, target.name.end);
  if (walk.namesTables && (value.root.kind === 'name' || value.root.kind === 'variable')) {
    const { name: argumentOf = '' } = walk.calls[walk.call] ?? {};
    walk.members.push({ value, start, end: target.name.end, within: walk.fn, argumentOf });
  }
}

/** Notes `await order.customer` and `order.customer.then(…)`: a relation that loads itself. */
export function readAwaitedProperty(walk: Walk, expression: ts.Expression): void {
  const property = peel(expression);
  if (!ts.isPropertyAccessExpression(property)) return;
  const value = walk.valueOf(property);
  if (value.root.kind === 'this' || value.root.kind === 'other') return;
  walk.awaitedProperties.push({
    value,
    start: walk.startOf(property),
    end: property.end,
    within: walk.fn,
    loop: walk.loop,
  });
}

/** Notes a read of the last name of a value's path, if the value comes from a call that may be a query. */
export function addRead(walk: Walk, value: Value, start: number, end: number): void {
  const origin = resultOf(walk, value, 0);
  if (!origin) return;
  const path = origin.path.filter((name) => name !== '[]');
  if (path.length > 0) walk.reads.push({ call: origin.call, path, start, end });
}

/** The call a value was taken from, through variables, loops and array methods of the same function; at most eight steps. */
function resultOf(walk: Walk, value: Value, depth: number): { call: number; path: readonly string[] } | null {
  if (depth > 8) return null;
  if (value.root.kind === 'variable') {
    const init = walk.variables[value.root.variable]?.init;
    return init ? resultOf(walk, { root: init.root, path: [...init.path, ...value.path] }, depth + 1) : null;
  }
  if (value.root.kind !== 'call') return null;
  const call = walk.calls[value.root.call];
  if (!call) return null;
  if (
    elementPreserving.has(call.name) &&
    call.callee.path.length > 0 &&
    isOnElements(walk, call.callee, depth)
  ) {
    return resultOf(
      walk,
      { root: call.callee.root, path: [...call.callee.path.slice(0, -1), ...value.path] },
      depth + 1,
    );
  }
  return shapedCalls.has(call.name) ? { call: value.root.call, path: value.path } : null;
}

/** `users.find(…)` on a list that itself came from a query, not `repository.find(…)`. */
function isOnElements(walk: Walk, callee: Value, depth: number): boolean {
  const origin = resultOf(walk, { root: callee.root, path: callee.path.slice(0, -1) }, depth + 1);
  return origin !== null && !givesTable.has(walk.calls[origin.call]?.name ?? '');
}
