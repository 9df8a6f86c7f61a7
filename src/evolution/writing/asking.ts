import type { TransactionMode } from '../../model/migration';
import type { Range, TextEdit } from '../../model/text';
import type { AskingStatement } from '../recipes/recipe';

/** What the runner, and the file itself, do around the statement that asks. */
export function modeAround({ migration, statement, index }: AskingStatement): TransactionMode {
  let begun = false;
  for (const { reading } of migration.script.statements.slice(0, index))
    for (const change of reading.changes)
      if (change.kind === 'transaction') {
        if (change.action === 'begin') begun = true;
        if (change.action === 'commit' || change.action === 'rollback') begun = false;
      }
  if (begun) return 'wrapped';
  const part = migration.transactionParts.findLast((one) => one.start <= statement.start);
  return part?.transaction ?? migration.transaction;
}

/** Whether an earlier statement of the file limits how long locks are waited for. */
export function limitsWaiting({ migration, index }: AskingStatement): boolean {
  return migration.script.statements
    .slice(0, index)
    .some(({ reading }) => /\block_(?:wait_)?timeout\b/i.test(reading.text));
}

/** Whether nothing but the asking statement is run by the file, and it does nothing but ask. */
export function standsAlone({ migration, statement }: AskingStatement): boolean {
  const own = migration.script.statements.filter((one) => one.calledFrom === undefined);
  return own.length === 1 && statement.reading.changes.length === 1;
}

/**
 * The edit that puts `text` where the change stands, in offsets of the script; other actions of the statement
 * stay, in front. Comments around it and the rest of the file are not touched. null: the statement holds what
 * cannot be kept. `text` ends with its terminator, if it needs one.
 */
export function replaceAsking(asking: AskingStatement, text: string): TextEdit | null {
  const { statement, change, migration } = asking;
  const { changes } = statement.reading;
  const written = statement.reading.text;
  const source = migration.script.text;
  const lineEnd = source.includes('\r\n') ? '\r\n' : '\n';
  const isTerminated = source.slice(statement.end, statement.next).includes(';');
  // The terminator that is there stays, unless nothing but a comment would stand before it.
  const takesOver = isTerminated && /;\s*$/.test(text);
  const body = (takesOver ? text.replace(/;\s*$/, '') : text).replaceAll('\n', lineEnd);
  const end = takesOver || !isTerminated ? statement.end : statement.next;
  const range = { start: statement.start, end };
  if (changes.length === 1) return { file: migration.file, range, newText: body };
  const action = actionWithComma(written, change.range);
  if (action === null) return null;
  const rest = (written.slice(0, action.start) + written.slice(action.end)).trimEnd();
  return { file: migration.file, range, newText: `${rest};${lineEnd}${body}` };
}

/** The action with the comma that joins it to a neighbour; null when it has none. */
function actionWithComma(text: string, range: Range): Range | null {
  const after = /^\s*,\s*/.exec(text.slice(range.end));
  if (after !== null) return { start: range.start, end: range.end + after[0].length };
  const before = /\s*,\s*$/.exec(text.slice(0, range.start));
  return before === null ? null : { start: range.start - before[0].length, end: range.end };
}
