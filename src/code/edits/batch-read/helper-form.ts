import { ts } from '../../syntax';
import type { BatchedCall } from './batched-call';

/** A function or method that does nothing but one query by a key. */
export interface KeyedHelper {
  /** What it is declared as; the batched one is put behind it. */
  readonly declaration: ts.FunctionDeclaration | ts.MethodDeclaration | ts.VariableStatement;
  readonly fn: ts.FunctionDeclaration | ts.MethodDeclaration | ts.ArrowFunction;
  readonly name: string;
  /** The class it is a method of; null for a function. */
  readonly owner: ts.ClassDeclaration | null;
  readonly query: ts.CallExpression;
  /** It throws by itself when there is no row. */
  readonly throws: boolean;
}

/**
 * The helper that issues a query, when the query is all that it does: it is given back at once, or kept in a
 * variable that is given back after a throw for the case that there is none. null: it does something else, is
 * decorated or generic, or is no function of the file's own level nor a method.
 */
export function helperOf(query: ts.CallExpression): KeyedHelper | null {
  const fn = ts.findAncestor(query, ts.isFunctionLike);
  if (fn === undefined || fn.typeParameters !== undefined) return null;
  const declared = declarationOf(fn);
  const given = givenBack(query, fn);
  return declared === null || given === null ? null : { ...declared, ...given, query };
}

function declarationOf(
  fn: ts.SignatureDeclaration,
): Pick<KeyedHelper, 'declaration' | 'fn' | 'name' | 'owner'> | null {
  if (ts.isMethodDeclaration(fn)) {
    const isPlain = !(fn.modifiers ?? []).some((one) => ts.isDecorator(one) || isUnfit(one.kind));
    if (!isPlain || !ts.isClassDeclaration(fn.parent) || !ts.isIdentifier(fn.name)) return null;
    if (namedIn(fn.parent, fn.name.text) !== 1) return null;
    return { declaration: fn, fn, name: fn.name.text, owner: fn.parent };
  }
  if (ts.isFunctionDeclaration(fn)) {
    const isOwn = ts.isSourceFile(fn.parent) && fn.name !== undefined;
    const isDefault = (fn.modifiers ?? []).some((one) => one.kind === ts.SyntaxKind.DefaultKeyword);
    if (!isOwn || isDefault) return null;
    const overloads = fn.parent.statements.filter(
      (one) => ts.isFunctionDeclaration(one) && one.name?.text === fn.name?.text,
    );
    return overloads.length === 1 ? { declaration: fn, fn, name: fn.name.text, owner: null } : null;
  }
  if (!ts.isArrowFunction(fn) || !ts.isVariableDeclaration(fn.parent)) return null;
  const { parent: list, name, type } = fn.parent;
  if (!ts.isVariableDeclarationList(list)) return null;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement) || !ts.isSourceFile(statement.parent)) return null;
  if (list.declarations.length !== 1 || !ts.isIdentifier(name) || type !== undefined) return null;
  return { declaration: statement, fn, name: name.text, owner: null };
}

function isUnfit(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.OverrideKeyword ||
    kind === ts.SyntaxKind.AbstractKeyword ||
    kind === ts.SyntaxKind.StaticKeyword
  );
}

/** How many members of a class, overloads included, have a name. */
export function namedIn(owner: ts.ClassDeclaration, name: string): number {
  return owner.members.filter((one) => one.name !== undefined && one.name.getText() === name).length;
}

/** What the body does besides its query: nothing, or a throw for no row. */
function givenBack(
  query: ts.CallExpression,
  fn: ts.SignatureDeclaration,
): { readonly throws: boolean } | null {
  const value = ts.isAwaitExpression(query.parent) ? query.parent : query;
  const { parent } = value;
  if (ts.isArrowFunction(parent) && parent === fn) return { throws: false };
  if (ts.isReturnStatement(parent)) return isOnlyStatement(parent, fn) ? { throws: false } : null;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name) || value === query) return null;
  return ts.isFunctionDeclaration(fn) || ts.isMethodDeclaration(fn) || ts.isArrowFunction(fn)
    ? afterwards(fn.body, parent, parent.name.text)
    : null;
}

function isOnlyStatement(statement: ts.Statement, fn: ts.SignatureDeclaration): boolean {
  const block = statement.parent;
  return ts.isBlock(block) && block.parent === fn && block.statements.length === 1;
}

/** `const row = await …; if (!row) throw …; return row;` */
function afterwards(
  body: ts.ConciseBody | undefined,
  declaration: ts.VariableDeclaration,
  name: string,
): { readonly throws: boolean } | null {
  const list = declaration.parent;
  if (body === undefined || !ts.isBlock(body)) return null;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length !== 1) return null;
  const [first, ...rest] = body.statements;
  const last = rest.pop();
  if (first !== list.parent || last === undefined || !ts.isReturnStatement(last)) return null;
  const isRow = last.expression !== undefined && isNamed(last.expression, name);
  return isRow && rest.every((one) => throwsWithout(one, name)) ? { throws: rest.length > 0 } : null;
}

function throwsWithout(statement: ts.Statement, name: string): boolean {
  if (!ts.isIfStatement(statement) || statement.elseStatement !== undefined) return false;
  const { thenStatement: then, expression: condition } = statement;
  const only = ts.isBlock(then) && then.statements.length === 1 ? then.statements[0] : then;
  return only !== undefined && ts.isThrowStatement(only) && isAbsence(condition, name);
}

/** `!row`, `row === null`, `row == undefined`. */
export function isAbsence(condition: ts.Expression, name: string): boolean {
  if (ts.isPrefixUnaryExpression(condition))
    return condition.operator === ts.SyntaxKind.ExclamationToken && isNamed(condition.operand, name);
  if (!ts.isBinaryExpression(condition) || !isNamed(condition.left, name)) return false;
  const isEqual =
    condition.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    condition.operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken;
  const right = condition.right.getText();
  return isEqual && (right === 'null' || right === 'undefined');
}

function isNamed(node: ts.Expression, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

/** What a helper gives for no row: as its query, or a throw of its own. */
export function missingOf(helper: KeyedHelper, batched: BatchedCall): BatchedCall['missing'] {
  return helper.throws ? 'throws' : batched.missing;
}
