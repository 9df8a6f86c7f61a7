import type { Range } from '../../model/text';
import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/** Another action in the place of one; comments inside the old one follow the new one. */
export function replaceAction(
  reading: StatementReading,
  range: Range,
  newText: string,
): readonly StatementEdit[] {
  const comments = tokenize(reading.text, 'postgres').filter(
    (token) => token.kind === 'comment' && token.start >= range.start && token.end <= range.end,
  );
  const kept = comments
    .map((comment) => ` ${comment.text}${comment.text.startsWith('--') ? '\n' : ''}`)
    .join('');
  return [{ range, newText: newText + kept }];
}
