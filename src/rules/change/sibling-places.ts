import type { Range } from '../../model/text';
import type { ReplayedChange } from '../../schema/replay-history';
import type { ChangeContext } from '../rule';

/** Absolute range of another change of the same migration; null when its statement is not there. */
export function rangeOfSibling({ migration }: ChangeContext, sibling: ReplayedChange): Range | null {
  const statement = migration.script.statements[sibling.statement];
  if (statement === undefined) return null;
  const { start, end } = sibling.change.range;
  return { start: statement.start + start, end: statement.start + end };
}

/** The same for several, those without a place left out. */
export function rangesOfSiblings(
  context: ChangeContext,
  siblings: readonly ReplayedChange[],
): readonly Range[] {
  return siblings.flatMap((sibling) => rangeOfSibling(context, sibling) ?? []);
}
