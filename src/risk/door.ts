import type { Door } from '../model/finding';
import type { ChangeInPlace } from './change-in-place';
import { consequencesOf, type Consequences } from './consequences';
import { irreversibilityOf } from './irreversibility';
import { defaultNumbers, type ScoreNumbers } from './numbers';

/**
 * One-way when the irreversibility score reaches its limit, when data is deleted, or when a released version
 * would fail the moment the change runs; else two-way. null for what is no change of schema or data.
 */
export function doorOf(context: ChangeInPlace, numbers: ScoreNumbers = defaultNumbers.score): Door | null {
  const consequences = consequencesOf(context);
  return consequences === null ? null : doorFrom(consequences, numbers);
}

/** The door of consequences already known. */
export function doorFrom(consequences: Consequences, numbers: ScoreNumbers = defaultNumbers.score): Door {
  const { score } = irreversibilityOf(consequences, numbers);
  const oneWay =
    score >= numbers.oneWayFrom || consequences.deletesData !== null || consequences.breaksReleased !== null;
  return oneWay ? 'one-way' : 'two-way';
}
