import { wholeModule } from '../commonjs-names';
import { ts } from '../syntax';
import { independent } from '../origins';
import { isInlineFunction, nameOf, peel } from './nodes';
import type { Walk } from './walk';

/** Reads `const a = require('m')` and `const {a, b: c} = require('m')` as imports; false for any other variable. */
export function readRequire(walk: Walk, node: ts.VariableDeclaration, value: ts.Expression): boolean {
  const from = requiredModule(walk, value);
  if (from === null) return false;
  const start = walk.startOf(node);
  const member = ts.isPropertyAccessExpression(value) ? value.name.text : null;
  if (ts.isIdentifier(node.name)) {
    walk.imports.push({ local: node.name.text, imported: member ?? '*', from, start });
    return true;
  }
  if (member !== null || !ts.isObjectBindingPattern(node.name)) return false;
  for (const element of node.name.elements) {
    const imported = nameOf(element.propertyName ?? element.name);
    if (ts.isIdentifier(element.name) && imported !== '' && !element.dotDotDotToken)
      walk.imports.push({ local: element.name.text, imported, from, start });
  }
  return true;
}

/** The module of `require('m')`, `require('m').member` and `await import('m')`. */
function requiredModule(walk: Walk, value: ts.Expression): string | null {
  const call = ts.isPropertyAccessExpression(value) ? peel(value.expression) : value;
  if (!ts.isCallExpression(call) || call.arguments.length !== 1) return null;
  const isRequire =
    ts.isIdentifier(call.expression) && call.expression.text === 'require' && !walk.lookup('require');
  if (!isRequire && call.expression.kind !== ts.SyntaxKind.ImportKeyword) return null;
  const [specifier] = call.arguments;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier.text : null;
}

/** Reads `module.exports = …`, `exports.a = …`; false for any other assignment. The right side is visited here. */
export function readExportsAssignment(walk: Walk, left: ts.Expression, right: ts.Expression): boolean {
  if (walk.fn >= 0 || !ts.isPropertyAccessExpression(left)) return false;
  const value = peel(right);
  if (isModuleExports(left)) {
    if (ts.isObjectLiteralExpression(value)) exportMembers(walk, value);
    else exportAs(walk, wholeModule, value);
    return true;
  }
  const isMember =
    (ts.isIdentifier(left.expression) && left.expression.text === 'exports') ||
    isModuleExports(left.expression);
  if (!isMember) return false;
  exportAs(walk, left.name.text, value);
  return true;
}

function isModuleExports(node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'exports' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  );
}

function exportMembers(walk: Walk, object: ts.ObjectLiteralExpression): void {
  walk.pendingName = 'exports';
  walk.visit(object);
  for (const property of object.properties) {
    const exported = nameOf(property.name);
    if (exported === '') continue;
    const value = ts.isPropertyAssignment(property) ? peel(property.initializer) : null;
    const local = ts.isShorthandPropertyAssignment(property)
      ? exported
      : value && ts.isIdentifier(value)
        ? value.text
        : `exports.${exported}`;
    walk.exports.push({ exported, local, from: null });
    if (value && !ts.isIdentifier(value) && !isInlineFunction(value))
      walk.declare({ name: local, start: walk.startOf(property), init: walk.valueOf(value) }, independent);
  }
}

function exportAs(walk: Walk, exported: string, value: ts.Expression): void {
  if (ts.isIdentifier(value)) {
    walk.visit(value);
    walk.exports.push({ exported, local: value.text, from: null });
    return;
  }
  const local = ts.isClassExpression(value) && value.name ? value.name.text : `exports.${exported}`;
  walk.pendingName = local;
  walk.visit(value);
  walk.pendingName = '';
  walk.exports.push({ exported, local, from: null });
  if (!isInlineFunction(value) && !ts.isClassExpression(value))
    walk.declare({ name: local, start: walk.startOf(value), init: walk.valueOf(value) }, independent);
}
