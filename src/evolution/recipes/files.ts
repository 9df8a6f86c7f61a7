import type { TextEdit } from '../../model/text';
import { slugOf } from '../../migrations/frameworks/framework';
import type { ChangeOf } from '../../model/schema-change';
import type { RenameInput } from './recipe';

/** Folder of an evolution: `evolutions/<YYYY-MM-DD>-<name>`, with a number behind it when it is taken. */
export function evolutionFolder(name: string, now: Date, exists: (file: string) => boolean): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const base = `evolutions/${day}-${slugOf(name).replaceAll('_', '-')}`;
  for (let turn = 1; ; turn++) {
    const folder = turn === 1 ? base : `${base}-${turn}`;
    if (!exists(`${folder}/plan.evolution.yml`)) return folder;
  }
}

/** A new file. */
export function newFile(file: string, newText: string): TextEdit {
  return { file, range: { start: 0, end: 0 }, newText };
}

type Rename = ChangeOf<'rename-column'> | ChangeOf<'redefine-column'> | ChangeOf<'rename-table'>;

/**
 * Puts `sql` where the rename stands. Other actions of the same statement stay, in front; comments around it
 * and the rest of the file are not touched. null: the statement holds what cannot be kept.
 */
export function replaceStatement(input: RenameInput<Rename>, sql: string): TextEdit | null {
  const { statement, change, migration } = input;
  const { changes, text } = statement.reading;
  const terminated =
    statement.next > statement.end &&
    migration.script.text.slice(statement.end, statement.next).includes(';');
  const body = terminated ? sql.replace(/;\s*$/, '') : sql;
  if (changes.length === 1) {
    return { file: migration.file, range: { start: statement.start, end: statement.end }, newText: body };
  }
  const action = actionWithComma(text, change.range);
  if (action === null) return null;
  const rest = text.slice(0, action.start) + text.slice(action.end);
  return {
    file: migration.file,
    range: { start: statement.start, end: statement.end },
    newText: `${rest.trimEnd()};\n${body}`,
  };
}

/** The action with the comma that joins it to a neighbour; null when it has none. */
function actionWithComma(
  text: string,
  range: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } | null {
  const after = /^\s*,\s*/.exec(text.slice(range.end));
  if (after !== null) return { start: range.start, end: range.end + after[0].length };
  const before = /\s*,\s*$/.exec(text.slice(0, range.start));
  return before === null ? null : { start: range.start - before[0].length, end: range.end };
}
