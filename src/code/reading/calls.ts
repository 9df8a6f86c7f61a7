import { ts } from '../syntax';
import { independent, turnOf, union } from '../origins';
import type { CallFact, CallKind, Origin, Value } from '../facts';
import { enterFunction } from './functions';
import { addLoop } from './loops';
import { boundedRunners, elementCallbacks, routeVerbs, shapedCalls, sleeps } from './interesting';
import { isAsync, isInlineFunction, peel, typeRefOf } from './nodes';
import { readProperty } from './property-reads';
import { shapeOf } from './shapes';
import { isLiteralList } from './variables';
import { excerpt, nothing, type Mutable, type Walk } from './walk';

/** Calls whose callback is handed a transaction. */
const opensTransaction = /transaction|^(?:transactional|begin|tx|task|transact|execute)$/i;

type CallNode = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** Reads a call with its receiver and arguments; a callback that runs once per element becomes a loop. */
export function visitCall(walk: Walk, node: CallNode): readonly Origin[] {
  const wrapping = walk.pendingName;
  walk.pendingName = '';
  const kind: CallKind = ts.isNewExpression(node)
    ? 'new'
    : ts.isTaggedTemplateExpression(node)
      ? 'tag'
      : 'call';
  const target = ts.isTaggedTemplateExpression(node) ? node.tag : node.expression;
  const receiver = visitCallee(walk, peel(target));
  const callee = walk.valueOf(target);
  const name = lastName(walk, callee);
  const index = walk.calls.length;
  const call: Mutable<CallFact> = {
    kind,
    callee,
    name,
    start: walk.startOf(node),
    end: node.end,
    nameStart: nameStart(walk, peel(target)),
    within: walk.fn,
    loop: walk.loop,
    origins: nothing,
    fields: null,
    values: nothing,
    shapes: null,
    text: null,
    typeArgs: typeArgsOf(node),
    awaitsBefore: walk.awaits,
    chained: false,
    awaited: false,
    taken: null,
    argumentOf: -1,
  };
  walk.calls.push(call);
  walk.rememberCall(node, index);
  if (callee.root.kind === 'call') {
    const inner = walk.calls[callee.root.call];
    if (inner) inner.chained = true;
  }
  if (kind === 'new') walk.constructed.push(name);
  if (kind === 'call' && sleeps.has(name)) markPause(walk);

  const args = argumentsOf(node);
  markConcurrent(walk, callee, args);
  const outerCall = walk.call;
  walk.call = index;
  const origins = visitArguments(walk, node, args, index, receiver, wrapping);
  walk.call = outerCall;

  call.awaitsBefore = Math.max(call.awaitsBefore, walk.awaits);
  call.origins = originsOf(origins, receiver);
  call.text = firstText(args);
  call.fields = args[0] ? (walk.fieldsOf.get(peel(args[0])) ?? null) : null;
  if (name === 'push' || name === 'unshift') markGrowing(walk, callee);
  if (args.length > 0) call.values = args.map((argument) => nameValue(walk, argument));
  if (isShaped(name, args)) call.shapes = args.map((argument) => shapeOf(walk, argument));
  for (const argument of args) {
    const inner = walk.calls[walk.callIndexOf(peel(argument))];
    if (inner) inner.argumentOf = index;
  }
  return origins.reduce(union, receiver);
}

/** Of the arguments, then of the receiver. */
function originsOf(
  origins: readonly (readonly Origin[])[],
  receiver: readonly Origin[],
): readonly (readonly Origin[])[] {
  if (receiver === independent && origins.every((one) => one === independent))
    return (independents[origins.length] ??= [...origins, receiver]);
  return [...origins, receiver];
}

/** Most calls depend on nothing: by the number of their arguments, what is said of these. */
const independents: (readonly (readonly Origin[])[])[] = [];

function visitCallee(walk: Walk, target: ts.Expression): readonly Origin[] {
  if (!ts.isPropertyAccessExpression(target)) return walk.visit(target);
  const origins = visitReceiver(walk, target);
  // `user.name.trim()` reads `name`; visiting the receiver above has noted it.
  if (!ts.isPropertyAccessExpression(peel(target.expression))) readProperty(walk, target, 1);
  return origins;
}

/** Visits what a property is taken from, and notes which property that is. */
export function visitReceiver(
  walk: Walk,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): readonly Origin[] {
  const receiver = peel(node.expression);
  const name = ts.isPropertyAccessExpression(node) ? node.name.text : '[]';
  if (ts.isIdentifier(receiver)) {
    const bound = walk.lookup(receiver.text);
    if (bound) walk.take(bound.variable, name);
    return bound?.origins ?? independent;
  }
  const origins = walk.visit(node.expression);
  const call = walk.calls[walk.callIndexOf(receiver)];
  if (call) call.taken = name;
  return origins;
}

function visitArguments(
  walk: Walk,
  node: CallNode,
  args: readonly ts.Expression[],
  index: number,
  receiver: readonly Origin[],
  wrapping: string,
): (readonly Origin[])[] {
  const plain = args.map((argument) =>
    isInlineFunction(peel(argument)) ? independent : walk.visit(argument),
  );
  const around = plain.reduce(union, receiver);
  args.forEach((argument, position) => {
    const callback = peel(argument);
    if (isInlineFunction(callback)) visitCallback(walk, node, callback, position, index, around, wrapping);
  });
  const driver = walk.calls[index];
  if (driver && args[0] && !isInlineFunction(peel(args[0])))
    namedCallback(walk, node, driver, args[0], receiver);
  return plain;
}

/** A function written as an argument: the body of a loop, or a callback that runs where it stands. */
function visitCallback(
  walk: Walk,
  node: CallNode,
  callback: ts.ArrowFunction | ts.FunctionExpression,
  position: number,
  index: number,
  around: readonly Origin[],
  wrapping: string,
): void {
  const call = walk.calls[index];
  if (!call) return;
  const list = listValue(call);
  const loopKind = list && position === 0 ? elementCallbacks.get(call.name) : undefined;
  const runner = boundedRunners.has(call.name) && position === 1;
  if (loopKind === undefined && !runner) {
    // `.then((user) => …)` hands on the value itself.
    const element = list && call.name === 'then' ? { value: list, position: 0 } : null;
    // The function that `cache(…)` or `memoize(…)` returns is called by others: its parameters are its own.
    const wrapped =
      wrapping !== '' &&
      (call.callee.path.length === 0 || /cache|memo/i.test(call.name)) &&
      call.loop === -1 &&
      around.length === 0;
    enterFunction(walk, callback, {
      name: wrapped ? wrapping : '',
      inlineOf: index,
      ...(wrapped ? {} : { origins: around, handle: opensTransaction.test(call.name) }),
      element,
    });
    return;
  }
  const kind =
    walk.concurrent.has(node) || isAsync(callback) || runner ? 'concurrent-map' : (loopKind ?? 'map');
  const loop = addLoop(walk, {
    kind: loopKind === 'for-each' || loopKind === 'reduce' ? loopKind : kind,
    start: call.start,
    end: call.end,
    headEnd: walk.startOf(callback),
    over: list,
    overText:
      ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)
        ? excerpt(walk, node.expression.expression)
        : '',
    literal:
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      isLiteralList(node.expression.expression),
  });
  const value = list ? { root: list.root, path: [...list.path, '[]'] } : null;
  const element = value ? { value, position: loopKind === 'reduce' ? 1 : 0 } : null;
  enterFunction(walk, callback, {
    name: '',
    inlineOf: index,
    bodyOf: loop,
    origins: union([turnOf(loop)], around),
    element,
  });
}

/** `ids.map(loadUser)`: a call of `loadUser` per element. */
function namedCallback(
  walk: Walk,
  node: CallNode,
  call: CallFact,
  argument: ts.Expression,
  receiver: readonly Origin[],
): void {
  const list = listValue(call);
  const kind = elementCallbacks.get(call.name);
  const target = peel(argument);
  if (!list || !kind || (!ts.isIdentifier(target) && !ts.isPropertyAccessExpression(target))) return;
  const callee = walk.valueOf(target);
  const outer = walk.loop;
  walk.loop = addLoop(walk, {
    kind: walk.concurrent.has(node) ? 'concurrent-map' : kind,
    start: call.start,
    end: call.end,
    headEnd: walk.startOf(argument),
    over: list,
    overText: '',
    literal: false,
  });
  walk.calls.push({
    kind: 'call',
    callee,
    name: lastName(walk, callee),
    start: walk.startOf(argument),
    end: argument.end,
    nameStart: nameStart(walk, target),
    within: walk.fn,
    loop: walk.loop,
    origins: [union([turnOf(walk.loop)], receiver), independent],
    fields: null,
    values: [null],
    shapes: null,
    text: null,
    typeArgs: [],
    awaitsBefore: walk.awaits,
    chained: false,
    awaited: false,
    taken: null,
    argumentOf: -1,
  });
  walk.loop = outer;
}

/** The receiver of a method call as a value. */
function listValue(call: CallFact): Value | null {
  return call.callee.path.length > 0 ? { root: call.callee.root, path: call.callee.path.slice(0, -1) } : null;
}

function markConcurrent(walk: Walk, callee: Value, args: readonly ts.Expression[]): void {
  const first = args[0];
  if (!first || callee.root.kind !== 'name' || callee.root.name !== 'Promise') return;
  walk.concurrent.add(peel(first));
}

function markPause(walk: Walk): void {
  for (let at = walk.loop; at >= 0; at = walk.loops[at]?.parent ?? -1) {
    const loop = walk.loops[at];
    if (loop) loop.pauses = true;
  }
  for (let fn = walk.functions[walk.fn]; fn && walk.loop < 0; fn = walk.functions[fn.parent]) {
    const body = walk.loops[fn.bodyOf] ?? walk.loops[fn.loop];
    if (body) body.pauses = true;
    if (body ?? fn.inlineOf < 0) break;
  }
}

function argumentsOf(node: CallNode): readonly ts.Expression[] {
  if (!ts.isTaggedTemplateExpression(node)) return node.arguments ?? nothing;
  return [node.template];
}

function typeArgsOf(node: CallNode): CallFact['typeArgs'] {
  return node.typeArguments?.map((argument) => typeRefOf(argument) ?? { name: '', args: [] }) ?? nothing;
}

function lastName(walk: Walk, { path, root }: Value): string {
  const last = path[path.length - 1];
  if (last !== undefined) return last;
  return root.kind === 'name'
    ? root.name
    : root.kind === 'variable'
      ? (walk.variables[root.variable]?.name ?? '')
      : '';
}

function nameStart(walk: Walk, target: ts.Expression): number {
  return walk.startOf(ts.isPropertyAccessExpression(target) ? target.name : target);
}

/** A list that is added to is not the literal it began as. */
function markGrowing(walk: Walk, callee: Value): void {
  const variable =
    callee.root.kind === 'variable' && callee.path.length === 1
      ? walk.variables[callee.root.variable]
      : undefined;
  if (variable) variable.literal = false;
}

function firstText(args: readonly ts.Expression[]): string | null {
  const first = args[0] && peel(args[0]);
  return first && ts.isStringLiteralLike(first) && first.text.length <= 200 ? first.text : null;
}

function nameValue(walk: Walk, argument: ts.Expression): Value | null {
  const value = walk.valueOf(argument);
  return value.root.kind === 'other' ? null : value;
}

function isShaped(name: string, args: readonly ts.Expression[]): boolean {
  const first = args[0];
  if (!first) return false;
  if (shapedCalls.has(name)) return true;
  return (
    routeVerbs.has(name) &&
    ts.isStringLiteralLike(first) &&
    (first.text.startsWith('/') || first.text === '*' || first.text === '')
  );
}
