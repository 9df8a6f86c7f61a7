import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/** Words behind the last word of a statement of Postgres, before any comment that follows it, in the case of its first word. */
export function appendWords(reading: StatementReading, upper: string, rest = ''): readonly StatementEdit[] {
  const tokens = tokenize(reading.text, 'postgres').filter(
    (token) => token.kind !== 'comment' && token.text !== ';',
  );
  const last = tokens.at(-1);
  if (last === undefined) return [];
  const first = tokens[0]?.text ?? '';
  const words = first === first.toLowerCase() ? upper.toLowerCase() : upper;
  return [{ range: { start: last.end, end: last.end }, newText: ` ${words}${rest}` }];
}
