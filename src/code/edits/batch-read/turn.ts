import { ts } from '../../syntax';

/** Paths that something is assigned to, as written: `last`, `order.customerId`. */
export function assignedIn(body: ts.Node): ReadonlySet<string> {
  const written = new Set<string>();
  const add = (target: ts.Node): void => {
    if (ts.isArrayLiteralExpression(target) || ts.isObjectLiteralExpression(target))
      ts.forEachChild(target, add);
    else if (ts.isPropertyAssignment(target)) add(target.initializer);
    else if (ts.isSpreadElement(target) || ts.isSpreadAssignment(target)) add(target.expression);
    else if (ts.isElementAccessExpression(target)) written.add(pathText(target.expression));
    else if (!ts.isOmittedExpression(target)) written.add(pathText(target));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) add(node.left);
    if (isCounting(node)) add(node.operand);
    if (ts.isDeleteExpression(node)) add(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return written;
}

/** Paths that a method is called on which changes what it is called on, as `push` and `save` do. */
export function changedIn(body: ts.Node): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) for (const one of changed(node)) found.add(pathText(one));
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** Methods that change the array, Map, Set or record that they are called on. */
const changing =
  /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear|save|update|destroy|remove|reload|increment|decrement)$/;

function changed({ expression: callee, arguments: [first] }: ts.CallExpression): readonly ts.Node[] {
  if (!ts.isPropertyAccessExpression(callee)) return [];
  if (callee.getText() === 'Object.assign') return first === undefined ? [] : [first];
  return changing.test(callee.name.text) ? [callee.expression] : [];
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isCounting(node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  return (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

/** A path without what is only said to the compiler: `order.customer!.id` as `order.customer.id`. */
export function pathText(node: ts.Node): string {
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return pathText(node.expression);
  return ts.isPropertyAccessExpression(node)
    ? `${pathText(node.expression)}.${node.name.text}`
    : node.getText();
}

/** One path is the other or a part of what it holds: `order` of `order.customerId`. */
export function isWithin(path: string, whole: string): boolean {
  return path === whole || path.startsWith(`${whole}.`);
}

/** The turns of a loop may end before its list does, or hand something out on the way: `break`, `return`, `yield`. */
export function endsEarly(body: ts.Node): boolean {
  let ends = false;
  const visit = (node: ts.Node, isInner: boolean): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) || ts.isYieldExpression(node)) ends = true;
    if (ts.isBreakStatement(node) && (!isInner || node.label !== undefined)) ends = true;
    if (ts.isContinueStatement(node) && node.label !== undefined) ends = true;
    const holds = isInner || ts.isIterationStatement(node, false) || ts.isSwitchStatement(node);
    if (!ends)
      ts.forEachChild(node, (child) => {
        visit(child, holds);
      });
  };
  visit(body, false);
  return ends;
}

/** An error of the node is caught inside the body. */
export function isTriedIn(node: ts.Node, body: ts.Node): boolean {
  for (let at = node; at !== body; at = at.parent)
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at) return true;
  return false;
}
