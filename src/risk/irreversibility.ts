import type { Door } from '../model/finding';
import type { ScoreInput } from '../model/risk';
import type { Consequences } from './consequences';
import { defaultNumbers, type ScoreNumbers } from './numbers';

export interface Irreversibility {
  readonly score: number;
  readonly inputs: readonly ScoreInput[];
}

/** What a person declares about a change that no text shows: a contract with clients, data of others, a commitment. */
export interface DeclaredCommitments {
  readonly exposesContract?: string;
  readonly externalData?: string;
  readonly longCommitment?: string;
}

/**
 * The score of a change with each addend and its reason; an empty list is a score of 0. What makes a door one-way
 * without adding to the score is listed with 0 points.
 */
export function irreversibilityOf(
  consequences: Consequences,
  numbers: ScoreNumbers = defaultNumbers.score,
  declared: DeclaredCommitments = {},
): Irreversibility {
  const addends: readonly (readonly [number, string | null | undefined])[] = [
    [numbers.deletesData, consequences.deletesData],
    [numbers.lossyTransformation, consequences.losesDetail],
    [numbers.schemaChange, consequences.changesSchema ? 'It changes the schema.' : null],
    [numbers.exposesContract, declared.exposesContract],
    [numbers.externalData, declared.externalData],
    [numbers.longCommitment, declared.longCommitment],
    [numbers.tightCoupling, consequences.couples],
    [numbers.removesAbstraction, consequences.removesAbstraction],
    [0, consequences.breaksReleased],
  ];
  const inputs = addends.flatMap(([points, reason]) => (reason == null ? [] : [{ points, reason }]));
  return { score: inputs.reduce((sum, input) => sum + input.points, 0), inputs };
}

/** What a score and a door ask for. */
export function askedByScore(
  score: number,
  door: Door,
  numbers: ScoreNumbers = defaultNumbers.score,
): string {
  if (door === 'one-way' || score >= numbers.oneWayFrom) return 'Needs an explicit plan for going back.';
  return score > 0 ? 'Write down how to go back.' : 'Easy to undo.';
}
