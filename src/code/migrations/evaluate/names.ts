import type { ts } from '../../syntax';
import type { Evaluation } from './evaluation';
import { placeOf, unknownAt } from './places';
import type { Scope } from './scope';
import { scalar, type Value } from './values';

/** The value of a name at a place. A name that is declared nowhere is unknown, but for the few that are constants. */
export function lookUp(run: Evaluation, scope: Scope, node: ts.Identifier): Value {
  const holder = scope.holder(node.text);
  if (holder === null)
    return node.text === 'undefined'
      ? scalar(undefined, placeOf(run, scope, node))
      : unknownAt(run, scope, node);
  const value = holder.own(node.text, () => unknownAt(run, scope, node));
  return value === undefined || value.kind === 'unknown' ? unknownAt(run, scope, node, value) : value;
}
