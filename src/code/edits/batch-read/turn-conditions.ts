import { ts } from '../../syntax';
import type { ListLoop } from './loop-form';
import { isPath } from './literals';
import { assignedIn, changedIn, isWithin, pathText } from './turn';

/** A condition on which a turn comes to a place. */
interface Condition {
  readonly node: ts.Node;
  /** null: it is not one condition that decides, but something inside of the node. */
  readonly holds: boolean | null;
}

interface KnownCondition extends Condition {
  readonly node: ts.Expression;
}

/**
 * Text of the condition on which a turn asks by its key, made of the item and of what stays the same through the loop,
 * so that it can be asked of any item before the loop; '' when each turn asks. What else decides is left out: then rows
 * are read that no turn takes. null: something else decides by the key itself, which may then be no key at all.
 */
export function conditionOfTurn(asked: ts.Expression, key: ts.Expression, loop: ListLoop): string | null {
  const conditions = conditionsOf(asked, loop.body);
  const written = new Set([...assignedIn(loop.body), ...changedIn(loop.body)]);
  const isKnown = (one: Condition): one is KnownCondition =>
    one.holds !== null && isOfItem(one.node, loop, written);
  const path = pathText(key);
  if (conditions.some((one) => !isKnown(one) && tellsOf(one.node, path, loop.body))) return null;
  return conditions
    .filter(isKnown)
    .map(({ node, holds }) => (holds ? whole(node) : negated(node)))
    .join(' && ');
}

function conditionsOf(asked: ts.Node, body: ts.Node): readonly Condition[] {
  const conditions: Condition[] = [];
  for (let at = asked; at !== body; at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && at !== parent.expression)
      conditions.unshift({ node: parent.expression, holds: at === parent.thenStatement });
    if (ts.isConditionalExpression(parent) && at !== parent.condition)
      conditions.unshift({ node: parent.condition, holds: at === parent.whenTrue });
    if (ts.isBinaryExpression(parent) && at === parent.right) {
      const kind = parent.operatorToken.kind;
      if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken)
        conditions.unshift({ node: parent.left, holds: kind === ts.SyntaxKind.AmpersandAmpersandToken });
    }
    if (ts.isCaseClause(parent) && at !== parent.expression)
      conditions.unshift({ node: parent.parent.parent.expression, holds: true });
    if (ts.isBlock(parent) || ts.isCaseClause(parent))
      conditions.unshift(...passedOver(parent.statements, at));
  }
  return conditions;
}

/** `if (…) continue;` in front of a statement, and others that may end the turn. */
function passedOver(statements: readonly ts.Statement[], before: ts.Node): readonly Condition[] {
  const end = statements.findIndex((one) => one === before);
  return statements.slice(0, end).flatMap((one): readonly Condition[] => {
    if (!mayLeave(one)) return [];
    if (!ts.isIfStatement(one) || one.elseStatement !== undefined) return [{ node: one, holds: null }];
    const then = one.thenStatement;
    const last = ts.isBlock(then) ? then.statements.at(-1) : then;
    return last !== undefined && isLeaving(last)
      ? [{ node: one.expression, holds: false }]
      : [{ node: one, holds: null }];
  });
}

function isLeaving(node: ts.Node): boolean {
  return ts.isContinueStatement(node) || ts.isReturnStatement(node) || ts.isThrowStatement(node);
}

function mayLeave(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return isLeaving(node) || (ts.forEachChild(node, (child) => mayLeave(child) || undefined) ?? false);
}

/** Made of the item and of names from outside that nothing in the loop writes to, without calls. */
function isOfItem(node: ts.Node, loop: ListLoop, written: ReadonlySet<string>): boolean {
  if (ts.isParenthesizedExpression(node)) return isOfItem(node.expression, loop, written);
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.ExclamationToken && isOfItem(node.operand, loop, written);
  if (ts.isBinaryExpression(node))
    return (
      comparing.has(node.operatorToken.kind) &&
      isOfItem(node.left, loop, written) &&
      isOfItem(node.right, loop, written)
    );
  if (ts.isTypeOfExpression(node)) return isOfItem(node.expression, loop, written);
  if (ts.isLiteralExpression(node) || isKeyword(node.kind)) return true;
  if (!isPlainPath(node)) return false;
  const path = pathText(node);
  const [root = ''] = path.split('.');
  const isOuter = loop.itemNames.has(root) || !loop.inner.has(root);
  return isOuter && ![...written].some((one) => isWithin(path, one));
}

const comparing: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

function isKeyword(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.NullKeyword ||
    kind === ts.SyntaxKind.TrueKeyword ||
    kind === ts.SyntaxKind.FalseKeyword
  );
}

function isPlainPath(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  return ts.isPropertyAccessExpression(node)
    ? isPlainPath(node.expression)
    : ts.isIdentifier(node) || (ts.isNonNullExpression(node) && isPath(node));
}

/** A condition asks for the key, for what holds it, or for a name of the turn that was made from it. */
function tellsOf(condition: ts.Node, key: string, body: ts.Node): boolean {
  const made = new Set<string>();
  const visit = (node: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node)) {
      const path = pathText(node);
      if (isWithin(key, path) || isWithin(path, key)) return true;
      const root = /^\w+/.exec(path)?.[0] ?? '';
      if (!made.has(root)) {
        made.add(root);
        if (initialisersOf(root, body).some(visit)) return true;
      }
      if (ts.isPropertyAccessExpression(node) && isPlainPath(node)) return false;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(condition);
}

/** What the variables of a name inside a body are made from. */
function initialisersOf(name: string, body: ts.Node): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined && declares(node.name, name))
      found.push(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function declares(binding: ts.BindingName, name: string): boolean {
  if (ts.isIdentifier(binding)) return binding.text === name;
  return binding.elements.some((one) => ts.isBindingElement(one) && declares(one.name, name));
}

const opposites: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.EqualsEqualsToken]: '!=',
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsToken]: '==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
};

function negated(node: ts.Expression): string {
  if (ts.isParenthesizedExpression(node)) return negated(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return whole(node.operand);
  if (!ts.isBinaryExpression(node)) return `!${node.getText()}`;
  const opposite = opposites[node.operatorToken.kind];
  return opposite === undefined
    ? `!(${node.getText()})`
    : `${node.left.getText()} ${opposite} ${node.right.getText()}`;
}

/** As a part of a conjunction. */
function whole(node: ts.Expression): string {
  const isOr = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken;
  return isOr ? `(${node.getText()})` : node.getText();
}
