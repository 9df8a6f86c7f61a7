import type { ChangeOf } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/**
 * CONCURRENTLY after the INDEX of CREATE INDEX or DROP INDEX, in the case the keyword is written in; everything else
 * stays. Null when it is written already, the keyword is not found, or Postgres allows none (several names, CASCADE).
 */
export function insertConcurrently(
  reading: StatementReading,
  change: ChangeOf<'create-index'> | ChangeOf<'drop-index'>,
): readonly StatementEdit[] | null {
  if (change.concurrently) return null;
  if (change.kind === 'drop-index' && (change.cascade || reading.changes.length !== 1)) return null;
  const name = change.kind === 'create-index' ? change.table : change.index;
  const keyword = tokenize(reading.text, 'postgres').find(
    (token) => token.kind === 'word' && token.start >= change.range.start && /^index$/i.test(token.text),
  );
  if (keyword === undefined || keyword.start >= name.range.start) return null;
  const word = keyword.text === keyword.text.toLowerCase() ? 'concurrently' : 'CONCURRENTLY';
  return [{ range: { start: keyword.end, end: keyword.end }, newText: ` ${word}` }];
}
