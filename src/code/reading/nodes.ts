import { ts } from '../syntax';
import type { TypeRef } from '../facts';

/** The expression without parentheses, casts, `!`, `satisfies` and `await`. */
export function peel(node: ts.Expression): ts.Expression {
  let inner = node;
  for (;;) {
    switch (inner.kind) {
      case ts.SyntaxKind.ParenthesizedExpression:
      case ts.SyntaxKind.AsExpression:
      case ts.SyntaxKind.NonNullExpression:
      case ts.SyntaxKind.SatisfiesExpression:
      case ts.SyntaxKind.AwaitExpression:
      case ts.SyntaxKind.TypeAssertionExpression:
        inner = (inner as ts.ParenthesizedExpression).expression;
        break;
      default:
        return inner;
    }
  }
}

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration;

export function isInlineFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return node.kind === ts.SyntaxKind.ArrowFunction || node.kind === ts.SyntaxKind.FunctionExpression;
}

export function isAsync(node: FunctionNode): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

/** Name of a property, member or parameter as text; '' when it is computed. */
export function nameOf(node: ts.Node | undefined): string {
  if (!node) return '';
  if (
    ts.isIdentifier(node) ||
    ts.isPrivateIdentifier(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node)
  )
    return node.text;
  return '';
}

const transparentTypes = new Set([
  'Promise',
  'Readonly',
  'NonNullable',
  'Partial',
  'Required',
  'Array',
  'ReadonlyArray',
  'Awaited',
  'Pick',
  'Omit',
  'Relation',
  'Loaded',
]);

/** A type as a name with arguments; null for anything that has no single name. Lists, promises and utility types give what they hold. */
export function typeRefOf(type: ts.TypeNode | undefined): TypeRef | null {
  if (!type) return null;
  if (ts.isTypeReferenceNode(type)) {
    const name = entityName(type.typeName);
    const first = type.typeArguments?.[0];
    if (first && transparentTypes.has(name)) return typeRefOf(first);
    if (name === 'ReturnType' && first && ts.isTypeQueryNode(first))
      return { name: `typeof ${entityName(first.exprName)}`, args: [] };
    return { name, args: argsOf(type.typeArguments) };
  }
  if (ts.isImportTypeNode(type)) return importedType(type);
  if (ts.isTypeQueryNode(type)) return { name: `typeof ${entityName(type.exprName)}`, args: [] };
  if (ts.isArrayTypeNode(type)) return typeRefOf(type.elementType);
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return typeRefOf(type.type);
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
    const named = type.types.map(typeRefOf).filter((ref) => ref !== null);
    return named[0] ?? null;
  }
  return null;
}

const unnamed: TypeRef = { name: '', args: [] };

function argsOf(types: readonly ts.TypeNode[] | undefined): readonly TypeRef[] {
  return types ? types.map((each) => typeRefOf(each) ?? unnamed) : unnamed.args;
}

/** `import('./jobs').Jobs` keeps that name, without quotes. */
function importedType({ argument, qualifier, typeArguments, isTypeOf }: ts.ImportTypeNode): TypeRef | null {
  if (isTypeOf || !qualifier || !ts.isLiteralTypeNode(argument) || !ts.isStringLiteral(argument.literal))
    return null;
  return {
    name: `import(${argument.literal.text}).${entityName(qualifier)}`,
    args: argsOf(typeArguments),
  };
}

export function entityName(node: ts.Node): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isQualifiedName(node)) return `${entityName(node.left)}.${node.right.text}`;
  if (ts.isPropertyAccessExpression(node)) return `${entityName(node.expression)}.${node.name.text}`;
  return '';
}

/** `Base` of `extends Base<T>`; `mixin(Base)` has no name. */
export function heritageRef(node: ts.ExpressionWithTypeArguments): TypeRef | null {
  const name = entityName(node.expression);
  if (name === '') return null;
  return { name, args: argsOf(node.typeArguments) };
}

/** Identifiers that are assigned anywhere below, nested functions included. */
export function assignedNames(body: ts.Node): Set<string> {
  const names = new Set<string>();
  const walk = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left)
    )
      names.add(node.left.text);
    ts.forEachChild(node, walk);
  };
  walk(body);
  return names;
}
