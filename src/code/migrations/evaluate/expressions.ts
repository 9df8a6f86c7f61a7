import { ts } from '../../syntax';
import { assignTo } from './bindings';
import { evaluateCall, evaluateNew, evaluateTag } from './calls';
import { classValue } from './classes';
import type { Evaluation } from './evaluation';
import { lookUp } from './names';
import { evaluateBinary, evaluateUnary } from './operators';
import { choose } from './branches';
import { property } from './members';
import { foreignPlace, nameOfNode, placeOf, unknownAt } from './places';
import { settle } from './reach';
import type { Scope } from './scope';
import { asText, concatenated, literalText, relocated, templatePart } from './texts';
import { isNothing, list, record, scalar, textOf, type RecordValue, type Value } from './values';

/** What an expression is known to be. Never fails: what is not understood is unknown under its own text. */
export function evaluate(run: Evaluation, scope: Scope, node: ts.Expression): Value {
  run.step();
  if (ts.isStringLiteralLike(node)) return literalText(node, scope.module.source, foreignPlace(run, scope));
  if (ts.isTemplateExpression(node)) return template(run, scope, node);
  if (ts.isIdentifier(node)) return lookUp(run, scope, node);
  if (ts.isPropertyAccessExpression(node)) {
    const object = evaluate(run, scope, node.expression);
    if (ts.isOptionalChain(node) && isNothing(object)) return scalar(undefined, placeOf(run, scope, node));
    const found = property(run, object, node.name.text, placeOf(run, scope, node));
    return found.kind === 'unknown' ? unknownAt(run, scope, node, found) : found;
  }
  if (ts.isElementAccessExpression(node)) return element(run, scope, node);
  if (ts.isCallExpression(node)) return evaluateCall(run, scope, node);
  if (ts.isNewExpression(node)) return evaluateNew(run, scope, node);
  if (ts.isTaggedTemplateExpression(node)) return evaluateTag(run, scope, node);
  if (ts.isAwaitExpression(node)) {
    const value = evaluate(run, scope, node.expression);
    settle(value);
    // What a lazy query gives is not known, and is no query any more.
    return value.kind === 'host' && value.host.settle !== undefined ? unknownAt(run, scope, node) : value;
  }
  if (isWrapper(node)) return evaluate(run, scope, node.expression);
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(run, scope, node);
  if (ts.isArrayLiteralExpression(node)) return arrayLiteral(run, scope, node);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    const self = ts.isArrowFunction(node) ? scope.self : null;
    return { kind: 'function', node, scope, self, place: placeOf(run, scope, node) };
  }
  if (ts.isClassExpression(node)) return classValue(run, scope, node);
  if (ts.isConditionalExpression(node)) return conditional(run, scope, node);
  if (ts.isBinaryExpression(node)) return evaluateBinary(run, scope, node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return evaluateUnary(run, scope, node);
  return simple(run, scope, node);
}

function isWrapper(
  node: ts.Expression,
): node is
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion
  | ts.ExpressionWithTypeArguments {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isExpressionWithTypeArguments(node)
  );
}

function simple(run: Evaluation, scope: Scope, node: ts.Expression): Value {
  const place = placeOf(run, scope, node);
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return scalar(true, place);
    case ts.SyntaxKind.FalseKeyword:
      return scalar(false, place);
    case ts.SyntaxKind.NullKeyword:
      return scalar(null, place);
    case ts.SyntaxKind.ThisKeyword:
      return scope.self ?? unknownAt(run, scope, node);
    case ts.SyntaxKind.NumericLiteral:
      return scalar(Number((node as ts.NumericLiteral).text), place);
    case ts.SyntaxKind.BigIntLiteral:
      return scalar(BigInt((node as ts.BigIntLiteral).text.slice(0, -1)), place);
    case ts.SyntaxKind.VoidExpression:
      evaluate(run, scope, (node as ts.VoidExpression).expression);
      return scalar(undefined, place);
    case ts.SyntaxKind.DeleteExpression:
      assignTo(run, scope, (node as ts.DeleteExpression).expression, scalar(undefined, place));
      return scalar(true, place);
    default:
      return unknownAt(run, scope, node);
  }
}

/** A known interpolation stands at its `${…}`, an unknown one leaves a placeholder there. */
function template(run: Evaluation, scope: Scope, node: ts.TemplateExpression): Value {
  const { source } = scope.module;
  const foreign = foreignPlace(run, scope);
  const texts = [templatePart(node.head, source, foreign)];
  for (const span of node.templateSpans) {
    const value = asText(evaluate(run, scope, span.expression));
    texts.push(
      relocated(value, foreign ?? holeOf(span, source)),
      templatePart(span.literal, source, foreign),
    );
  }
  return concatenated(texts, placeOf(run, scope, node));
}

/** The `${…}` of a template, its delimiters included; one that is not closed reaches to the end of its expression. */
export function holeOf(span: ts.TemplateSpan, source: ts.SourceFile): { start: number; end: number } {
  const start = Math.max(0, span.expression.pos - 2);
  const close = span.literal.getStart(source);
  const isClosed = source.text[close] === '}';
  return { start, end: Math.max(start, isClosed ? close + 1 : span.expression.end) };
}

function element(run: Evaluation, scope: Scope, node: ts.ElementAccessExpression): Value {
  const object = evaluate(run, scope, node.expression);
  const key = evaluate(run, scope, node.argumentExpression);
  const name = key.kind === 'scalar' ? String(key.value) : textOf(key);
  const found = name === null ? null : property(run, object, name, placeOf(run, scope, node));
  return found === null || found.kind === 'unknown' ? unknownAt(run, scope, node, found ?? object) : found;
}

function conditional(run: Evaluation, scope: Scope, node: ts.ConditionalExpression): Value {
  const value = choose(
    run,
    evaluate(run, scope, node.condition),
    () => evaluate(run, scope, node.whenTrue),
    () => evaluate(run, scope, node.whenFalse),
    placeOf(run, scope, node),
  );
  return value ?? unknownAt(run, scope, node);
}

function arrayLiteral(run: Evaluation, scope: Scope, node: ts.ArrayLiteralExpression): Value {
  const items: Value[] = [];
  let complete = true;
  for (const item of node.elements) {
    if (ts.isOmittedExpression(item)) items.push(scalar(undefined, placeOf(run, scope, item)));
    else if (ts.isSpreadElement(item)) {
      const spread = evaluate(run, scope, item.expression);
      if (spread.kind === 'list') items.push(...spread.items);
      if (spread.kind !== 'list' || !spread.complete) complete = false;
    } else items.push(evaluate(run, scope, item));
  }
  return list(items, placeOf(run, scope, node), complete);
}

function objectLiteral(run: Evaluation, scope: Scope, node: ts.ObjectLiteralExpression): Value {
  const object = record(new Map(), placeOf(run, scope, node));
  for (const member of node.properties) addMember(run, scope, object, member);
  return object;
}

function addMember(
  run: Evaluation,
  scope: Scope,
  object: RecordValue,
  member: ts.ObjectLiteralElementLike,
): void {
  if (ts.isSpreadAssignment(member)) {
    const spread = evaluate(run, scope, member.expression);
    if (spread.kind === 'record') for (const [name, value] of spread.entries) object.entries.set(name, value);
    const isNothing = spread.kind === 'scalar';
    if (!isNothing && (spread.kind !== 'record' || !spread.complete)) object.complete = false;
    return;
  }
  const name = memberName(run, scope, member.name);
  if (name === null) object.complete = false;
  else if (ts.isPropertyAssignment(member))
    object.entries.set(name, evaluate(run, scope, member.initializer));
  else if (ts.isShorthandPropertyAssignment(member))
    object.entries.set(name, lookUp(run, scope, member.name));
  else if (ts.isMethodDeclaration(member))
    object.entries.set(name, {
      kind: 'function',
      node: member,
      scope,
      self: object,
      place: placeOf(run, scope, member.name),
    });
}

/** The name of a member of an object or class, computed names included; null when it is not known. */
export function memberName(run: Evaluation, scope: Scope, name: ts.PropertyName): string | null {
  if (!ts.isComputedPropertyName(name)) return nameOfNode(name);
  const value = evaluate(run, scope, name.expression);
  return value.kind === 'scalar' ? String(value.value) : textOf(value);
}
