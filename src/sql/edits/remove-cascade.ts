import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/** Takes the last CASCADE of a statement, or of a part of it, away with the white space before it; null when there is none. */
export function removeCascade(
  reading: StatementReading,
  within = { start: 0, end: reading.text.length },
): readonly StatementEdit[] | null {
  const tokens = tokenize(reading.text, 'postgres');
  const at = tokens.findLastIndex(
    (token) =>
      token.kind === 'word' &&
      /^cascade$/i.test(token.text) &&
      token.start >= within.start &&
      token.end <= within.end,
  );
  const token = tokens[at];
  if (token === undefined) return null;
  const before = tokens[at - 1];
  const isLineComment = before?.kind === 'comment' && before.text.startsWith('--');
  const start = before === undefined || isLineComment ? token.start : before.end;
  return [{ range: { start, end: token.end }, newText: '' }];
}
