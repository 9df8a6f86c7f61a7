import { ts } from '../../syntax';
import type { Range } from '../../../model/text';
import { callAt } from '../batch-read/asked';
import { listLoopOf, type ListLoop } from '../batch-read/loop-form';

/** A write in a loop that can be put off until the loop has run. */
export interface WritingLoop {
  readonly call: ts.CallExpression;
  readonly loop: ListLoop;
  /** The statement that is the write, when the loop does other things as well; null: the loop does nothing else. */
  readonly among: ts.ExpressionStatement | null;
}

/**
 * The loop around the call at a range, when nothing in a turn can tell whether the write has been made yet: nobody
 * takes its result, nothing else is waited for, nothing returns or throws. null otherwise.
 */
export function writingLoopAt(source: ts.SourceFile, range: Range): WritingLoop | null {
  const call = callAt(source, range);
  const loop = call === null ? null : listLoopOf(call);
  if (call === null || loop === null) return null;
  if (!ts.isForOfStatement(loop.statement)) return isOnlyAct(call, loop) ? { call, loop, among: null } : null;
  const { parent } = call;
  if (!ts.isAwaitExpression(parent) || !ts.isExpressionStatement(parent.parent)) return null;
  const statement = parent.parent;
  if (waitsBesides(loop.body, parent)) return null;
  const isOnly =
    (statement === loop.body ||
      (statement.parent === loop.body && loop.body.getChildAt(1).getChildCount() === 1)) &&
    !/\/[/*]/.test(loop.statement.getText(source));
  return { call, loop, among: isOnly ? null : statement };
}

/** `await Promise.all(list.map((item) => write(item)))`, as a statement of its own. */
function isOnlyAct(call: ts.CallExpression, { statement, body }: ListLoop): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isAwaitExpression(statement.expression)) return false;
  const all = statement.expression.expression;
  if (!ts.isCallExpression(all) || all.expression.getText() !== 'Promise.all') return false;
  if (/\/[/*]/.test(statement.getText())) return false;
  const value = ts.isAwaitExpression(call.parent) ? call.parent : call;
  if (value === body) return true;
  if (!ts.isBlock(body) || body.statements.length !== 1) return false;
  const [only] = body.statements;
  return (
    only !== undefined &&
    (ts.isExpressionStatement(only) || ts.isReturnStatement(only)) &&
    only.expression === value &&
    (ts.isReturnStatement(only) || value !== call)
  );
}

function waitsBesides(body: ts.Node, own: ts.AwaitExpression): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (node !== own && (ts.isAwaitExpression(node) || ts.isYieldExpression(node))) found = true;
    // What is started without waiting for it runs beside the write.
    if (ts.isVoidExpression(node)) found = true;
    if (ts.isPropertyAccessExpression(node) && /^(?:then|catch|finally)$/.test(node.name.text)) found = true;
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isTryStatement(node)) found = true;
    if (ts.isLabeledStatement(node) || ts.isForOfStatement(node)) found ||= holds(node, own);
    if (!found && !ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function holds(node: ts.Node, one: ts.Node): boolean {
  return ts.findAncestor(one, (at) => at === node) !== undefined;
}
