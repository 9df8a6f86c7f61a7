import { ts } from '../../syntax';
import type { Range } from '../../../model/text';
import { listLoopOf, type ListLoop } from './loop-form';

/** A call in a loop, and what the turn gets of it. */
export interface Asked {
  readonly call: ts.CallExpression;
  /** `await call`, or the call itself where a turn of a map that runs together gives it back. */
  readonly value: ts.Expression;
  readonly loop: ListLoop;
}

/** The call at a range when it stands in a loop over a list and its turn waits for it; null otherwise. */
export function askedAt(source: ts.SourceFile, range: Range): Asked | null {
  const call = callAt(source, range);
  const loop = call === null ? null : listLoopOf(call);
  if (call === null || loop === null || !mayAwait(loop.statement)) return null;
  const { parent } = call;
  if (ts.isAwaitExpression(parent)) return { call, value: parent, loop };
  if (ts.isForOfStatement(loop.statement)) return null;
  const isGiven =
    parent === loop.body.parent && ts.isArrowFunction(parent)
      ? parent.body === call
      : ts.isReturnStatement(parent) && parent.parent === loop.body && isAsync(loop.body.parent);
  return isGiven ? { call, value: call, loop } : null;
}

/** The function around a statement is async; so is a module's own level when it awaits there already. */
function mayAwait(statement: ts.Statement): boolean {
  const fn = ts.findAncestor(statement, ts.isFunctionLike);
  return fn === undefined ? ts.isForOfStatement(statement) : isAsync(fn);
}

function isAsync(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) && (node.modifiers ?? []).some((one) => one.kind === ts.SyntaxKind.AsyncKeyword)
  );
}

/** The call that has exactly the range; null when none has. */
export function callAt(source: ts.SourceFile, { start, end }: Range): ts.CallExpression | null {
  let found: ts.CallExpression | null = null;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    if (ts.isCallExpression(node) && node.getStart(source) === start && node.end === end) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
