import { ts } from '../../syntax';
import type { Asked } from './asked';
import { isOnceOnly } from './listed';
import { namesIn } from './loop-form';
import { conditionOfTurn } from './turn-conditions';
import { endsEarly, isTriedIn, isWithin, pathText, writtenIn } from './turn';

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
  const written = [...writtenIn(body)];
  const listed = pathText(list);
  const asks = pathsIn(call);
  const bound = boundTo(value);
  const isChanged = written.some(
    (path) =>
      path === listed ||
      isWithin(listed, path) ||
      asks.some((one) => isWithin(one, path)) ||
      bound.some((name) => isWithin(path, name)),
  );
  return isChanged ? null : conditionOfTurn(value, key, loop);
}

function isInGenerator(statement: ts.Node): boolean {
  const fn = ts.findAncestor(statement, ts.isFunctionLike);
  return fn !== undefined && 'asteriskToken' in fn && fn.asteriskToken !== undefined;
}

/** The paths that a call reads, longest ones only, and the names in them. */
function pathsIn(call: ts.CallExpression): readonly string[] {
  const paths: string[] = [...namesIn(call)];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) paths.push(pathText(node));
    ts.forEachChild(node, visit);
  };
  visit(call);
  return paths;
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
