import type { ChangeOf } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/**
 * CONCURRENTLY after the INDEX of CREATE INDEX, in the case the keyword is written in; everything else stays.
 * Null when it is written already or the keyword is not found.
 */
export function insertConcurrently(
  reading: StatementReading,
  change: ChangeOf<'create-index'>,
): readonly StatementEdit[] | null {
  if (change.concurrently) return null;
  const keyword = tokenize(reading.text, 'postgres').find(
    (token) => token.kind === 'word' && token.start >= change.range.start && /^index$/i.test(token.text),
  );
  if (keyword === undefined || keyword.start >= change.table.range.start) return null;
  const word = keyword.text === keyword.text.toLowerCase() ? 'concurrently' : 'CONCURRENTLY';
  return [{ range: { start: keyword.end, end: keyword.end }, newText: ` ${word}` }];
}
