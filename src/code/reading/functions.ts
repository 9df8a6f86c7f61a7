import { ts } from '../syntax';
import { firstDestructured, parameterOf, union } from '../origins';
import type { Origin, Value } from '../facts';
import { readDecorators } from './decorators';
import { nameGivenBack } from './objects';
import { bindPattern, fallbackOf } from './patterns';
import { isAsync, nameOf, typeRefOf, type FunctionNode } from './nodes';
import type { Walk } from './walk';

export interface Entry {
  readonly name: string;
  readonly className?: string | null;
  /** The call it is an argument of. */
  readonly inlineOf?: number;
  /** The loop it is the body of. */
  readonly bodyOf?: number;
  /** What the parameters of an inline callback depend on, beside themselves. */
  readonly origins?: readonly Origin[];
  /** Its first parameter is the handle of a transaction. */
  readonly handle?: boolean;
  /** The element handed to the callback, and at which position. */
  readonly element?: { readonly value: Value; readonly position: number } | null;
}

/** Adds a function and reads its parameters and body in a scope of its own. */
export function enterFunction(walk: Walk, node: FunctionNode, entry: Entry): number {
  const index = walk.functions.length;
  walk.functions.push({
    name: entry.name,
    // A function in the initialiser of a property belongs to the class, as methods do.
    className: entry.className ?? (walk.fn < 0 ? walk.className : null),
    parent: walk.fn,
    start: walk.startOf(node),
    end: node.end,
    async: isAsync(node),
    inlineOf: entry.inlineOf ?? -1,
    property: walk.pendingProperty,
    argumentOf: walk.call,
    bodyOf: entry.bodyOf ?? -1,
    loop: walk.loop,
    parameters: node.parameters.length,
    destructured: destructuredNames(node),
    decorators: readDecorators(walk, node),
    returns: typeRefOf(node.type),
    returned: null,
  });
  walk.rememberFunction(node, index);
  const outer = {
    fn: walk.fn,
    loop: walk.loop,
    awaits: walk.awaits,
    call: walk.call,
    pendingName: walk.pendingName,
  };
  const bounds = walk.bind(node.typeParameters);
  walk.fn = index;
  walk.loop = -1;
  walk.awaits = 0;
  walk.call = -1;
  walk.pendingName = '';
  walk.pendingProperty = '';
  walk.inScope(() => {
    node.parameters.forEach((parameter, position) =>
      declareParameter(walk, parameter, position, index, entry),
    );
    if (node.body && !ts.isBlock(node.body)) nameGivenBack(walk, node.body);
    walk.visit(node.body);
    if (node.body && !ts.isBlock(node.body)) noteReturned(walk, node.body);
  });
  walk.bounds = bounds;
  walk.fn = outer.fn;
  walk.loop = outer.loop;
  walk.awaits = outer.awaits;
  walk.call = outer.call;
  walk.pendingName = outer.pendingName;
  return index;
}

/** Keeps what a function gives back, the first time it does. */
export function noteReturned(walk: Walk, expression: ts.Expression): void {
  const fn = walk.functions[walk.fn];
  if (!fn || fn.returned) return;
  const value = walk.valueOf(expression);
  if (value.root.kind === 'other' || (value.root.kind === 'name' && value.root.name === 'undefined')) return;
  fn.returned = value;
}

function declareParameter(
  walk: Walk,
  parameter: ts.ParameterDeclaration,
  position: number,
  fn: number,
  entry: Entry,
): void {
  const given = entry.origins ?? [];
  // A callback's parameters come from the call it is passed to; other functions are told apart by position, and so is the
  // handle of a transaction, which is followed into what is made with it.
  const origins =
    entry.origins && !(entry.handle && position === 0) ? given : union([parameterOf(fn, position)], given);
  const init = entry.element?.position === position ? entry.element.value : null;
  const fallback = parameter.initializer ? fallbackOf(walk, parameter.initializer) : null;
  const common = { type: walk.bound(typeRefOf(parameter.type)), init, fallback, parameterOf: fn, position };
  if (ts.isIdentifier(parameter.name)) {
    walk.declare({ name: nameOf(parameter.name), start: walk.startOf(parameter), ...common }, origins);
    return;
  }
  const type =
    parameter.type && ts.isTypeLiteralNode(parameter.type)
      ? { name: literalTypeName(walk, parameter.type), args: [] }
      : common.type;
  const whole = walk.declare({ name: '', start: walk.startOf(parameter), ...common, type }, origins);
  const own = position === 0 && !entry.origins ? slotsOf(destructured(parameter), fn) : undefined;
  bindPattern(walk, parameter.name, { root: { kind: 'variable', variable: whole }, path: [] }, origins, own);
}

function destructuredNames(node: FunctionNode): readonly string[] {
  const [first] = node.parameters;
  return first ? destructured(first) : [];
}

/** Property names of a destructured parameter, as far as there are slots for them. */
function destructured(parameter: ts.ParameterDeclaration): readonly string[] {
  if (!ts.isObjectBindingPattern(parameter.name)) return [];
  const names = parameter.name.elements
    .filter((element) => !element.dotDotDotToken)
    .map((element) => nameOf(element.propertyName ?? element.name));
  return names.slice(0, 23);
}

function slotsOf(names: readonly string[], fn: number): ReadonlyMap<string, readonly Origin[]> {
  return new Map(names.map((name, slot) => [name, [parameterOf(fn, firstDestructured + slot)]]));
}

/** A type literal gets a name by its place, so that destructured parameters find the types of its members. */
function literalTypeName(walk: Walk, node: ts.TypeLiteralNode): string {
  const name = `{}@${walk.startOf(node)}`;
  walk.interfaces.push({ name, extends: [], members: membersOf(node.members), alias: null, places: null });
  return name;
}

export function membersOf(
  members: ts.NodeArray<ts.TypeElement>,
): Record<string, NonNullable<ReturnType<typeof typeRefOf>>> {
  const types: Record<string, NonNullable<ReturnType<typeof typeRefOf>>> = {};
  for (const member of members) {
    const index = ts.isIndexSignatureDeclaration(member);
    if (!index && !ts.isPropertySignature(member) && !ts.isMethodSignature(member)) continue;
    const type = typeRefOf(member.type);
    // What `{ [key: string]: Handler }` holds stands under the name that paths have for elements.
    const name = index ? '[]' : nameOf(member.name);
    if (type && name !== '') types[name] = type;
  }
  return types;
}
