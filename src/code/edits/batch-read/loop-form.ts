import { ts } from '../../syntax';

/** A loop over a list whose turns can be prepared before it runs. */
export interface ListLoop {
  /** The statement before which the read of many is put. */
  readonly statement: ts.Statement;
  /** What is gone through. */
  readonly list: ts.Expression;
  /** The item as it is written: a name, or a pattern that takes it apart. */
  readonly item: string;
  /** The names that the item has, or that its parts have. */
  readonly itemNames: ReadonlySet<string>;
  readonly body: ts.Node;
  /** Names that are declared inside a turn, the item included. */
  readonly inner: ReadonlySet<string>;
}

/**
 * The innermost loop around a call when it is `for (const item of list)` or `Promise.all(list.map(async (item) => …))`
 * with a plain name; null for others, and where functions or other loops stand between the call and it.
 */
export function listLoopOf(call: ts.Node): ListLoop | null {
  for (let at: ts.Node = call; !ts.isSourceFile(at.parent); at = at.parent) {
    const parent = at.parent;
    if (ts.isForOfStatement(parent) && parent.statement === at) return forOf(parent);
    if (
      ts.isIterationStatement(parent, false) &&
      at !== call &&
      'statement' in parent &&
      parent.statement === at
    )
      return null;
    if (ts.isFunctionLike(parent)) return ts.isArrowFunction(parent) ? concurrentMap(parent) : null;
  }
  return null;
}

function forOf(loop: ts.ForOfStatement): ListLoop | null {
  if (loop.awaitModifier !== undefined || !ts.isVariableDeclarationList(loop.initializer)) return null;
  if (!isInList(loop)) return null;
  const name = loop.initializer.declarations[0]?.name;
  const itemNames = name === undefined ? null : namesOfItem(name);
  if (name === undefined || itemNames === null) return null;
  return {
    statement: loop,
    list: loop.expression,
    item: name.getText(),
    itemNames,
    body: loop.statement,
    inner: declaredIn(loop),
  };
}

function concurrentMap(callback: ts.ArrowFunction): ListLoop | null {
  const call = callback.parent;
  const [parameter] = callback.parameters;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return null;
  if (call.expression.name.text !== 'map' || callback.parameters.length !== 1) return null;
  // A list that may be missing is not there before the loop either.
  if (ts.isOptionalChain(call)) return null;
  const itemNames = parameter === undefined ? null : namesOfItem(parameter.name);
  if (parameter === undefined || itemNames === null || parameter.initializer !== undefined) return null;
  const all = call.parent;
  if (!ts.isCallExpression(all) || all.expression.getText() !== 'Promise.all') return null;
  const statement = statementOf(all);
  if (statement === null) return null;
  return {
    statement,
    list: call.expression.expression,
    item: parameter.name.getText(),
    itemNames,
    body: callback.body,
    inner: declaredIn(callback),
  };
}

/** The names of a binding; null when it makes values of its own: defaults, computed names. */
function namesOfItem(binding: ts.BindingName): ReadonlySet<string> | null {
  if (ts.isIdentifier(binding)) return new Set([binding.text]);
  const names = new Set<string>();
  for (const element of binding.elements) {
    if (ts.isOmittedExpression(element)) continue;
    const isComputed = element.propertyName !== undefined && ts.isComputedPropertyName(element.propertyName);
    const own = element.initializer !== undefined || isComputed ? null : namesOfItem(element.name);
    if (own === null) return null;
    for (const name of own) names.add(name);
  }
  return names;
}

/**
 * The statement of a block that holds a node; null when functions stand between, or when something of the statement
 * runs before the node or decides whether it runs.
 */
function statementOf(node: ts.Node): ts.Statement | null {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at)) return null;
    if (ts.isStatement(at)) return isInList(at) ? at : null;
    if (!runsFirst(at)) return null;
  }
  return null;
}

function isInList({ parent }: ts.Statement): boolean {
  return ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
}

/** Nothing of what holds an expression runs before it, and it runs whenever that runs. */
function runsFirst(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isIterationStatement(parent, false) && !ts.isForOfStatement(parent)) return false;
  if (ts.isConditionalExpression(parent)) return node === parent.condition;
  if (ts.isBinaryExpression(parent) && node === parent.right && deciding.has(parent.operatorToken.kind))
    return false;
  if (ts.isVariableDeclarationList(parent)) return node === parent.declarations[0];
  let before = true;
  let isQuiet = true;
  ts.forEachChild(parent, (child) => {
    if (child === node) before = false;
    if (before && acts(child)) isQuiet = false;
  });
  return isQuiet;
}

const deciding: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

function acts(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node)) return true;
  if (ts.isYieldExpression(node) || ts.isTaggedTemplateExpression(node)) return true;
  return ts.forEachChild(node, (child) => acts(child) || undefined) ?? false;
}

/** Names of variables and parameters that are declared inside a node. */
export function declaredIn(loop: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) &&
      ts.isIdentifier(node.name)
    )
      names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(loop);
  return names;
}

/** Names that an expression reads, properties and some parts of it left out. */
export function namesIn(node: ts.Node, ...without: readonly ts.Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (one: ts.Node): void => {
    if (without.includes(one)) return;
    if (ts.isIdentifier(one)) {
      const { parent } = one;
      const isMember = ts.isPropertyAccessExpression(parent) && parent.name === one;
      const isKey = ts.isPropertyAssignment(parent) && parent.name === one;
      if (!isMember && !isKey) names.add(one.text);
    }
    ts.forEachChild(one, visit);
  };
  visit(node);
  return names;
}
