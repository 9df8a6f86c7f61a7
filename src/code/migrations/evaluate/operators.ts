import { ts } from '../../syntax';
import { assignTo } from './bindings';
import { choose } from './branches';
import type { Evaluation } from './evaluation';
import { evaluate } from './expressions';
import { placeOf, unknownAt } from './places';
import { settle } from './reach';
import type { Scope } from './scope';
import { asText, concatenated, relocated } from './texts';
import {
  computedText,
  isNothing,
  scalar,
  textOf,
  truth,
  type TextValue,
  type UnknownValue,
  type Value,
} from './values';

const Kind = ts.SyntaxKind;

/** `a + b`, `a && b`, `a = b`, `a === b`, … */
export function evaluateBinary(run: Evaluation, scope: Scope, node: ts.BinaryExpression): Value {
  const operator = node.operatorToken.kind;
  if (operator === Kind.EqualsToken) return assign(run, scope, node.left, evaluate(run, scope, node.right));
  if (isLogical(operator)) return logical(run, scope, node, operator);
  if (operator === Kind.CommaToken) {
    settle(evaluate(run, scope, node.left));
    return evaluate(run, scope, node.right);
  }
  if (operator === Kind.PlusEqualsToken) {
    const left = evaluate(run, scope, node.left);
    return assign(run, scope, node.left, add(run, scope, node, left, evaluate(run, scope, node.right)));
  }
  if (operator >= Kind.FirstAssignment && operator <= Kind.LastAssignment) {
    evaluate(run, scope, node.right);
    return assign(run, scope, node.left, unknownAt(run, scope, node));
  }
  const left = evaluate(run, scope, node.left);
  const right = evaluate(run, scope, node.right);
  if (operator === Kind.PlusToken) return add(run, scope, node, left, right);
  return computed(operator, left, right, run, scope, node);
}

function assign(run: Evaluation, scope: Scope, target: ts.Expression, value: Value): Value {
  assignTo(run, scope, target, value);
  return value;
}

function isLogical(operator: ts.SyntaxKind): boolean {
  return (
    operator === Kind.AmpersandAmpersandToken ||
    operator === Kind.BarBarToken ||
    operator === Kind.QuestionQuestionToken
  );
}

function logical(run: Evaluation, scope: Scope, node: ts.BinaryExpression, operator: ts.SyntaxKind): Value {
  const left = evaluate(run, scope, node.left);
  const right = (): Value => evaluate(run, scope, node.right);
  if (operator === Kind.QuestionQuestionToken)
    return left.kind === 'unknown' ? unknownAt(run, scope, node) : isNothing(left) ? right() : left;
  const known = truth(left);
  const isAnd = operator === Kind.AmpersandAmpersandToken;
  if (known !== null) return known === isAnd ? right() : left;
  const value = choose(run, left, isAnd ? right : () => left, isAnd ? () => left : right, left.place);
  return value ?? unknownAt(run, scope, node);
}

/** A sum of numbers, else a text; a literal part of it keeps its places. */
function add(run: Evaluation, scope: Scope, node: ts.BinaryExpression, left: Value, right: Value): Value {
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    if (typeof left.value === 'number' && typeof right.value === 'number')
      return scalar(left.value + right.value, placeOf(run, scope, node));
  }
  if (left.kind !== 'text' && right.kind !== 'text') return unknownAt(run, scope, node);
  const grows = node.operatorToken.kind === Kind.PlusEqualsToken;
  return concatenated(
    [operand(run, scope, node.left, left, grows), operand(run, scope, node.right, right, false)],
    placeOf(run, scope, node),
  );
}

function operand(run: Evaluation, scope: Scope, node: ts.Expression, value: Value, keep: boolean): TextValue {
  const text = asText(value);
  return keep || isWrittenHere(node) ? text : relocated(text, placeOf(run, scope, node));
}

/** The text of such an expression stands in the expression itself. */
function isWrittenHere(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isWrittenHere(node.expression);
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node);
}

function computed(
  operator: ts.SyntaxKind,
  left: Value,
  right: Value,
  run: Evaluation,
  scope: Scope,
  node: ts.BinaryExpression,
): Value {
  const a = plain(left);
  const b = plain(right);
  if (a === notPlain || b === notPlain) {
    const asked = left.kind === 'unknown' ? left : null;
    return asked === null
      ? unknownAt(run, scope, node)
      : comparedGuard(operator, unknownAt(run, scope, node, asked), right);
  }
  const result = compared(operator, a, b) ?? arithmetic(operator, a, b);
  return result === null ? unknownAt(run, scope, node) : scalar(result, placeOf(run, scope, node));
}

const notPlain = Symbol('not a plain value');
type Plain = string | number | bigint | boolean | null | undefined;

function plain(value: Value): Plain | typeof notPlain {
  if (value.kind === 'scalar') return value.value;
  return value.kind === 'text' ? (textOf(value) ?? notPlain) : notPlain;
}

function compared(operator: ts.SyntaxKind, a: Plain, b: Plain): boolean | null {
  switch (operator) {
    case Kind.EqualsEqualsEqualsToken:
      return a === b;
    case Kind.ExclamationEqualsEqualsToken:
      return a !== b;
    case Kind.EqualsEqualsToken:
      return a === b || ((a ?? null) === null && (b ?? null) === null);
    case Kind.ExclamationEqualsToken:
      return !(a === b || ((a ?? null) === null && (b ?? null) === null));
    default:
      return null;
  }
}

function arithmetic(operator: ts.SyntaxKind, a: Plain, b: Plain): number | boolean | null {
  if (typeof a !== 'number' || typeof b !== 'number') return null;
  switch (operator) {
    case Kind.MinusToken:
      return a - b;
    case Kind.AsteriskToken:
      return a * b;
    case Kind.SlashToken:
      return a / b;
    case Kind.PercentToken:
      return a % b;
    case Kind.LessThanToken:
      return a < b;
    case Kind.LessThanEqualsToken:
      return a <= b;
    case Kind.GreaterThanToken:
      return a > b;
    case Kind.GreaterThanEqualsToken:
      return a >= b;
    default:
      return null;
  }
}

/** `!a`, `-a`, `i++`. */
export function evaluateUnary(
  run: Evaluation,
  scope: Scope,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
): Value {
  const value = evaluate(run, scope, node.operand);
  const place = placeOf(run, scope, node);
  const number = value.kind === 'scalar' && typeof value.value === 'number' ? value.value : null;
  switch (node.operator) {
    case Kind.ExclamationToken: {
      const known = truth(value);
      return known === null ? negated(unknownAt(run, scope, node, value)) : scalar(!known, place);
    }
    case Kind.MinusToken:
      return number === null ? unknownAt(run, scope, node) : scalar(-number, place);
    case Kind.PlusPlusToken:
    case Kind.MinusMinusToken: {
      const step = node.operator === Kind.PlusPlusToken ? 1 : -1;
      const next = number === null ? unknownAt(run, scope, node) : scalar(number + step, place);
      assignTo(run, scope, node.operand, next);
      return ts.isPrefixUnaryExpression(node) ? next : value;
    }
    default:
      return unknownAt(run, scope, node);
  }
}

function negated(value: UnknownValue): UnknownValue {
  return { ...value, guard: value.guard === null ? null : value.guard === 'exists' ? 'missing' : 'exists' };
}

/** `rows.length === 0` says the contrary of `rows.length`, `rows.length > 0` the same. */
function comparedGuard(operator: ts.SyntaxKind, value: UnknownValue, other: Value): UnknownValue {
  if (other.kind !== 'scalar' || typeof other.value === 'bigint') return { ...value, guard: null };
  const isNone = other.value === 0 || other.value === false || isNothing(other);
  const isEqual = operator === Kind.EqualsEqualsEqualsToken || operator === Kind.EqualsEqualsToken;
  const isUnequal =
    operator === Kind.ExclamationEqualsEqualsToken || operator === Kind.ExclamationEqualsToken;
  if (isEqual) return isNone ? negated(value) : value;
  if (isUnequal) return isNone ? value : negated(value);
  if (operator === Kind.GreaterThanToken && other.value === 0) return value;
  if (operator === Kind.GreaterThanEqualsToken && other.value === 1) return value;
  return operator === Kind.LessThanToken && other.value === 1 ? negated(value) : { ...value, guard: null };
}

/** `typeof value`; null when it is not known. */
export function typeOf(value: Value): TextValue | null {
  switch (value.kind) {
    case 'text':
      return computedText('string', value.place);
    case 'scalar':
      return computedText(value.value === null ? 'object' : typeof value.value, value.place);
    case 'function':
    case 'class':
      return computedText('function', value.place);
    case 'list':
    case 'record':
      return computedText('object', value.place);
    default:
      return null;
  }
}
