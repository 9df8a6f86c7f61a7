import { ts } from '../syntax';
import { independent, union } from '../origins';
import type { Origin, Value } from '../facts';
import { isInlineFunction, nameOf, peel } from './nodes';
import type { Walk } from './walk';

/** Longer arrays are data, not functions to choose from. */
const mostElements = 40;

/**
 * Functions in an object literal are named after what holds it: `orders.find` of a variable, `Jobs.handlers.mail` of a
 * property, `createLimiter().check` of what a function gives back. Members that name a function are kept beside them.
 */
export function visitObject(walk: Walk, node: ts.ObjectLiteralExpression): readonly Origin[] {
  const owner = walk.pendingName;
  let origins = independent;
  let fields: Record<string, readonly Origin[]> | null = null;
  let known = true;
  const members: Record<string, Value> = {};
  for (const property of node.properties) {
    let part = independent;
    const name = nameOf(property.name);
    if (ts.isPropertyAssignment(property)) {
      const value = peel(property.initializer);
      const inline = isInlineFunction(value);
      walk.pendingName = inline || isLiteral(value) ? qualified(owner, name) : '';
      walk.pendingProperty = inline ? name : '';
      if (ts.isComputedPropertyName(property.name)) part = walk.visit(property.name.expression);
      part = union(part, walk.visit(property.initializer));
      if (!inline) addMember(walk, members, owner, name, value);
    } else {
      walk.pendingName = ts.isMethodDeclaration(property) ? owner : '';
      walk.pendingProperty = ts.isMethodDeclaration(property) ? name : '';
      if (ts.isShorthandPropertyAssignment(property)) {
        part = walk.visit(property.name);
        addMember(walk, members, owner, name, property.name);
      } else part = walk.visit(property);
    }
    walk.pendingProperty = '';
    if (name === '') known = false;
    if (part.length === 0) continue;
    (fields ??= {})[name] = part;
    origins = union(origins, part);
  }
  walk.pendingName = '';
  addObject(walk, owner, members);
  if (known && fields) walk.fieldsOf.set(node, fields);
  return origins;
}

/** `const checks = [byName, (order) => …]`: elements are named by their number. */
export function visitArray(walk: Walk, node: ts.ArrayLiteralExpression): readonly Origin[] {
  const owner = node.elements.length <= mostElements ? walk.pendingName : '';
  walk.pendingName = '';
  if (owner === '') return walk.visitChildren(node);
  let origins = independent;
  const members: Record<string, Value> = {};
  node.elements.forEach((element, position) => {
    const value = peel(element);
    const name = String(position);
    const inline = isInlineFunction(value);
    walk.pendingName = inline || isLiteral(value) ? qualified(owner, name) : '';
    origins = union(origins, walk.visit(element));
    walk.pendingName = '';
    if (!inline) addMember(walk, members, owner, name, value);
  });
  addObject(walk, owner, members);
  return origins;
}

/** A function, or an object of functions, that a function gives back is named after it: `createLimiter()`. */
export function nameGivenBack(walk: Walk, expression: ts.Expression): void {
  const value = peel(expression);
  if (!isInlineFunction(value) && !isLiteral(value)) return;
  const name = walk.functions[walk.fn]?.name ?? '';
  walk.pendingName = name === '' ? '' : `${name}()`;
}

function isLiteral(value: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value);
}

function qualified(owner: string, name: string): string {
  return owner === '' || name === '' ? '' : `${owner}.${name}`;
}

function addMember(
  walk: Walk,
  members: Record<string, Value>,
  owner: string,
  name: string,
  node: ts.Expression,
): void {
  if (owner === '' || name === '') return;
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node) && !ts.isCallExpression(node)) return;
  const value = walk.valueOf(node);
  if (mayBeFunction(walk, value)) members[name] = value;
}

/** A function, a property of something named, or what `bind` gives; data that was worked out before is none. */
function mayBeFunction(walk: Walk, { root, path }: Value): boolean {
  switch (root.kind) {
    case 'name':
      return path.length <= 1 && root.name !== 'undefined';
    case 'this':
      return path.length === 1;
    case 'variable': {
      const variable = walk.variables[root.variable];
      return (variable?.fn ?? -1) >= 0 || (path.length === 0 && (variable?.init?.path.length ?? 0) > 0);
    }
    case 'call':
      return path.length === 0 && walk.calls[root.call]?.name === 'bind';
    default:
      return false;
  }
}

function addObject(walk: Walk, owner: string, members: Readonly<Record<string, Value>>): void {
  for (const name in members) {
    if (!Object.hasOwn(members, name)) continue;
    walk.objects.push({ owner, within: walk.fn, members });
    return;
  }
}
