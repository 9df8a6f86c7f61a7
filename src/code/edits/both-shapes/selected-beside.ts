import { ts } from '../../syntax';
import { nameOf, propertyOf } from '../batch-read/literals';
import { asKey, beside, type Edit } from './named-place';

/** `{ amount: true }` as `{ amount: true, total: true }`. Empty: it is selected already; null: not of this form. */
export function besideFlag(
  property: ts.PropertyAssignment,
  other: string,
  source: ts.SourceFile,
): readonly Edit[] | null {
  const object = property.parent;
  if (property.initializer.kind !== ts.SyntaxKind.TrueKeyword || !isSelection(object)) return null;
  if (propertyOf(object, other) !== null) return [];
  return [beside(property, source, `${asKey(other)}: true`)];
}

/** `{ amount: orders.amount }` of Drizzle as `{ amount: orders.amount, total: orders.total }`; null for an alias. */
export function besideMember(
  member: ts.PropertyAccessExpression,
  other: string,
  source: ts.SourceFile,
): readonly Edit[] | null {
  const property = member.parent;
  if (!ts.isPropertyAssignment(property) || nameOf(property) !== member.name.text) return null;
  const object = property.parent;
  const { parent: call } = object;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return null;
  if (!/^(?:select|selectDistinct|returning)$/.test(call.expression.name.text)) return null;
  if (propertyOf(object, other) !== null) return [];
  return [beside(property, source, `${asKey(other)}: ${member.expression.getText(source)}.${other}`)];
}

/** What an object or a list of columns says is to be read, not counted, grouped by or left out. */
function isSelection(columns: ts.Expression): boolean {
  const { parent } = columns;
  if (ts.isPropertyAssignment(parent)) return /^(?:select|columns|attributes)$/.test(nameOf(parent) ?? '');
  return (
    ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    /^(?:select|addSelect|returning|columns|first)$/.test(parent.expression.name.text)
  );
}

/** Calls that take columns one after the other, and those that take one or a list. */
const many = /^(?:select|columns?)$/;
const oneOrList = /^(?:select|returning|addSelect)$/;

/** `['amount']` as `['amount', 'total']`, `select('o.amount')` as `select(['o.amount', 'o.total'])`; null: it is used in another way. */
export function besideText(
  literal: ts.StringLiteralLike,
  named: string,
  other: string,
  source: ts.SourceFile,
): readonly Edit[] | null {
  const prefix = /^((?:\w+\.)*)(\w+)$/.exec(literal.text);
  if (prefix?.[2] !== named) return null;
  const quote = source.text.charAt(literal.getStart(source));
  const written = quote + (prefix[1] ?? '') + other + quote;
  const { parent } = literal;
  if (ts.isArrayLiteralExpression(parent) && !isSelection(parent)) return null;
  if (ts.isArrayLiteralExpression(parent))
    return parent.elements.some((one) => one.getText(source) === written)
      ? []
      : [beside(literal, source, written)];
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return null;
  if (parent.arguments.some((one) => one.getText(source) === written)) return [];
  const method = parent.expression.name.text;
  if (parent.arguments.length > 1) return many.test(method) ? [beside(literal, source, written)] : null;
  if (!oneOrList.test(method)) return null;
  const start = literal.getStart(source);
  return [
    { range: { start, end: start }, newText: '[' },
    { range: { start: literal.end, end: literal.end }, newText: `, ${written}]` },
  ];
}
