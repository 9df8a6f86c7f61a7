import { ts } from '../../syntax';
import { bind } from './bindings';
import { bothChange, callsMissed, existsAlready, guardOf, tryOut } from './branches';
import { declareAhead } from './declarations';
import type { Evaluation } from './evaluation';
import { evaluate } from './expressions';
import { runLoop } from './loops';
import { placeOf } from './places';
import { settle } from './reach';
import { Scope } from './scope';
import { scalar, textOf, truth, unknown, type Value } from './values';

/** How a statement ended. */
export type Completion =
  | { readonly kind: 'normal' | 'break' | 'continue' | 'throw' }
  | { readonly kind: 'return'; readonly value: Value };

export const normal: Completion = { kind: 'normal' };

/** Runs statements in a scope that is theirs. */
export function runBlock(run: Evaluation, scope: Scope, statements: readonly ts.Statement[]): Completion {
  declareAhead(run, scope, statements);
  return runFrom(run, scope, statements, 0);
}

function runFrom(
  run: Evaluation,
  scope: Scope,
  statements: readonly ts.Statement[],
  from: number,
): Completion {
  for (let at = from; at < statements.length; at++) {
    const statement = statements[at];
    if (statement === undefined) break;
    const end = ts.isIfStatement(statement)
      ? runIf(run, scope, statement, () => runFrom(run, scope, statements, at + 1))
      : runStatement(run, scope, statement);
    if (end.kind !== 'normal') return end;
  }
  return normal;
}

/** Runs one statement. */
export function runStatement(run: Evaluation, scope: Scope, node: ts.Statement): Completion {
  run.step();
  if (ts.isExpressionStatement(node)) {
    settle(evaluate(run, scope, node.expression));
    return normal;
  }
  if (ts.isVariableStatement(node)) {
    declareVariables(run, scope, node.declarationList);
    return normal;
  }
  if (ts.isBlock(node)) return runBlock(run, new Scope(scope, scope.module), node.statements);
  if (ts.isIfStatement(node)) return runIf(run, scope, node, () => normal);
  if (ts.isReturnStatement(node)) {
    const place = placeOf(run, scope, node);
    const value = node.expression ? evaluate(run, scope, node.expression) : scalar(undefined, place);
    settle(value);
    return { kind: 'return', value };
  }
  if (ts.isThrowStatement(node)) return { kind: 'throw' };
  if (ts.isBreakStatement(node)) return { kind: 'break' };
  if (ts.isContinueStatement(node)) return { kind: 'continue' };
  if (ts.isTryStatement(node)) return runTry(run, scope, node);
  if (ts.isSwitchStatement(node)) return runSwitch(run, scope, node);
  if (ts.isLabeledStatement(node)) return runStatement(run, scope, node.statement);
  if (ts.isIterationStatement(node, false)) return runLoop(run, scope, node);
  return normal;
}

export function declareVariables(run: Evaluation, scope: Scope, list: ts.VariableDeclarationList): void {
  for (const { name, initializer } of list.declarations) {
    const place = placeOf(run, scope, name);
    bind(run, scope, name, initializer ? evaluate(run, scope, initializer) : scalar(undefined, place));
  }
}

/** `rest` is what follows the statement in its block: what runs when a branch without an else is not taken. */
function runIf(run: Evaluation, scope: Scope, node: ts.IfStatement, rest: () => Completion): Completion {
  const condition = evaluate(run, scope, node.expression);
  const yes = (): Completion => runStatement(run, scope, node.thenStatement);
  const no = (): Completion => (node.elseStatement ? runStatement(run, scope, node.elseStatement) : normal);
  const known = truth(condition);
  if (known !== null) return known ? yes() : no();
  const place = placeOf(run, scope, node);
  const whenTrue = tryOut(run, yes);
  const whenFalse = tryOut(run, no);
  const [first, second] = [whenTrue.result, whenFalse.result];
  if (first.kind === 'throw' && second.kind !== 'throw') return no();
  if (second.kind === 'throw' && first.kind !== 'throw') return yes();
  if (whenTrue.touched && whenFalse.touched) {
    const missing = guardOf(condition);
    if (missing !== null) {
      const other = missing ? (node.elseStatement ?? node) : node.thenStatement;
      run.missed(placeOf(run, scope, other), existsAlready, callsMissed(missing, whenTrue, whenFalse));
      return run.conditionally(missing ? yes : no);
    }
    run.missed(place, bothChange, whenTrue.calls + whenFalse.calls);
    run.blur([...whenTrue.assigned, ...whenFalse.assigned], place);
    return first.kind !== 'normal' && second.kind !== 'normal' ? first : normal;
  }
  if (whenTrue.touched) return take(run, yes, whenTrue, rest, placeOf(run, scope, node.thenStatement));
  if (whenFalse.touched)
    return take(run, no, whenFalse, rest, placeOf(run, scope, node.elseStatement ?? node));
  if (first.kind !== 'normal' && second.kind !== 'normal') return withoutValue(first);
  // `if (await queryRunner.hasTable(…)) return;`: the rest of the function runs under a condition.
  if (first.kind === 'return' || second.kind === 'return') run.conditional = true;
  run.blur([...whenTrue.assigned, ...whenFalse.assigned], place);
  return normal;
}

/** Takes the branch that changes something, unless it leaves and what follows would change something too. */
function take(
  run: Evaluation,
  branch: () => Completion,
  trial: { readonly result: Completion; readonly calls: number },
  rest: () => Completion,
  place: { readonly start: number; readonly end: number },
): Completion {
  if (trial.result.kind === 'normal' || !tryOut(run, rest).touched) return run.conditionally(branch);
  run.missed(place, bothChange, trial.calls);
  return normal;
}

function withoutValue(end: Completion): Completion {
  return end.kind === 'return' ? { ...end, value: unknown('the returned value', end.value.place) } : end;
}

function runTry(run: Evaluation, scope: Scope, node: ts.TryStatement): Completion {
  let end = runStatement(run, scope, node.tryBlock);
  if (node.catchClause !== undefined) {
    const { block } = node.catchClause;
    if (end.kind === 'throw') end = runStatement(run, scope, block);
    else {
      const failed = tryOut(run, () => runStatement(run, scope, block));
      if (failed.touched && failed.result.kind !== 'throw')
        run.missed(placeOf(run, scope, block), 'this runs only when what is tried fails', failed.calls);
    }
  }
  const last = node.finallyBlock ? runStatement(run, scope, node.finallyBlock) : normal;
  return last.kind === 'normal' ? end : last;
}

function runSwitch(run: Evaluation, scope: Scope, node: ts.SwitchStatement): Completion {
  const value = evaluate(run, scope, node.expression);
  const { clauses } = node.caseBlock;
  const inner = new Scope(scope, scope.module);
  declareAhead(
    run,
    inner,
    clauses.flatMap((clause) => [...clause.statements]),
  );
  const from = (start: number): Completion => {
    for (const clause of clauses.slice(start)) {
      const end = runFrom(run, inner, clause.statements, 0);
      if (end.kind === 'break') return normal;
      if (end.kind !== 'normal') return end;
    }
    return normal;
  };
  const matching = matchingClause(run, inner, clauses, value);
  if (matching !== null) return matching < 0 ? normal : from(matching);
  const trials = clauses.map((_, index) => tryOut(run, () => from(index)));
  const touching = trials.flatMap((trial, index) =>
    trial.touched && trial.result.kind !== 'throw' && (clauses[index]?.statements.length ?? 0) > 0
      ? [index]
      : [],
  );
  const [only] = touching;
  if (only !== undefined && touching.length === 1) return from(only);
  run.blur(
    trials.flatMap((trial) => trial.assigned),
    placeOf(run, scope, node),
  );
  if (touching.length > 1)
    run.missed(
      placeOf(run, scope, node),
      'which case runs is not known',
      trials.reduce((sum, trial) => sum + trial.calls, 0),
    );
  return normal;
}

/** The clause that runs; -1: none; null: not known. */
function matchingClause(
  run: Evaluation,
  scope: Scope,
  clauses: ts.NodeArray<ts.CaseOrDefaultClause>,
  value: Value,
): number | null {
  const wanted = comparable(value);
  if (wanted === null) return null;
  let allKnown = true;
  for (const [index, clause] of clauses.entries()) {
    if (ts.isDefaultClause(clause)) continue;
    const label = evaluate(run, scope, clause.expression);
    const candidate = comparable(label);
    if (candidate === wanted || isMemberNamed(label, value)) return index;
    allKnown &&= candidate !== null;
  }
  return allKnown ? clauses.findIndex((clause) => ts.isDefaultClause(clause)) : null;
}

/** `DatabaseType.postgres` of an enum that is declared elsewhere, against `postgres`. */
function isMemberNamed(label: Value, value: Value): boolean {
  const text = textOf(value);
  if (label.kind !== 'unknown' || text === null) return false;
  return /^\w+\.(\w+)$/.exec(label.name)?.[1]?.toLowerCase() === text.toLowerCase();
}

function comparable(value: Value): string | null {
  if (value.kind === 'scalar') return `scalar ${String(value.value)}`;
  if (value.kind !== 'text' || value.pieces.some((piece) => piece.placeholder)) return null;
  return `text ${value.pieces.map((piece) => piece.text).join('')}`;
}
