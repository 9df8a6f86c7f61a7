import type { History } from '../../model/migration';

/** What of a history was not understood, as text in lower case; kept while the history stays the same object. */
const unreadTexts = new WeakMap<History, string>();

/**
 * Whether a column may be made by something that was not read: a statement or code that was not analysed names it,
 * or names its table without saying which columns.
 */
export function mayBeMade(history: History, table: string, column: string): boolean {
  const text = textOf(history);
  if (text === '') return false;
  return hasWord(text, column.toLowerCase()) || hasWord(text, table.toLowerCase());
}

function textOf(history: History): string {
  const known = unreadTexts.get(history);
  if (known !== undefined) return known;
  const parts: string[] = [];
  for (const { script, embedding } of history.migrations) {
    for (const { reading } of script.statements) if (reading.unread.length > 0) parts.push(reading.text);
    for (const { range } of script.unread) parts.push(script.text.slice(range.start, range.end));
    // Code that was not followed may name its columns anywhere in the file.
    if (embedding !== null && embedding.unread.length > 0) parts.push(embedding.source);
  }
  const text = parts.join('\n').toLowerCase();
  unreadTexts.set(history, text);
  return text;
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (!/\w/.test(before) && !/\w/.test(after)) return true;
  }
  return false;
}
