import { ts } from '../../syntax';

/** The property of an object literal, written `name: value` or as a shorthand; null when it has none of that name. */
export function propertyOf(object: ts.ObjectLiteralExpression, name: string): NamedProperty | null {
  for (const property of object.properties)
    if (
      (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) &&
      nameOf(property) === name
    )
      return property;
  return null;
}

/** Name of a property that is written as a name or a string; null for computed ones. */
export function nameOf(property: ts.ObjectLiteralElementLike): string | null {
  const name = property.name;
  if (name === undefined) return null;
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : null;
}

/** The value of a property: of `{ id }`, the name itself. */
export function valueOf(property: NamedProperty): ts.Expression {
  return ts.isPropertyAssignment(property) ? property.initializer : property.name;
}

/** The value of a property when it is an object literal without spreads; null otherwise. */
export function objectOf(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralExpression | null {
  const property = propertyOf(object, name);
  const value = property === null ? null : valueOf(property);
  return value !== null && ts.isObjectLiteralExpression(value) && isPlain(value) ? value : null;
}

export type NamedProperty = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** The one property whose value varies, of an object literal of columns; null when there are none or several. */
export function varyingIn(
  object: ts.ObjectLiteralExpression,
  varies: (value: ts.Expression) => boolean,
): { readonly property: NamedProperty; readonly name: string; readonly value: ts.Expression } | null {
  const found = object.properties.filter(
    (one): one is NamedProperty =>
      (ts.isPropertyAssignment(one) || ts.isShorthandPropertyAssignment(one)) && varies(valueOf(one)),
  );
  const [property] = found;
  const name = property === undefined ? null : nameOf(property);
  return property === undefined || name === null || found.length > 1
    ? null
    : { property, name, value: valueOf(property) };
}

/** Every property has a name that is written out: no spread, no method, no computed name. */
export function isPlain(object: ts.ObjectLiteralExpression): boolean {
  return object.properties.every(
    (one) => (ts.isPropertyAssignment(one) || ts.isShorthandPropertyAssignment(one)) && nameOf(one) !== null,
  );
}

/** An expression that can be made for any item before the loop: names, their properties, literals. */
export function isPath(node: ts.Expression): boolean {
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return isPath(node.expression);
  if (ts.isPropertyAccessExpression(node))
    return node.questionDotToken === undefined && isPath(node.expression);
  return ts.isIdentifier(node);
}

/** Root of a path: `order` of `order.customer.id`. */
export function rootOf(node: ts.Expression): ts.Identifier | null {
  if (ts.isIdentifier(node)) return node;
  return ts.isPropertyAccessExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node)
    ? rootOf(node.expression)
    : null;
}
