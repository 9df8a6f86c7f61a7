import { loadCodeReader } from '../../code/load';
import { columnPair, hintPlaces, type ColumnPair } from '../../evolution/hint-places';
import type { ColumnUse, ColumnUseKind } from '../../model/code';
import type { Fix } from '../../model/finding';
import type { PlanFixContext } from '../rule';

const writing: ReadonlySet<ColumnUseKind> = new Set(['write']);
const reading: ReadonlySet<ColumnUseKind> = new Set(['read', 'unknown']);

/** The missing column written beside the one that a writer fills. Empty: the plan or the writer is not of a form that is understood. */
export function writeBoth(context: PlanFixContext): readonly Fix[] {
  const pair = columnPair(context.plan);
  if (pair === null || !isPlanOf(context)) return [];
  const written = (column: string): readonly ColumnUse[] =>
    context.code
      .columnUses(pair.table, column)
      .filter((use) => use.use === 'write' && isInside(use, context));
  const [column, other] = written(pair.old).length > 0 ? [pair.old, pair.new] : [pair.new, pair.old];
  const places = hintPlaces(context.code, {
    table: pair.table,
    column,
    other,
    uses: writing,
    file: context.finding.file,
    text: context.text,
    isWanted: (use) => isInside(use, context),
  });
  if (places === null) return [];
  const edits = loadCodeReader().dualWrite({
    file: context.finding.file,
    text: context.text,
    places,
    filled: column === pair.old,
  });
  return edits === null ? [] : [{ title: titled(`Write ${other} as well`, pair), kind: 'review', edits }];
}

/** The old column read wherever the file finds the new one empty, and selected with it. Conditions stay as they are. */
export function readOldWhereEmpty(context: PlanFixContext): readonly Fix[] {
  const pair = columnPair(context.plan);
  if (pair === null || !isPlanOf(context)) return [];
  const { file } = context.finding;
  const places = hintPlaces(context.code, {
    table: pair.table,
    column: pair.new,
    other: pair.old,
    uses: reading,
    file,
    text: context.text,
    isWanted: () => true,
  });
  if (places === null) return [];
  const edits = loadCodeReader().readWithFallback({ file, text: context.text, places, named: 'first' });
  return edits === null
    ? []
    : [{ title: titled(`Read ${pair.old} where ${pair.new} is empty`, pair), kind: 'review', edits }];
}

/** Several plans may be under way: the finding names its own. */
function isPlanOf({ finding, plan }: PlanFixContext): boolean {
  return finding.message.includes(`"${plan.name}"`);
}

function isInside(use: ColumnUse, { finding }: PlanFixContext): boolean {
  return (
    use.file === finding.file && use.range.start >= finding.range.start && use.range.end <= finding.range.end
  );
}

function titled(what: string, { same }: ColumnPair): string {
  return same ? what : `${what}, to be converted as the plan does`;
}
