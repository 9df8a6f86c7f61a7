import { ts } from '../syntax';
import { independent } from '../origins';
import type { Origin, PropertyFact, Shape, Value } from '../facts';
import { readDecorators } from './decorators';
import { enterFunction } from './functions';
import { heritageRef, isInlineFunction, nameOf, peel, typeRefOf } from './nodes';
import { shapeOf } from './shapes';
import type { Mutable, Walk } from './walk';

/** Reads a class: its bases, properties (constructor parameter properties included) and methods. */
export function readClass(walk: Walk, node: ts.ClassLikeDeclaration): readonly Origin[] {
  const name = node.name?.text ?? (walk.pendingName === '' ? 'default' : walk.pendingName);
  const outer = walk.className;
  walk.className = name;
  walk.pendingName = '';
  const properties: Mutable<PropertyFact>[] = [];
  const methods: Record<string, number> = {};
  const bounds = walk.bind(node.typeParameters);
  for (const member of node.members) readMember(walk, member, name, properties, methods);
  walk.bounds = bounds;
  walk.className = outer;

  const heritage = (token: ts.SyntaxKind): ts.ExpressionWithTypeArguments[] =>
    node.heritageClauses?.filter((clause) => clause.token === token).flatMap((clause) => [...clause.types]) ??
    [];
  const [base] = heritage(ts.SyntaxKind.ExtendsKeyword);
  walk.classes.push({
    name,
    start: walk.startOf(node),
    end: node.end,
    nameStart: walk.startOf(node.name ?? node),
    // A mixin (`extends WithTimes(Base)`) has no name, but it is a base.
    extends: base ? (heritageRef(base) ?? { name: '', args: [] }) : null,
    implements: heritage(ts.SyntaxKind.ImplementsKeyword)
      .map(heritageRef)
      .filter((ref) => ref !== null),
    properties,
    methods,
    decorators: readDecorators(walk, node),
  });
  return independent;
}

function readMember(
  walk: Walk,
  member: ts.ClassElement,
  className: string,
  properties: Mutable<PropertyFact>[],
  methods: Record<string, number>,
): void {
  if (ts.isConstructorDeclaration(member)) {
    for (const parameter of member.parameters) {
      if (!parameter.modifiers?.some((modifier) => modifier.kind !== ts.SyntaxKind.Decorator)) continue;
      properties.push(propertyOf(walk, parameter, nameOf(parameter.name), parameter.type, null));
    }
    if (!member.body) return;
    methods['constructor'] = enterFunction(walk, member, { name: `${className}.constructor`, className });
    assignFromConstructor(walk, member.body, properties, methods['constructor']);
    return;
  }
  const name = nameOf(member.name);
  if (
    ts.isMethodDeclaration(member) ||
    ts.isGetAccessorDeclaration(member) ||
    ts.isSetAccessorDeclaration(member)
  ) {
    if (member.body) methods[name] = enterFunction(walk, member, { name: `${className}.${name}`, className });
    if (!ts.isGetAccessorDeclaration(member)) return;
    const shape = isStatic(member) ? returnedLiteral(walk, member.body) : null;
    const given = walk.functions[methods[name] ?? -1]?.returned ?? null;
    if (member.type || shape || given)
      properties.push(propertyOf(walk, member, name, member.type, given, shape));
    return;
  }
  if (!ts.isPropertyDeclaration(member)) {
    walk.visitChildren(member);
    return;
  }
  let init: Value | null = null;
  if (member.initializer) {
    const value = peel(member.initializer);
    if (isInlineFunction(value))
      methods[name] = enterFunction(walk, value, { name: `${className}.${name}`, className });
    else {
      if (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value))
        walk.pendingName = `${className}.${name}`;
      walk.visit(member.initializer);
      walk.pendingName = '';
      init = walk.valueOf(member.initializer);
    }
  }
  const shape = isStatic(member) && member.initializer ? shapeOf(walk, member.initializer) : null;
  properties.push(propertyOf(walk, member, name, member.type, init, shape));
}

function isStatic(member: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(member) &&
    (member.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}

/** The literal of `static get tableName() { return 'orders'; }`. */
function returnedLiteral(walk: Walk, body: ts.Block | undefined): Shape | null {
  const last = body?.statements[body.statements.length - 1];
  return last && ts.isReturnStatement(last) && last.expression ? shapeOf(walk, last.expression) : null;
}

function propertyOf(
  walk: Walk,
  node: ts.Node,
  name: string,
  type: ts.TypeNode | undefined,
  init: Value | null,
  shape: Shape | null = null,
): Mutable<PropertyFact> {
  return {
    name,
    type: walk.bound(typeRefOf(type)),
    init,
    decorators: readDecorators(walk, node),
    start: walk.startOf(node),
    end: node.end,
    nameStart: walk.startOf((node as { readonly name?: ts.Node }).name ?? node),
    shape,
  };
}

/** `this.orders = orders` in a constructor: the property gets the type of the parameter. */
function assignFromConstructor(
  walk: Walk,
  body: ts.Block,
  properties: Mutable<PropertyFact>[],
  constructor: number,
): void {
  for (const statement of body.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, right } = statement.expression;
    if (
      !ts.isPropertyAccessExpression(left) ||
      left.expression.kind !== ts.SyntaxKind.ThisKeyword ||
      !ts.isIdentifier(right)
    )
      continue;
    const variable = walk.variables.findIndex(
      (candidate) => candidate.within === constructor && candidate.name === right.text,
    );
    if (variable < 0) continue;
    const init: Value = { root: { kind: 'variable', variable }, path: [] };
    const existing = properties.find((property) => property.name === left.name.text);
    if (existing) existing.init ??= init;
    else
      properties.push({
        name: left.name.text,
        type: null,
        init,
        decorators: [],
        start: walk.startOf(left),
        end: left.end,
        nameStart: walk.startOf(left.name),
        shape: null,
      });
  }
}
