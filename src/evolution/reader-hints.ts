import { loadCodeReader } from '../code/load';
import type { CodeIndex, ColumnUse, ColumnUseKind } from '../model/code';
import type { Plan } from '../model/evolution';
import type { Range, TextEdit } from '../model/text';
import { columnPair, hintPlaces, type ColumnPair } from './hint-places';
import type { EvolutionProgress } from './progress';
import { bareName, shapeName, shapesOf } from './shapes';

/** What an editor offers at a reader of an old column while a plan asks for readers to switch. */
export interface ReaderHint {
  readonly title: string;
  /** Absolute, in the file that was asked about; empty when it is refused. */
  readonly edits: readonly TextEdit[];
  /** Why no edit is certain to be right there; null: there is one. */
  readonly refused: string | null;
}

export interface ReaderQuestion {
  readonly code: CodeIndex;
  readonly file: string;
  readonly text: string;
  /** Part of the file that is asked about; every reader that it touches counts. */
  readonly range: Range;
}

const reading: ReadonlySet<ColumnUseKind> = new Set(['read', 'unknown']);

/**
 * Hints for one plan. Empty: nothing there reads an old shape, or the plan is not at the stage that switches readers.
 * Where the column has readers by the names it is read under all over the file, all of them are changed together: a
 * row that is selected in one place is read in another.
 */
export function readerHints(
  plan: Plan,
  progress: () => EvolutionProgress | null,
  question: ReaderQuestion,
): readonly ReaderHint[] {
  const shapes = shapesOf(plan);
  const touched = shapes.old.filter(
    ({ table, column }) =>
      column !== null &&
      question.code.columnUses(bareName(table), column).some((use) => isTouched(use, question)),
  );
  if (touched.length === 0 || shapes.new.length === 0 || !asksForReaders(progress())) return [];
  const pair = columnPair(plan);
  if (pair !== null) return [ofPair(pair, question)];
  const old = touched.map(shapeName).join(', ');
  return [
    {
      title: `Read ${shapes.new.map(shapeName).join(', ')}, and ${old} where there is nothing`,
      edits: [],
      refused: `The plan "${plan.name}" puts ${String(shapes.new.length)} in the place of ${String(shapes.old.length)}: what a reader makes of them is for a person to write. ${howValuesBelong(plan)}`,
    },
  ];
}

function ofPair(pair: ColumnPair, question: ReaderQuestion): ReaderHint {
  const converted = pair.same ? '' : ', to be converted as the plan does';
  const title = `Read ${pair.new}, and ${pair.old} where it is empty${converted}`;
  const edits =
    editsOf(pair, question, () => true) ?? editsOf(pair, question, (use) => isTouched(use, question));
  if (edits !== null) return { title, edits, refused: null };
  return {
    title,
    edits: [],
    refused: `${pair.old} is read here in a form that has no certain edit, or the code has no name for ${pair.new}: declare the column and read it before ${pair.old} by hand.`,
  };
}

function editsOf(
  pair: ColumnPair,
  { code, file, text }: ReaderQuestion,
  isWanted: (use: ColumnUse) => boolean,
): readonly TextEdit[] | null {
  const places = hintPlaces(code, {
    table: pair.table,
    column: pair.old,
    other: pair.new,
    uses: reading,
    file,
    text,
    isWanted,
  });
  return places === null ? null : loadCodeReader().readWithFallback({ file, text, places, named: 'second' });
}

function isTouched(use: ColumnUse, { file, range }: ReaderQuestion): boolean {
  return (
    use.file === file && reading.has(use.use) && use.range.start <= range.end && use.range.end >= range.start
  );
}

/** Readers may switch, and the version in which they have is not released yet. */
function asksForReaders(progress: EvolutionProgress | null): boolean {
  return (
    progress?.stages.some(
      ({ stage, standing }) =>
        stage.name === 'switch-reads' && (standing === 'due' || standing === 'in-work-tree'),
    ) ?? false
  );
}

function howValuesBelong({ stages }: Plan): string {
  const backfill = stages.find(({ name }) => name === 'backfill');
  const sql = backfill?.migration ?? backfill?.file ?? 'Its backfill';
  return `${sql} says how the values belong together.`;
}
