import { ts } from '../syntax';
import type { PropertyShape, Shape, Value } from '../facts';
import { isInlineFunction, nameOf, peel } from './nodes';
import type { Walk } from './walk';

/** Literals as data. Names of variables that hold an object literal are replaced by that literal, where it is written. */
export function shapeOf(walk: Walk, expression: ts.Expression): Shape {
  const node = peel(expression);
  const start = walk.startOf(node);
  const end = node.end;
  if (ts.isObjectLiteralExpression(node)) return objectShape(walk, node);
  if (ts.isArrayLiteralExpression(node))
    return listShape(
      node.elements.map((element) => shapeOf(walk, element)),
      false,
      start,
      end,
    );
  if (ts.isStringLiteralLike(node)) return { kind: 'text', text: node.text, start: start + 1, end: end - 1 };
  if (ts.isConditionalExpression(node))
    return listShape([shapeOf(walk, node.whenTrue), shapeOf(walk, node.whenFalse)], true, start, end);
  if (ts.isBinaryExpression(node))
    return listShape([shapeOf(walk, node.left), shapeOf(walk, node.right)], true, start, end);
  if (
    ts.isNumericLiteral(node) ||
    (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  )
    return { kind: 'literal', text: walk.text.slice(start, end), start, end };
  if (isInlineFunction(node)) {
    const result = ts.isBlock(node.body) ? null : walk.valueOf(node.body);
    const body = ts.isBlock(node.body) ? null : peel(node.body);
    const object = body !== null && ts.isObjectLiteralExpression(body) ? objectShape(walk, body) : null;
    return { kind: 'function', function: walk.functionIndexOf(node), result, object, start, end };
  }
  if (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isNewExpression(node)
  )
    return referenceShape(walk, node);
  return { kind: 'other', start, end };
}

function listShape(elements: readonly Shape[], alternatives: boolean, start: number, end: number): Shape {
  return { kind: 'array', elements, alternatives, start, end };
}

function referenceShape(walk: Walk, node: ts.Expression): Shape {
  const value = walk.valueOf(node);
  if (value.root.kind === 'variable' && value.path.length === 0) {
    const variable = walk.variables[value.root.variable];
    const literal = variable?.shape ?? walk.shapeOfVariable(value.root.variable);
    if (literal) return literal;
  }
  return { kind: 'value', value, start: walk.startOf(node), end: node.end };
}

/** `[Op.in]` of `{[Op.in]: ids}`: a constant of a library, kept in its brackets; '' for any other computed name. */
function computedName(name: ts.PropertyName): string {
  if (!ts.isComputedPropertyName(name)) return '';
  const key = peel(name.expression);
  if (!ts.isPropertyAccessExpression(key)) return '';
  const owner = ts.isPropertyAccessExpression(key.expression) ? key.expression.name : key.expression;
  return ts.isIdentifier(owner) ? `[${owner.text}.${key.name.text}]` : '';
}

function objectShape(walk: Walk, node: ts.ObjectLiteralExpression): Shape {
  const properties: PropertyShape[] = [];
  let spreads = false;
  const spread: Value[] = [];
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const inner = shapeOf(walk, property.expression);
      const parts = inner.kind === 'array' ? inner.elements : [inner];
      for (const part of parts) {
        if (part.kind === 'object') {
          properties.push(...part.properties);
          spreads ||= part.spreads;
          spread.push(...part.spread);
          continue;
        }
        spreads = true;
        if (part.kind === 'value') spread.push(part.value);
      }
      continue;
    }
    const name = nameOf(property.name) || computedName(property.name);
    if (name === '') {
      spreads = true;
      continue;
    }
    const start = walk.startOf(property.name);
    const end = property.name.end;
    if (ts.isPropertyAssignment(property))
      properties.push({ name, start, end, value: shapeOf(walk, property.initializer) });
    else if (ts.isShorthandPropertyAssignment(property))
      properties.push({ name, start, end, value: referenceShape(walk, property.name) });
    else properties.push({ name, start, end, value: { kind: 'other', start, end } });
  }
  return { kind: 'object', properties, spreads, spread, start: walk.startOf(node), end: node.end };
}
