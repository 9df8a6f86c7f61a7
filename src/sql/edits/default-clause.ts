import type { Expression } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';
import type { Range } from '../../model/text';
import { tokenize } from '../lexer';

/** A DEFAULT clause as written: the whole of it, and the expression with the parentheses around it. */
export interface DefaultClause {
  readonly range: Range;
  readonly expression: string;
}

/** The clause around a default expression; null when the keyword is not found in front of it. */
export function defaultClause(reading: StatementReading, { range }: Expression): DefaultClause | null {
  const tokens = tokenize(reading.text, 'postgres').filter((token) => token.kind !== 'comment');
  let first = tokens.findIndex((token) => token.start >= range.start) - 1;
  let last = tokens.findLastIndex((token) => token.end <= range.end);
  while (tokens[first]?.text === '(' && tokens[last + 1]?.text === ')') {
    first--;
    last++;
  }
  const keyword = tokens[first];
  const [start, end] = [tokens[first + 1]?.start, tokens[last]?.end];
  if (keyword === undefined || !/^default$/i.test(keyword.text) || start === undefined || end === undefined)
    return null;
  return { range: { start: keyword.start, end }, expression: reading.text.slice(start, end) };
}
