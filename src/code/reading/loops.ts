import { ts } from '../syntax';
import { carriedBy, independent, turnOf, union } from '../origins';
import type { LoopFact, Origin, Value } from '../facts';
import { assignedNames, nameOf, peel } from './nodes';
import { bindPattern } from './patterns';
import { isLiteralList } from './variables';
import { excerpt, type Mutable, type Walk } from './walk';

type LoopStart = Pick<LoopFact, 'kind' | 'start' | 'end' | 'headEnd'> & Partial<Mutable<LoopFact>>;

/** Adds a loop that stands in the present function and loop. */
export function addLoop(walk: Walk, loop: LoopStart): number {
  walk.loops.push({
    within: walk.fn,
    parent: walk.loop,
    over: null,
    overText: '',
    literal: false,
    variables: [],
    strides: false,
    exits: false,
    asyncIteration: false,
    pauses: false,
    ...loop,
  });
  return walk.loops.length - 1;
}

export function visitForOf(walk: Walk, node: ts.ForOfStatement): readonly Origin[] {
  const over = walk.visit(node.expression);
  const value = walk.valueOf(node.expression);
  const loop = startLoop(walk, node, 'for-of', node.expression, {
    asyncIteration: node.awaitModifier !== undefined,
  });
  runBody(walk, loop, node.statement, () => {
    bindItem(
      walk,
      node.initializer,
      { root: value.root, path: [...value.path, '[]'] },
      union([turnOf(loop)], over),
    );
  });
  return independent;
}

export function visitForIn(walk: Walk, node: ts.ForInStatement): readonly Origin[] {
  const over = walk.visit(node.expression);
  const loop = startLoop(walk, node, 'for-in', node.expression, {});
  runBody(walk, loop, node.statement, () => {
    bindItem(walk, node.initializer, null, union([turnOf(loop)], over));
  });
  return independent;
}

export function visitFor(walk: Walk, node: ts.ForStatement): readonly Origin[] {
  const loop = startLoop(walk, node, 'for', node.condition ?? node, { strides: stridesBy(node.incrementor) });
  walk.inScope(() => {
    walk.visit(node.initializer);
    if (node.initializer && ts.isVariableDeclarationList(node.initializer)) {
      for (const declaration of node.initializer.declarations)
        walk.taint(nameOf(declaration.name), [turnOf(loop)]);
    }
    runBody(walk, loop, node.statement, () => {
      walk.visit(node.condition);
      walk.visit(node.incrementor);
    });
  });
  return independent;
}

export function visitWhile(walk: Walk, node: ts.WhileStatement | ts.DoStatement): readonly Origin[] {
  const loop = startLoop(walk, node, ts.isWhileStatement(node) ? 'while' : 'do', node.expression, {});
  runBody(walk, loop, node.statement, () => {
    walk.visit(node.expression);
    // `while ((row = rows.next()))`: what the condition assigns is the item of the turn.
    for (const name of assignedNames(node.expression)) walk.taint(name, [turnOf(loop)]);
  });
  return independent;
}

function startLoop(
  walk: Walk,
  node: ts.IterationStatement,
  kind: LoopFact['kind'],
  over: ts.Node,
  more: Partial<Mutable<LoopFact>>,
): number {
  const expression = ts.isForOfStatement(node) || ts.isForInStatement(node) ? peel(node.expression) : null;
  return addLoop(walk, {
    kind,
    start: walk.startOf(node),
    end: node.end,
    headEnd: kind === 'do' ? walk.startOf(node) + 2 : headEnd(walk, node),
    over: expression ? walk.valueOf(expression) : null,
    overText: over === node ? '' : excerpt(walk, over),
    literal: expression !== null && isLiteralList(expression),
    ...more,
  });
}

function headEnd(walk: Walk, node: ts.IterationStatement): number {
  const before = walk.text.slice(walk.startOf(node), walk.startOf(node.statement)).trimEnd();
  return walk.startOf(node) + before.length;
}

/** Reads the body with the variables that earlier turns assign marked as carried over. */
function runBody(walk: Walk, loop: number, body: ts.Node, before: () => void): void {
  const outer = walk.loop;
  const restored: (() => void)[] = [];
  for (const name of assignedNames(body)) {
    const bound = walk.lookup(name);
    if (!bound) continue;
    const origins = bound.origins;
    bound.origins = union(origins, [carriedBy(loop)]);
    restored.push(() => {
      bound.origins = bound.origins.filter((origin) => origin !== carriedBy(loop));
    });
  }
  walk.loop = loop;
  walk.inScope(() => {
    before();
    walk.visit(body);
  });
  walk.loop = outer;
  restored.forEach((restore) => {
    restore();
  });
}

function bindItem(
  walk: Walk,
  initialiser: ts.ForInitializer,
  item: Value | null,
  origins: readonly Origin[],
): void {
  if (!ts.isVariableDeclarationList(initialiser)) return;
  for (const declaration of initialiser.declarations) {
    if (ts.isIdentifier(declaration.name))
      walk.declare({ name: declaration.name.text, start: walk.startOf(declaration), init: item }, origins);
    else bindPattern(walk, declaration.name, item, origins);
  }
}

/** `i += 100`, `offset += size`: the loop takes several items at a time. */
function stridesBy(step: ts.Expression | undefined): boolean {
  if (!step || !ts.isBinaryExpression(step) || step.operatorToken.kind !== ts.SyntaxKind.PlusEqualsToken)
    return false;
  return !(ts.isNumericLiteral(step.right) && step.right.text === '1');
}
