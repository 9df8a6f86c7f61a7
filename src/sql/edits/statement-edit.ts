import type { Range } from '../../model/text';
import type { StatementReading } from '../../model/statement';

/** Replaces `range`, which is relative to the start of the statement. */
export interface StatementEdit {
  readonly range: Range;
  readonly newText: string;
}

/** The text with the edits made; they do not overlap. */
export function applyEdits(text: string, edits: readonly StatementEdit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start || b.range.end - a.range.end)
    .reduce(
      (result, edit) => result.slice(0, edit.range.start) + edit.newText + result.slice(edit.range.end),
      text,
    );
}

/** The whole statement replaced. */
export function replaceStatement(reading: StatementReading, newText: string): readonly StatementEdit[] {
  return [{ range: { start: 0, end: reading.text.length }, newText }];
}

/** What is written at a range of the statement. */
export function sliceOf(reading: StatementReading, range: Range): string {
  return reading.text.slice(range.start, range.end);
}
