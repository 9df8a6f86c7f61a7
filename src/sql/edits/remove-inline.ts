import type { Range } from '../../model/text';
import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/** Takes a constraint out of a column definition, with the white space before it; comments inside it stay. */
export function removeInline(reading: StatementReading, range: Range): readonly StatementEdit[] {
  const tokens = tokenize(reading.text, 'postgres');
  const before = tokens.findLast((token) => token.end <= range.start);
  const afterLineComment = before?.kind === 'comment' && before.text.startsWith('--');
  const start = before === undefined || afterLineComment ? range.start : before.end;
  const kept = tokens
    .filter((token) => token.kind === 'comment' && token.start >= range.start && token.end <= range.end)
    .map((comment) => ` ${comment.text}${comment.text.startsWith('--') ? '\n' : ''}`)
    .join('');
  return [{ range: { start, end: range.end }, newText: kept }];
}
