import { ts } from '../syntax';
import { peel } from './nodes';
import type { Walk } from './walk';

const kinds = ts.SyntaxKind;

/** Notes what an `if` asks that keeps a loop from asking twice, or from turning more than once. */
export function readGuards(walk: Walk, node: ts.IfStatement): void {
  readAskedMemories(walk, node.expression);
  readKeptField(walk, node);
  const list = listOfOne(peel(node.expression));
  if (list !== null && leavesAll(node.thenStatement))
    walk.decisions.singles.push({ list: walk.valueOf(list), within: walk.fn, end: node.end });
}

/** `known[id]`, `id in known` anywhere in a condition. */
function readAskedMemories(walk: Walk, node: ts.Expression): void {
  const inner = peel(node);
  if (ts.isBinaryExpression(inner)) {
    if (inner.operatorToken.kind === kinds.InKeyword && !ts.isStringLiteralLike(inner.left))
      note(walk, inner.right, 'asked', inner.end);
    readAskedMemories(walk, inner.left);
    readAskedMemories(walk, inner.right);
  } else if (ts.isPrefixUnaryExpression(inner)) readAskedMemories(walk, inner.operand);
  else if (ts.isPropertyAccessExpression(inner)) readAskedMemories(walk, inner.expression);
  else if (isByKey(inner)) note(walk, inner.expression, 'asked', inner.end);
}

/** `if (this.root) return this.root`, also through a variable that holds the field: what was read once is kept. */
function readKeptField(walk: Walk, { expression, thenStatement }: ts.IfStatement): void {
  const only = ts.isBlock(thenStatement) ? thenStatement.statements.at(0) : thenStatement;
  if (only === undefined || !ts.isReturnStatement(only) || !only.expression) return;
  const field = fieldOf(walk, peel(only.expression));
  if (field !== null && isAskedFor(walk, peel(expression), field)) noteField(walk, field, 'asked', only.end);
}

/** `this.root`, `this.root !== undefined`. */
function isAskedFor(walk: Walk, condition: ts.Expression, field: string): boolean {
  const asked = ts.isBinaryExpression(condition) ? peel(condition.left) : condition;
  return fieldOf(walk, asked) === field;
}

/** The name of a field of this object, as it is or in a variable; null for anything else. */
function fieldOf(walk: Walk, node: ts.Expression): string | null {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return null;
  let value = walk.valueOf(node);
  if (value.root.kind === 'variable' && value.path.length === 0)
    value = walk.variables[value.root.variable]?.init ?? value;
  const [name] = value.path;
  return value.root.kind === 'this' && value.path.length === 1 ? (name ?? null) : null;
}

function noteField(walk: Walk, field: string, act: 'asked' | 'filled', at: number): void {
  walk.decisions.memories.push({ name: `this.${field}`, act, at });
}

/** Notes `known[id] = …`; `known[id] ??= …` asks as well. */
export function readFilledMemory(walk: Walk, { left, operatorToken }: ts.BinaryExpression): void {
  const target = peel(left);
  if (ts.isPropertyAccessExpression(target) && target.expression.kind === kinds.ThisKeyword) {
    if (operatorToken.kind === kinds.QuestionQuestionEqualsToken)
      noteField(walk, target.name.text, 'asked', walk.startOf(target));
    noteField(walk, target.name.text, 'filled', target.end);
    return;
  }
  if (!isByKey(target)) return;
  if (
    operatorToken.kind === kinds.QuestionQuestionEqualsToken ||
    operatorToken.kind === kinds.BarBarEqualsToken
  )
    note(walk, target.expression, 'asked', target.end);
  note(walk, target.expression, 'filled', target.end);
}

/** An element by something else than a text or a number. */
function isByKey(node: ts.Expression): node is ts.ElementAccessExpression {
  return (
    ts.isElementAccessExpression(node) &&
    !ts.isStringLiteralLike(node.argumentExpression) &&
    !ts.isNumericLiteral(node.argumentExpression)
  );
}

function note(walk: Walk, object: ts.Expression, act: 'asked' | 'filled', at: number): void {
  walk.decisions.memories.push({ name: walk.text.slice(walk.startOf(object), object.end), act, at });
}

/** The list of `ids.length !== 1`, `ids.length > 1`, also beside other reasons to leave (`||`); null otherwise. */
function listOfOne(condition: ts.Expression): ts.Expression | null {
  if (!ts.isBinaryExpression(condition)) return null;
  const { left, right, operatorToken } = condition;
  if (operatorToken.kind === kinds.BarBarToken) return listOfOne(peel(left)) ?? listOfOne(peel(right));
  const counted = peel(left);
  if (!ts.isPropertyAccessExpression(counted) || !/^(?:length|size)$/.test(counted.name.text)) return null;
  if (!ts.isNumericLiteral(right)) return null;
  const { kind } = operatorToken;
  const isOne =
    (right.text === '1' &&
      (kind === kinds.ExclamationEqualsEqualsToken ||
        kind === kinds.ExclamationEqualsToken ||
        kind === kinds.GreaterThanToken)) ||
    (right.text === '2' && kind === kinds.GreaterThanEqualsToken);
  return isOne ? counted.expression : null;
}

function leavesAll(node: ts.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements[node.statements.length - 1] : node;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) ||
      ts.isThrowStatement(last) ||
      ts.isContinueStatement(last) ||
      ts.isBreakStatement(last))
  );
}
