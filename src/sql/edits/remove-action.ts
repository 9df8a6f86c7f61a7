import type { SchemaChange } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';
import { tokenize, type Token } from '../lexer';
import type { StatementEdit } from './statement-edit';

/**
 * Takes one action out of a statement that holds several, or one name out of a DROP or TRUNCATE of several, with one
 * comma; its neighbours and the comments around it stay. Null when it is the only one: then the whole statement goes.
 */
export function removeAction(
  reading: StatementReading,
  change: SchemaChange,
): readonly StatementEdit[] | null {
  const { start, end } = change.range;
  const all = tokenize(reading.text, 'postgres');
  const code = all.filter((token) => token.kind !== 'comment');
  const before = code.findLast((token) => token.end <= start);
  if (before?.text === ',') return [cut(before.start, before.end), cut(startOfGap(all, start), end)];
  const after = code.find((token) => token.start >= end);
  if (after?.text !== ',') return null;
  return [cut(start, end), cut(after.start, endOfGap(reading.text, after.end))];
}

function cut(start: number, end: number): StatementEdit {
  return { range: { start, end }, newText: '' };
}

/** White space before the action goes too, but not the line break that ends a comment. */
function startOfGap(tokens: readonly Token[], start: number): number {
  const last = tokens.findLast((token) => token.end <= start);
  if (last === undefined) return start;
  const isLineComment = last.kind === 'comment' && last.text.startsWith('--');
  return isLineComment ? start : last.end;
}

function endOfGap(text: string, from: number): number {
  const gap = /\s*/y;
  gap.lastIndex = from;
  gap.test(text);
  return gap.lastIndex;
}
