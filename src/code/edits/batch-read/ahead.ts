import { ts } from '../../syntax';
import type { Asked } from './asked';
import { isOnceOnly } from './listed';
import { conditionOfTurn } from './turn-conditions';
import { assignedIn, changedIn, endsEarly, isTriedIn, isWithin, pathText } from './turn';

/**
 * On which condition of the item a read that a turn waits for can be made before the loop, as text; '' when for every
 * item. null: a turn could tell. The turns may end before the list does, or hand something out on the way; an error of
 * one turn's read is caught in that turn; what is asked, or the list, depends on earlier turns; what was read is
 * changed, and two items with one key would share it; something else decides whether the key is one.
 */
export function readAhead({ call, value, loop }: Asked, key: ts.Expression): string | null {
  const { body, list, statement } = loop;
  if (ts.isForOfStatement(statement) && endsEarly(body)) return null;
  if (isTriedIn(value, body) || isInGenerator(statement) || isOnceOnly(list)) return null;
  const assigned = [...assignedIn(body)];
  const changed = [...changedIn(body)];
  const listed = pathText(list);
  const { asked, client } = pathsIn(call);
  const given = boundTo(value);
  const isTouched = (path: string): boolean =>
    isWithin(listed, path) ||
    asked.some((one) => isWithin(one, path)) ||
    given.some((name) => isWithin(path, name));
  // What is called on the client is a query, which is another matter.
  const isExchanged = assigned.some((path) => client.some((one) => isWithin(one, path)));
  return isExchanged || [...assigned, ...changed].some(isTouched) ? null : conditionOfTurn(value, key, loop);
}

function isInGenerator(statement: ts.Node): boolean {
  const fn = ts.findAncestor(statement, ts.isFunctionLike);
  return fn !== undefined && 'asteriskToken' in fn && fn.asteriskToken !== undefined;
}

/** The paths that a call reads: those on which calls are made, and those that it asks with. */
function pathsIn(call: ts.CallExpression): {
  readonly asked: readonly string[];
  readonly client: readonly string[];
} {
  const asked: string[] = [];
  const client: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression: callee } = node;
      const receiver = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
      if (isPathOf(receiver)) client.push(pathText(receiver));
      else visit(receiver);
      node.arguments.forEach(visit);
    } else if (isPathOf(node)) asked.push(pathText(node));
    else if (ts.isPropertyAssignment(node)) visit(node.initializer);
    else ts.forEachChild(node, visit);
  };
  visit(call);
  return { asked, client };
}

function isPathOf(node: ts.Node): node is ts.Expression {
  return ts.isPropertyAccessExpression(node)
    ? isPathOf(node.expression)
    : ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

/** The names that a turn gives to what it reads. */
function boundTo(value: ts.Expression): readonly string[] {
  let at: ts.Node = value;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isAsExpression(at.parent)
  )
    at = at.parent;
  const { parent } = at;
  return ts.isVariableDeclaration(parent) ? namesOf(parent.name) : [];
}

function namesOf(binding: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(binding)) return [binding.text];
  return binding.elements.flatMap((one) => (ts.isBindingElement(one) ? namesOf(one.name) : []));
}
