import { ts } from '../../syntax';

/** Functions that give the same for the same and change nothing. */
const pureFunctions =
  /^(?:String|Number|BigInt|Boolean|parseInt|parseFloat|JSON\.stringify|Math\.(?!random$)\w+)$/;
const pureMethods =
  /^(?:trim|toLowerCase|toUpperCase|toString|toFixed|toISOString|slice|substring|padStart|padEnd)$/;
const values = /^(?:Date|(?:\w+\.)?Decimal|BigNumber|Big)$/;

/** Whether an expression may be written twice: it calls nothing that could give something else the second time. */
export function isRepeatable(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return isPureCall(node);
  if (ts.isNewExpression(node))
    return values.test(node.expression.getText()) && (node.arguments?.length ?? 0) > 0 && areRepeatable(node);
  if (
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isPostfixUnaryExpression(node)
  )
    return false;
  if (ts.isPrefixUnaryExpression(node) && /^(?:\+\+|--)/.test(node.getText())) return false;
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return false;
  return areRepeatable(node);
}

function areRepeatable(node: ts.Node): boolean {
  return ts.forEachChild(node, (child) => (isRepeatable(child) ? undefined : true)) !== true;
}

function isPureCall(call: ts.CallExpression): boolean {
  const callee = call.expression;
  const isPure =
    pureFunctions.test(callee.getText()) ||
    (ts.isPropertyAccessExpression(callee) &&
      pureMethods.test(callee.name.text) &&
      isRepeatable(callee.expression));
  return isPure && call.arguments.every(isRepeatable);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}
