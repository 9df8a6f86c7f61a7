import type { Dialect } from '../../model/dialect';
import type { StatementReading } from '../../model/statement';
import type { Range } from '../../model/text';
import { tokenize, type Token } from '../lexer';

/**
 * GENERATED … AS IDENTITY within a column definition; null when there is none, or when options of its sequence
 * follow, which would have to go with it.
 */
export function identityClause(reading: StatementReading, column: Range): Range | null {
  const words = wordsWithin(reading, column, 'postgres');
  const start = words.findIndex((token) => isWord(token, 'GENERATED'));
  const end = words.findIndex((token, at) => at > start && isWord(token, 'IDENTITY'));
  const first = words[start];
  const last = words[end];
  if (first === undefined || last === undefined || words[end + 1]?.text === '(') return null;
  return { start: first.start, end: last.end };
}

/** The word STORED (PERSISTENT in MariaDB) of a generated column; null when it is not written. */
export function storedWord(reading: StatementReading, column: Range, dialect: Dialect): Range | null {
  const found = wordsWithin(reading, column, dialect).findLast(
    (token) => isWord(token, 'STORED') || isWord(token, 'PERSISTENT'),
  );
  return found === undefined ? null : { start: found.start, end: found.end };
}

function wordsWithin({ text }: StatementReading, { start, end }: Range, dialect: Dialect): readonly Token[] {
  return tokenize(text, dialect).filter(
    (token) => token.kind !== 'comment' && token.start >= start && token.end <= end,
  );
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text.toUpperCase() === word;
}
