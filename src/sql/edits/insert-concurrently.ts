import type { ChangeOf } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/**
 * CONCURRENTLY in CREATE INDEX, DROP INDEX or REINDEX, in the case the keyword before it is written in; everything
 * else stays. Null when it is written already, the keyword is not found, or Postgres allows none (several names,
 * CASCADE).
 */
export function insertConcurrently(
  reading: StatementReading,
  change: ChangeOf<'create-index' | 'drop-index' | 'reindex'>,
): readonly StatementEdit[] | null {
  if (change.concurrently) return null;
  if (change.kind === 'drop-index' && (change.cascade || reading.changes.length !== 1)) return null;
  const end = nameOf(change)?.range.start ?? change.range.end;
  const follows = change.kind === 'reindex' ? new RegExp(`^${change.target}$`, 'i') : /^index$/i;
  const keyword = tokenize(reading.text, 'postgres').find(
    (token) => token.kind === 'word' && token.end <= end && follows.test(token.text),
  );
  if (keyword === undefined) return null;
  const word = keyword.text === keyword.text.toLowerCase() ? 'concurrently' : 'CONCURRENTLY';
  return [{ range: { start: keyword.end, end: keyword.end }, newText: ` ${word}` }];
}

function nameOf(change: ChangeOf<'create-index' | 'drop-index' | 'reindex'>) {
  switch (change.kind) {
    case 'create-index':
      return change.table;
    case 'drop-index':
      return change.index;
    case 'reindex':
      return change.name;
  }
}
