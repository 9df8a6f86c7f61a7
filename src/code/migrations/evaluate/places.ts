import type { Range } from '../../../model/text';
import { ts } from '../../syntax';
import type { Evaluation } from './evaluation';
import type { Scope } from './scope';
import { unknown, type UnknownValue, type Value } from './values';

/** Where a node stands in the migration's own file; for a node of another file, where the call stands that led there. */
export function placeOf(run: Evaluation, scope: Scope, node: ts.Node): Range {
  const foreign = foreignPlace(run, scope);
  return foreign ?? { start: node.getStart(scope.module.source), end: node.end };
}

/** The place of everything in a file that is not the migration's own; null for its own. */
export function foreignPlace(run: Evaluation, scope: Scope): Range | null {
  if (scope.module.path === null) return null;
  return run.outside ?? { start: 0, end: 0 };
}

const longestName = 60;

/** The expression's text on one line, shortened. */
export function written(scope: Scope, node: ts.Node): string {
  const { source } = scope.module;
  const text = source.text.slice(node.getStart(source), Math.min(node.end, node.pos + 400));
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longestName ? line : `${line.slice(0, longestName - 1)}…`;
}

/**
 * The value of an expression that is not understood: unknown, under its own text as name. `like` is what it is
 * made from: an answer to whether something exists stays one.
 */
export function unknownAt(run: Evaluation, scope: Scope, node: ts.Node, like?: Value): UnknownValue {
  const guard = like?.kind === 'unknown' ? like.guard : null;
  return unknown(written(scope, node), placeOf(run, scope, node), guard);
}

/** The name of a property or binding; null when it is computed. */
export function nameOfNode(node: ts.PropertyName | ts.BindingName): string | null {
  if (
    ts.isIdentifier(node) ||
    ts.isPrivateIdentifier(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node)
  )
    return node.text;
  return null;
}
