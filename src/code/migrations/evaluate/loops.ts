import { ts } from '../../syntax';
import { assignTo, bind } from './bindings';
import type { Evaluation } from './evaluation';
import { evaluate } from './expressions';
import { placeOf, written } from './places';
import { settle } from './reach';
import { Scope } from './scope';
import { declareVariables, normal, runStatement, type Completion } from './statements';
import { truth, unknown, computedText, type Value } from './values';

const mostTurns = 2_000;

/**
 * A loop over what is known runs turn by turn. One over what is not known is read as one turn, with an unknown
 * item: what its statements change does not depend on how often they run.
 */
export function runLoop(run: Evaluation, scope: Scope, node: ts.IterationStatement): Completion {
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return forEachItem(run, scope, node);
  const inner = new Scope(scope, scope.module);
  if (ts.isForStatement(node)) {
    if (node.initializer !== undefined)
      if (ts.isVariableDeclarationList(node.initializer)) declareVariables(run, inner, node.initializer);
      else evaluate(run, inner, node.initializer);
    return whileHolds(run, inner, node, node.condition, node.incrementor);
  }
  if (ts.isWhileStatement(node)) return whileHolds(run, inner, node, node.expression, undefined);
  return once(run, inner, node);
}

function forEachItem(run: Evaluation, scope: Scope, node: ts.ForOfStatement | ts.ForInStatement): Completion {
  const over = evaluate(run, scope, node.expression);
  const items = ts.isForOfStatement(node) ? itemsOver(over) : keysOver(over);
  if (items === null) {
    const item = unknown(written(scope, node.expression), placeOf(run, scope, node.expression));
    return turn(run, scope, node, item, true);
  }
  for (const item of items) {
    settle(item);
    const end = turn(run, scope, node, item, false);
    if (end.kind === 'break') break;
    if (end.kind === 'return' || end.kind === 'throw') return end;
  }
  return normal;
}

function itemsOver(over: Value): readonly Value[] | null {
  return over.kind === 'list' && over.complete ? [...over.items] : null;
}

function keysOver(over: Value): readonly Value[] | null {
  if (over.kind === 'record' && over.complete)
    return [...over.entries.keys()].map((name) => computedText(name, over.place));
  if (over.kind === 'list' && over.complete)
    return over.items.map((_, index) => computedText(String(index), over.place));
  return null;
}

function turn(
  run: Evaluation,
  scope: Scope,
  node: ts.ForOfStatement | ts.ForInStatement,
  item: Value,
  isOnly: boolean,
): Completion {
  const inner = new Scope(scope, scope.module);
  if (!ts.isVariableDeclarationList(node.initializer)) assignTo(run, scope, node.initializer, item);
  else for (const { name } of node.initializer.declarations) bind(run, inner, name, item);
  return isOnly ? once(run, inner, node) : runStatement(run, inner, node.statement);
}

/** One turn that stands for any number: what it assigns is not known afterwards. */
function once(run: Evaluation, scope: Scope, node: ts.IterationStatement): Completion {
  const mark = run.mark();
  const end = runStatement(run, scope, node.statement);
  run.blur(run.assignedSince(mark), placeOf(run, scope, node));
  return end.kind === 'break' || end.kind === 'continue' ? normal : end;
}

function whileHolds(
  run: Evaluation,
  scope: Scope,
  node: ts.IterationStatement,
  condition: ts.Expression | undefined,
  incrementor: ts.Expression | undefined,
): Completion {
  const endless = condition === undefined || condition.kind === ts.SyntaxKind.TrueKeyword;
  if (endless) return once(run, scope, node);
  for (let turns = 0; turns < mostTurns; turns++) {
    const holds = truth(evaluate(run, scope, condition));
    if (holds === null) return once(run, scope, node);
    if (!holds) return normal;
    const end = runStatement(run, scope, node.statement);
    if (end.kind === 'break') return normal;
    if (end.kind === 'return' || end.kind === 'throw') return end;
    if (incrementor !== undefined) evaluate(run, scope, incrementor);
  }
  run.missed(placeOf(run, scope, node), `the loop takes more than ${mostTurns} turns`);
  return normal;
}
