import type { Range } from '../../../model/text';
import type { Evaluation } from './evaluation';
import { textOf, truth, type Value } from './values';

/** What one way through a branch did; everything it did is undone again. */
export interface Trial<T> {
  readonly result: T;
  readonly touched: boolean;
  readonly assigned: ReturnType<Evaluation['assignedSince']>;
  /** Calls of the library on this way. */
  readonly calls: number;
}

/** Goes a way and comes back. */
export function tryOut<T>(run: Evaluation, way: () => T): Trial<T> {
  const mark = run.mark();
  const calls = run.calls.length;
  const result = way();
  const trial = {
    result,
    touched: run.touchedSince(mark),
    assigned: run.assignedSince(mark),
    calls: run.calls.length - calls,
  };
  run.undo(mark);
  return trial;
}

/**
 * The value of `condition ? yes : no`. Of a condition that is not known, the branch that changes something is
 * assumed to run; when both do, neither is read. null: the value is not known.
 */
export function choose(
  run: Evaluation,
  condition: Value,
  yes: () => Value,
  no: () => Value,
  place: Range,
): Value | null {
  const known = truth(condition);
  if (known !== null) return known ? yes() : no();
  const whenTrue = tryOut(run, yes);
  const whenFalse = tryOut(run, no);
  if (whenTrue.touched && whenFalse.touched) {
    const missing = guardOf(condition);
    run.missed(
      place,
      missing === null ? bothChange : existsAlready,
      callsMissed(missing, whenTrue, whenFalse),
    );
    return missing === null ? null : run.conditionally(missing ? yes : no);
  }
  if (whenTrue.touched) return run.conditionally(yes);
  if (whenFalse.touched) return run.conditionally(no);
  run.blur([...whenTrue.assigned, ...whenFalse.assigned], place);
  return same(whenTrue.result, whenFalse.result) ? whenTrue.result : null;
}

/** Whether a condition holds when what it asks for is not there yet, as in a database that is made anew; null: it asks for no such thing. */
export function guardOf(condition: Value): boolean | null {
  if (condition.kind !== 'unknown' || condition.guard === null) return null;
  return condition.guard === 'missing';
}

export function callsMissed(
  missing: boolean | null,
  whenTrue: { readonly calls: number },
  whenFalse: { readonly calls: number },
): number {
  if (missing === null) return whenTrue.calls + whenFalse.calls;
  return missing ? whenFalse.calls : whenTrue.calls;
}

export const existsAlready = 'what runs when it exists already is not followed: it is taken as missing';

export const bothChange = 'which of two branches runs is not known, and both change something';

function same(a: Value, b: Value): boolean {
  if (a.kind === 'scalar' && b.kind === 'scalar') return a.value === b.value;
  const text = textOf(a);
  return text !== null && text === textOf(b);
}
