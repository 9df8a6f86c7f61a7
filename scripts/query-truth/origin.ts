import ts from 'typescript';

/** Where a value comes from: the class or type of a package, followed through declarations by the checker. */
export interface PackageType {
  readonly from: string;
  readonly name: string;
}

const deepest = 12;

/** Follows declarations to the package type behind an expression; null: it is none, or cannot be followed. */
export class Origins {
  private readonly ofSymbol = new Map<ts.Symbol, PackageType | null>();

  constructor(private readonly checker: ts.TypeChecker) {}

  ofExpression(node: ts.Expression, depth = 0): PackageType | null {
    if (depth > deepest) return null;
    if (ts.isAwaitExpression(node))
      return isPackageResult(node.expression, this.checker)
        ? null
        : this.ofExpression(node.expression, depth + 1);
    if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
      return this.ofExpression(node.expression, depth + 1);
    if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
      return this.ofType(node.type, depth + 1) ?? this.ofExpression(node.expression, depth + 1);
    if (ts.isBinaryExpression(node))
      return this.ofExpression(node.left, depth + 1) ?? this.ofExpression(node.right, depth + 1);
    if (ts.isConditionalExpression(node))
      return this.ofExpression(node.whenTrue, depth + 1) ?? this.ofExpression(node.whenFalse, depth + 1);
    if (ts.isNewExpression(node)) return this.ofExpression(node.expression, depth + 1);
    if (ts.isCallExpression(node)) return this.ofCall(node, depth);
    if (ts.isPropertyAccessExpression(node))
      return this.ofName(node.name, depth) ?? this.ofExpression(node.expression, depth + 1);
    if (ts.isElementAccessExpression(node)) return this.ofExpression(node.expression, depth + 1);
    return ts.isIdentifier(node) ? this.ofName(node, depth) : null;
  }

  /** A call gives what its function says it returns; a call on a package's object gives that package again. */
  private ofCall(node: ts.CallExpression, depth: number): PackageType | null {
    const declaration = this.checker.getResolvedSignature(node)?.declaration;
    if (declaration?.type !== undefined && !ts.isJSDocSignature(declaration)) {
      const returned = this.ofType(declaration.type, depth + 1);
      if (returned !== null) return returned;
    }
    const body = declaration === undefined || !('body' in declaration) ? undefined : declaration.body;
    if (body !== undefined && declaration?.type === undefined) {
      const result = returnedBy(body);
      if (result !== null) return this.ofExpression(result, depth + 1);
    }
    // `remember('prisma', () => new PrismaClient())`: what a wrapper gives is what its callback makes.
    for (const argument of node.arguments) {
      const result = ts.isArrowFunction(argument) ? returnedBy(argument.body) : null;
      const made = result === null ? null : this.ofExpression(result, depth + 1);
      if (made !== null) return made;
    }
    if (body !== undefined) return null;
    return this.ofExpression(node.expression, depth + 1);
  }

  private ofName(name: ts.Node, depth: number): PackageType | null {
    let symbol = this.checker.getSymbolAtLocation(name);
    if (symbol === undefined) return null;
    const shorthand = symbol.valueDeclaration;
    if (shorthand !== undefined && ts.isShorthandPropertyAssignment(shorthand))
      symbol = this.checker.getShorthandAssignmentValueSymbol(shorthand) ?? symbol;
    const known = this.ofSymbol.get(symbol);
    if (known !== undefined) return known;
    this.ofSymbol.set(symbol, null);
    const found = this.followed(symbol, depth);
    this.ofSymbol.set(symbol, found);
    return found;
  }

  private followed(symbol: ts.Symbol, depth: number): PackageType | null {
    for (const declaration of symbol.declarations ?? []) {
      const found = this.ofDeclaration(declaration, depth);
      if (found !== null) return found;
    }
    return null;
  }

  private ofDeclaration(node: ts.Declaration, depth: number): PackageType | null {
    if (
      ts.isImportSpecifier(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node) ||
      ts.isExportSpecifier(node)
    ) {
      const target = this.aliased(node);
      if (target !== null) return this.followed(target, depth + 1);
      return packageOf(node);
    }
    if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) return this.ofHeritage(node, depth);
    if (ts.isTypeAliasDeclaration(node)) return this.ofType(node.type, depth + 1);
    if (ts.isBindingElement(node)) return this.ofBinding(node, depth);
    if (ts.isParameter(node)) {
      if (node.type !== undefined) return this.ofType(node.type, depth + 1);
      return (
        this.ofCallbackParameter(node, depth) ??
        (node.initializer ? this.ofExpression(node.initializer, depth + 1) : null)
      );
    }
    if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertySignature(node)) {
      const typed = node.type === undefined ? null : this.ofType(node.type, depth + 1);
      if (typed !== null) return typed;
      if (ts.isPropertySignature(node) || node.initializer === undefined) return null;
      return this.ofExpression(node.initializer, depth + 1);
    }
    if (ts.isPropertyAssignment(node)) return this.ofExpression(node.initializer, depth + 1);
    if (ts.isGetAccessor(node)) {
      if (node.type !== undefined) return this.ofType(node.type, depth + 1);
      const result = node.body === undefined ? null : returnedBy(node.body);
      return result === null ? null : this.ofExpression(result, depth + 1);
    }
    return null;
  }

  /** `({ db }) =>`, `const { db } = this`: the property of that name, else what is taken apart. */
  private ofBinding(node: ts.BindingElement, depth: number): PackageType | null {
    const holder = node.parent.parent;
    const name = (node.propertyName ?? node.name).getText();
    const type = this.checker.getTypeAtLocation(node.parent);
    const property = type.getProperty(name);
    if (property !== undefined) {
      const found = this.followed(property, depth + 1);
      if (found !== null) return found;
    }
    if (ts.isVariableDeclaration(holder) && holder.initializer !== undefined)
      return this.ofExpression(holder.initializer, depth + 1);
    return null;
  }

  /** `prisma.$transaction(async (tx) => …)`: the handle is of the kind of the object it is asked of. */
  private ofCallbackParameter(node: ts.ParameterDeclaration, depth: number): PackageType | null {
    const callback = node.parent;
    const call = callback.parent as ts.Node | undefined;
    if (call === undefined || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
      return null;
    if (!/transaction|extends|connection|acquire/i.test(call.expression.name.text)) return null;
    return this.ofExpression(call.expression.expression, depth + 1);
  }

  private ofHeritage(node: ts.ClassDeclaration | ts.InterfaceDeclaration, depth: number): PackageType | null {
    for (const clause of node.heritageClauses ?? []) {
      if (ts.isClassDeclaration(node) && clause.token !== ts.SyntaxKind.ExtendsKeyword) continue;
      for (const { expression } of clause.types) {
        const found = this.ofExpression(expression, depth + 1);
        if (found !== null) return found;
      }
    }
    return null;
  }

  private ofType(node: ts.TypeNode, depth: number): PackageType | null {
    if (depth > deepest) return null;
    if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) {
      for (const one of node.types) {
        const found = this.ofType(one, depth + 1);
        if (found !== null) return found;
      }
      return null;
    }
    if (ts.isParenthesizedTypeNode(node)) return this.ofType(node.type, depth + 1);
    if (ts.isTypeQueryNode(node))
      return this.ofName(ts.isIdentifier(node.exprName) ? node.exprName : node.exprName.right, depth);
    if (!ts.isTypeReferenceNode(node)) return null;
    const name = node.typeName;
    if (
      /^(?:Promise|Omit|Pick|Partial|Readonly|ReturnType|Awaited|NonNullable|Required)$/.test(name.getText())
    ) {
      const [argument] = node.typeArguments ?? [];
      return argument === undefined ? null : this.ofType(argument, depth + 1);
    }
    if (ts.isQualifiedName(name)) {
      const left = ts.isIdentifier(name.left) ? this.ofName(name.left, depth + 1) : null;
      return left === null
        ? this.ofName(name.right, depth)
        : { from: left.from, name: `${left.name}.${name.right.text}` };
    }
    return this.ofName(name, depth);
  }

  private aliased(node: ts.Declaration): ts.Symbol | null {
    const name = 'name' in node && node.name !== undefined ? (node.name as ts.Node) : node;
    const symbol = this.checker.getSymbolAtLocation(name);
    if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return null;
    const target = this.checker.getAliasedSymbol(symbol);
    return (target.declarations ?? []).length === 0 ? null : target;
  }
}

function packageOf(node: ts.Node): PackageType | null {
  let at: ts.Node = node;
  while (!ts.isImportDeclaration(at) && !ts.isExportDeclaration(at) && !ts.isSourceFile(at)) at = at.parent;
  if (ts.isSourceFile(at) || at.moduleSpecifier === undefined || !ts.isStringLiteral(at.moduleSpecifier))
    return null;
  const from = at.moduleSpecifier.text;
  if (from.startsWith('.')) return null;
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node))
    return { from, name: (node.propertyName ?? node.name).text };
  return { from, name: '*' };
}

function returnedBy(body: ts.Node): ts.Expression | null {
  if (!ts.isBlock(body)) return body as ts.Expression;
  let found: ts.Expression | null = null;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found ??= node.expression;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

/** What a package gives for an awaited call is data, unless it hands out a connection. */
function isPackageResult(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isCallExpression(node)) return false;
  const declaration = checker.getResolvedSignature(node)?.declaration;
  if (declaration !== undefined && 'body' in declaration) return false;
  const name = ts.isPropertyAccessExpression(node.expression)
    ? node.expression.name.text
    : node.expression.getText();
  return !/^(?:connect|getConnection|getRepository|createConnection|acquire|transaction|initialize|reserve|begin)$/.test(
    name,
  );
}
