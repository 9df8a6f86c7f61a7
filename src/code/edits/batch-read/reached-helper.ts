import { ts } from '../../syntax';

/**
 * Whether everything of a file that bears the name of a receiver (`this.customers`, `customers`) is declared with a
 * class as its type, so that a call on it enters the class and no other.
 */
export function isOfClass(source: ts.SourceFile, receiver: ts.Expression, name: string): boolean {
  const isOwn =
    ts.isPropertyAccessExpression(receiver) && receiver.expression.kind === ts.SyntaxKind.ThisKeyword;
  const called = isOwn ? receiver.name.text : ts.isIdentifier(receiver) ? receiver.text : null;
  if (called === null) return false;
  let declared = 0;
  let others = 0;
  const visit = (node: ts.Node): void => {
    const isDeclaration =
      ts.isParameter(node) || ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node);
    if (isDeclaration && ts.isIdentifier(node.name) && node.name.text === called)
      if (typeNameOf(node) === name) declared++;
      else others++;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return declared > 0 && others === 0;
}

function typeNameOf({
  type,
  initializer,
}: ts.ParameterDeclaration | ts.PropertyDeclaration | ts.VariableDeclaration): string | null {
  if (type !== undefined) return type.getText();
  return initializer !== undefined && ts.isNewExpression(initializer)
    ? initializer.expression.getText()
    : null;
}

/** The specifier that a name is imported by, under its own name, from a file of the project; null when it is not. */
export function isImportedFrom(source: ts.SourceFile, name: string, file: string): string | null {
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const named = statement.importClause?.namedBindings;
    if (named === undefined || !ts.isNamedImports(named)) continue;
    const own = named.elements.some((one) => one.name.text === name && one.propertyName === undefined);
    const from = statement.moduleSpecifier.text;
    if (own && isSameFile(source.fileName, from, file)) return from;
  }
  return null;
}

/** A relative specifier names a file itself, not one that hands its names on. */
function isSameFile(importer: string, from: string, file: string): boolean {
  if (!from.startsWith('.')) return false;
  const parts = importer.split('/').slice(0, -1);
  for (const part of from.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  const bare = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '');
  return bare(parts.join('/')) === bare(file);
}
