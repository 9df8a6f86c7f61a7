import { ts } from '../syntax';
import type { BranchFact } from '../facts';
import { nameOf, peel } from './nodes';
import type { Walk } from './walk';

/** Notes the arms of an `if`, a conditional expression, a `switch` or a `try`. */
export function readBranches(walk: Walk, node: ts.Node): void {
  if (ts.isIfStatement(node)) {
    add(walk, 'then', node, node.thenStatement);
    if (node.elseStatement) add(walk, 'else', node, node.elseStatement);
  } else if (ts.isConditionalExpression(node)) {
    add(walk, 'then', node, node.whenTrue);
    add(walk, 'else', node, node.whenFalse);
  } else if (ts.isSwitchStatement(node)) {
    for (const clause of node.caseBlock.clauses) add(walk, 'case', node, clause);
  } else if (ts.isTryStatement(node)) {
    add(walk, 'try', node, node.tryBlock);
    if (node.catchClause) add(walk, 'catch', node, node.catchClause);
    if (node.finallyBlock) add(walk, 'finally', node, node.finallyBlock);
  }
}

/** `main ??= await …`: the right side may be left out. */
export function readConditionalAssignment(walk: Walk, node: ts.BinaryExpression): void {
  const { kind } = node.operatorToken;
  if (
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken
  )
    add(walk, 'then', node, node.right);
}

function add(walk: Walk, kind: BranchFact['kind'], statement: ts.Node, arm: ts.Node): void {
  walk.branches.push({
    kind,
    of: walk.startOf(statement),
    start: walk.startOf(arm),
    end: arm.end,
    leaves: leaves(arm),
    ends: ends(arm),
  });
}

/** Only plain arms: a `case` breaks out of its switch, and what a `try` returns may be caught. */
function ends(node: ts.Node): boolean {
  const last = ts.isBlock(node) ? node.statements[node.statements.length - 1] : node;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isBreakStatement(last))
  );
}

function leaves(node: ts.Node): boolean {
  if (ts.isBlock(node) || ts.isCaseOrDefaultClause(node)) {
    const last = node.statements[node.statements.length - 1];
    return last !== undefined && leaves(last);
  }
  if (ts.isCatchClause(node)) return leaves(node.block);
  // The `break` of a `switch` leaves nothing else.
  return ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isContinueStatement(node);
}

/** Notes a `return` whose value says that something failed. */
export function readFailure(walk: Walk, statement: ts.ReturnStatement): void {
  if (!statement.expression || !saysFailed(peel(statement.expression))) return;
  walk.failures.push({ start: walk.startOf(statement), end: statement.end, within: walk.fn });
}

const good = /^(?:ok|success|succeeded|isOk|isSuccess|valid)$/;
const bad = /^(?:error|errors|err|failure|failed|isError)$/;
const failing = /^(?:err|errAsync|failure|fail|failed|left)$/i;

function saysFailed(value: ts.Expression): boolean {
  if (ts.isCallExpression(value)) {
    const callee = value.expression;
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : nameOf(callee);
    return failing.test(name);
  }
  if (!ts.isObjectLiteralExpression(value)) return false;
  return value.properties.some((property) => {
    if (!ts.isPropertyAssignment(property)) return false;
    const name = nameOf(property.name);
    const { kind } = property.initializer;
    if (good.test(name)) return kind === ts.SyntaxKind.FalseKeyword;
    if (bad.test(name))
      return (
        kind !== ts.SyntaxKind.FalseKeyword &&
        kind !== ts.SyntaxKind.NullKeyword &&
        !(ts.isIdentifier(property.initializer) && property.initializer.text === 'undefined')
      );
    return (
      name === 'status' &&
      ts.isStringLiteralLike(property.initializer) &&
      /^(?:error|failed|failure)$/i.test(property.initializer.text)
    );
  });
}
