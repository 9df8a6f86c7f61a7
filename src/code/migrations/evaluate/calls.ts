import type { Range } from '../../../model/text';
import { ts } from '../../syntax';
import { listMethod, textMethod } from './builtins';
import { instantiate, memberOf, parentOf } from './classes';
import type { Evaluation } from './evaluation';
import { evaluate, holeOf } from './expressions';
import { invoke } from './functions';
import type { HostCall } from './host';
import { globalCall, globalNew } from './globals';
import { property } from './members';
import { moduleNamespace } from './modules';
import { foreignPlace, placeOf, unknownAt, written } from './places';
import { settle } from './reach';
import type { Scope } from './scope';
import { asText, concatenated, relocated, templatePart } from './texts';
import { joined, list, textOf, unknown, type TextValue, type Value } from './values';

/** A call as the evaluator sees it, whatever it calls. */
export interface Call {
  readonly args: readonly Value[];
  readonly place: Range;
  readonly link: Range;
  /** As written, without arguments. */
  readonly label: string;
}

/** `f(…)`, `object.method(…)`, `require('…')`. */
export function evaluateCall(run: Evaluation, scope: Scope, node: ts.CallExpression): Value {
  const callee = peeled(node.expression);
  if (callee.kind === ts.SyntaxKind.ImportKeyword || isRequire(scope, callee)) {
    const [name] = node.arguments;
    const from = name === undefined ? null : textOf(evaluate(run, scope, name));
    return from === null
      ? unknownAt(run, scope, node)
      : moduleNamespace(run, scope.module, from, placeOf(run, scope, node));
  }
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return unknownAt(run, scope, node);
  if (ts.isPropertyAccessExpression(callee)) return memberCall(run, scope, node, callee);
  if (ts.isElementAccessExpression(callee)) {
    const key = textOf(evaluate(run, scope, callee.argumentExpression));
    if (key !== null) {
      const receiver = evaluate(run, scope, callee.expression);
      return method(run, receiver, key, callOf(run, scope, node, callee));
    }
  }
  if (ts.isIdentifier(callee) && scope.holder(callee.text) === null) {
    const call = callOf(run, scope, node, callee);
    return globalCall(run, callee.text, call) ?? notFollowed(run, call);
  }
  const fn = evaluate(run, scope, callee);
  return called(run, fn, callOf(run, scope, node, callee));
}

function peeled(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node)
    ? peeled(node.expression)
    : node;
}

function isRequire(scope: Scope, callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && callee.text === 'require' && scope.holder('require') === null;
}

function callOf(
  run: Evaluation,
  scope: Scope,
  node: ts.CallExpression | ts.NewExpression,
  callee: ts.Expression,
): Call {
  const args: Value[] = [];
  for (const argument of node.arguments ?? []) {
    if (!ts.isSpreadElement(argument)) args.push(evaluate(run, scope, argument));
    else {
      const spread = evaluate(run, scope, argument.expression);
      if (spread.kind === 'list') args.push(...spread.items);
      else args.push(unknownAt(run, scope, argument));
    }
  }
  const place = placeOf(run, scope, node);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const start = scope.module.path === null ? name.getStart(scope.module.source) : place.start;
  return { args, place, link: { start, end: place.end }, label: written(scope, callee) };
}

function memberCall(
  run: Evaluation,
  scope: Scope,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
): Value {
  const object = peeled(callee.expression);
  const name = callee.name.text;
  if (ts.isIdentifier(object) && scope.holder(object.text) === null) {
    const call = callOf(run, scope, node, callee);
    return globalCall(run, `${object.text}.${name}`, call) ?? notFollowed(run, call);
  }
  if (object.kind === ts.SyntaxKind.SuperKeyword) {
    const call = callOf(run, scope, node, callee);
    const self = scope.self;
    const parent = self?.kind === 'record' && self.of !== null ? parentOf(run, self.of) : null;
    const found =
      parent === null || self === null ? undefined : memberOf(run, parent, self, name, call.place);
    return found === undefined ? notFollowed(run, call) : called(run, found, call);
  }
  const receiver = evaluate(run, scope, object);
  return method(run, receiver, name, callOf(run, scope, node, callee));
}

/** `receiver.name(…)`. */
function method(run: Evaluation, receiver: Value, name: string, call: Call): Value {
  if (name === 'then' || name === 'catch' || name === 'finally') return afterwards(run, receiver, name, call);
  const host = receiver.kind === 'host' ? receiver.host : receiver.kind === 'record' ? receiver.base : null;
  if (receiver.kind === 'text') return textMethod(receiver, name, call) ?? notFollowed(run, call);
  if (receiver.kind === 'list') return listMethod(run, receiver, name, call) ?? notFollowed(run, call);
  if (receiver.kind === 'function' && (name === 'call' || name === 'apply' || name === 'bind'))
    return boundCall(run, receiver, name, call);
  const member = property(run, receiver, name, call.place);
  if (member.kind !== 'unknown' && !(member.kind === 'scalar' && host !== null))
    return called(run, member, call);
  if (host === null) return name === 'map' ? mapped(run, call) : notFollowed(run, call);
  const hostCall: HostCall = { ...call, name, label: `${host.label}.${name}` };
  const result = host.method?.(hostCall);
  if (result !== undefined) return asAnswer(result, hostCall);
  run.unread(hostCall, `what ${hostCall.label} does is not known`);
  return unknown(call.label, call.place);
}

const catalogues =
  /information_schema|pg_catalog|pg_class|pg_tables|to_regclass|sqlite_master|SHOW\s+(?:TABLES|COLUMNS)/i;

/** What a question about the database gives is not known, but it is known what it asks. */
function asAnswer(result: Value, { name, args }: HostCall): Value {
  if (result.kind !== 'unknown') return result;
  const [sql] = args;
  const asks = /^has[A-Z]/.test(name) || (sql?.kind === 'text' && catalogues.test(joined(sql)));
  return asks ? { ...result, guard: 'exists' } : result;
}

/** `promise.then(…)`: what was asked for runs now, then the callback. */
function afterwards(run: Evaluation, receiver: Value, name: string, call: Call): Value {
  settle(receiver);
  const [callback] = call.args;
  if (callback?.kind !== 'function' || name === 'catch') return receiver;
  const result = invoke(run, callback, name === 'then' ? [resolved(receiver, call)] : [], call.place);
  settle(result);
  return name === 'then' ? result : receiver;
}

/** What a lazy query gives is not known; what is no query stays itself. */
function resolved(receiver: Value, call: Call): Value {
  return receiver.kind === 'host' ? unknown(call.label, call.place) : receiver;
}

function boundCall(
  run: Evaluation,
  fn: Value & { kind: 'function' },
  name: 'call' | 'apply' | 'bind',
  call: Call,
): Value {
  const [self, ...rest] = call.args;
  const bound = { ...fn, self: self ?? fn.self };
  if (name === 'bind') return rest.length === 0 ? bound : unknown(call.label, call.place);
  const args = name === 'call' ? rest : rest[0]?.kind === 'list' ? rest[0].items : [];
  return invoke(run, bound, args, call.place);
}

function called(run: Evaluation, fn: Value, call: Call): Value {
  if (fn.kind === 'function') return invoke(run, fn, call.args, call.place);
  if (fn.kind !== 'host') return notFollowed(run, call);
  const hostCall: HostCall = { ...call, name: '', label: fn.host.label };
  const result = fn.host.call?.(hostCall);
  if (result !== undefined) return result;
  run.unread(hostCall, `what ${fn.host.label} does is not known`);
  return unknown(call.label, call.place);
}

/**
 * A call of code that is not followed. Callbacks given to it are read as if each ran once; what it does with a
 * thing of the library is not known.
 */
export function notFollowed(run: Evaluation, call: Call): Value {
  for (const arg of call.args)
    if (arg.kind === 'function') settle(invoke(run, arg, unknownsFor(arg, call), call.place));
  run.escaped(call.label, call.args, call.place);
  return unknown(call.label, call.place);
}

/** `rows.map(…)` of rows that are not known: a list of which one item shows the form. */
function mapped(run: Evaluation, call: Call): Value {
  const [callback] = call.args;
  if (callback?.kind !== 'function') return notFollowed(run, call);
  const item = invoke(run, callback, unknownsFor(callback, call), call.place);
  settle(item);
  return list([item], call.place, false);
}

function unknownsFor(fn: Value & { kind: 'function' }, call: Call): readonly Value[] {
  return fn.node.parameters.map((parameter) =>
    unknown(ts.isIdentifier(parameter.name) ? parameter.name.text : call.label, call.place),
  );
}

/** `new Thing(…)`. */
export function evaluateNew(run: Evaluation, scope: Scope, node: ts.NewExpression): Value {
  const call = callOf(run, scope, node, node.expression);
  if (ts.isIdentifier(node.expression) && scope.holder(node.expression.text) === null)
    return globalNew(node.expression.text, call) ?? notFollowed(run, call);
  const made = evaluate(run, scope, node.expression);
  if (made.kind === 'class') return instantiate(run, made, call.args, call.place);
  if (made.kind === 'host') {
    const result = made.host.construct?.({ ...call, name: '', label: `new ${made.host.label}` });
    if (result !== undefined) return result;
  }
  return notFollowed(run, call);
}

const layoutTags = new Set(['dedent', 'outdent', 'stripIndent', 'stripIndents', 'oneLine', 'endent']);

/** `` tag`…` ``: of the library, one that only changes the layout, or not known. */
export function evaluateTag(run: Evaluation, scope: Scope, node: ts.TaggedTemplateExpression): Value {
  const place = placeOf(run, scope, node);
  const tag = evaluate(run, scope, node.tag);
  const { texts, values, holes } = partsOf(run, scope, node.template);
  const label = written(scope, node.tag);
  if (tag.kind === 'host') {
    const result = tag.host.tag?.({ texts, values, holes, place, label });
    if (result !== undefined) return result;
  }
  if (layoutTags.has(label) || label === 'String.raw') {
    const filled = texts.flatMap((text, index) => {
      const value = values[index];
      return value === undefined ? [text] : [text, relocated(asText(value), holes[index] ?? place)];
    });
    return concatenated(filled, place);
  }
  if (tag.kind === 'function') return invoke(run, tag, [list([...texts], place), ...values], place);
  run.escaped(label, values, place);
  return unknownAt(run, scope, node);
}

function partsOf(
  run: Evaluation,
  scope: Scope,
  template: ts.TemplateLiteral,
): { texts: TextValue[]; values: Value[]; holes: Range[] } {
  if (ts.isNoSubstitutionTemplateLiteral(template)) {
    const whole = evaluate(run, scope, template);
    return { texts: whole.kind === 'text' ? [whole] : [], values: [], holes: [] };
  }
  const { source } = scope.module;
  const foreign = foreignPlace(run, scope);
  const texts = [templatePart(template.head, source, foreign)];
  const values: Value[] = [];
  const holes: Range[] = [];
  for (const span of template.templateSpans) {
    values.push(evaluate(run, scope, span.expression));
    holes.push(foreign ?? holeOf(span, source));
    texts.push(templatePart(span.literal, source, foreign));
  }
  return { texts, values, holes };
}

/** Calls a callback of the migration with values, as a builtin does; anything but a function gives an unknown. */
export function callBack(
  run: Evaluation,
  callback: Value | undefined,
  args: readonly Value[],
  call: Call,
): Value {
  return callback === undefined ? unknown(call.label, call.place) : called(run, callback, { ...call, args });
}
