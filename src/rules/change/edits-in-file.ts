import type { TextEdit } from '../../model/text';
import type { StatementEdit } from '../../sql/edits/statement-edit';
import type { ChangeContext } from '../rule';

/** Edits of the context's statement as edits of its file. */
export function inFile(context: ChangeContext, edits: readonly StatementEdit[]): readonly TextEdit[] {
  return edits.map((edit) => ({
    file: context.migration.file,
    range: context.absolute(edit.range),
    newText: edit.newText,
  }));
}
