import type { Range } from '../../model/text';
import type { BranchFact, FileFacts } from '../facts';

/** Whether two places of a function never run in one call of it: in different arms of a statement, or after an arm that leaves. `first` stands before `second`. */
export function excludeEachOther(facts: FileFacts, first: Range, second: Range): boolean {
  const around = facts.branches.filter((branch) => holds(branch, first));
  return around.some(
    (branch) =>
      !holds(branch, second) &&
      (isLeft(branch, second) ||
        (branch.kind !== 'try' &&
          facts.branches.some(
            (other) => other.of === branch.of && holds(other, second) && other.kind !== 'finally',
          )) ||
        (branch.kind === 'try' &&
          facts.branches.some(
            (other) => other.of === branch.of && other.kind === 'catch' && holds(other, second),
          ))),
  );
}

function isLeft(branch: BranchFact, later: Range): boolean {
  return branch.leaves && branch.kind !== 'try' && branch.kind !== 'finally' && later.start >= branch.end;
}

export function holds({ start, end }: Pick<BranchFact, 'start' | 'end'>, inner: Range): boolean {
  return start <= inner.start && inner.end <= end;
}

/** The catch of the nearest `try` around a place; null without. */
export function catchAround(facts: FileFacts, place: Range): BranchFact | null {
  let nearest: BranchFact | null = null;
  for (const branch of facts.branches) {
    if (branch.kind === 'try' && holds(branch, place) && (!nearest || branch.start > nearest.start))
      nearest = branch;
  }
  const { of } = nearest ?? { of: -1 };
  return facts.branches.find((branch) => branch.of === of && branch.kind === 'catch') ?? null;
}
