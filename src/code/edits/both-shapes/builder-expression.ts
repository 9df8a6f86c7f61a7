import { ts } from '../../syntax';
import { isRepeatable } from './repeatable';

/** What Kysely's expression builder gives that is the same SQL each time, and depends on nothing but the row. */
const steady = /^(?:val|ref|lit|fn\.coalesce)$/;

/**
 * Whether a value is SQL that the expression builder of the function around its object makes, and may stand twice in
 * one statement: `eb('total', '+', 1)` of `set((eb) => ({ total: eb('total', '+', 1) }))`.
 */
export function isBuilderExpression(value: ts.Expression, object: ts.ObjectLiteralExpression): boolean {
  const builder = builderOf(object);
  return builder !== null && isMadeBy(builder, value);
}

/** The name of the builder that the function is given; null: the object is not what a function gives. */
function builderOf(object: ts.Node): string | null {
  const { parent } = object;
  if (ts.isParenthesizedExpression(parent)) return builderOf(parent);
  if (!ts.isArrowFunction(parent) || parent.body !== object) return null;
  const [builder, ...others] = parent.parameters;
  return builder !== undefined && others.length === 0 && ts.isIdentifier(builder.name)
    ? builder.name.text
    : null;
}

function isMadeBy(builder: string, value: ts.Expression): boolean {
  if (!ts.isCallExpression(value)) return false;
  const callee = value.expression.getText();
  const isOwn =
    callee === builder || (callee.startsWith(`${builder}.`) && steady.test(callee.slice(builder.length + 1)));
  return isOwn && value.arguments.every((one) => isMadeBy(builder, one) || isRepeatable(one));
}

/** Whether an expression names a column: `'total'`, `'orders.total'`. */
export function namesColumn(value: ts.Node, column: string): boolean {
  if (ts.isStringLiteralLike(value)) return value.text === column || value.text.endsWith(`.${column}`);
  return ts.forEachChild(value, (child) => namesColumn(child, column) || undefined) === true;
}
