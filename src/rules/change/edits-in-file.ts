import type { TextEdit } from '../../model/text';
import type { StatementEdit } from '../../sql/edits/statement-edit';
import type { ChangeContext } from '../rule';

/** Edits of the context's statement as edits of its script, which is the file unless the migration is code. */
export function inFile(context: ChangeContext, edits: readonly StatementEdit[]): readonly TextEdit[] {
  const { start } = context.statement;
  return edits.map((edit) => ({
    file: context.migration.file,
    range: { start: start + edit.range.start, end: start + edit.range.end },
    newText: edit.newText,
  }));
}
