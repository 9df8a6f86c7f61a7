import type { Range, TextEdit } from '../../model/text';
import type { ChangeContext } from '../rule';

/** An edit relative to a statement, as `sql/edits` makes them. */
export interface StatementEdit {
  readonly range: Range;
  readonly newText: string;
}

/** Edits of the context's statement as edits of its file. */
export function inFile(context: ChangeContext, edits: readonly StatementEdit[]): readonly TextEdit[] {
  return edits.map((edit) => ({ file: context.migration.file, range: context.absolute(edit.range), newText: edit.newText }));
}

/** The text with the edits made; they do not overlap. */
export function applied(text: string, edits: readonly StatementEdit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((result, edit) => result.slice(0, edit.range.start) + edit.newText + result.slice(edit.range.end), text);
}
