import type { Dialect } from '../../model/dialect';
import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/** How words are put behind a statement. */
export interface Appended {
  /** Kept as written, behind the words. */
  readonly rest?: string;
  /** A comma before the words: they are one more action of an ALTER TABLE. */
  readonly asAction?: boolean;
  readonly dialect?: Dialect;
}

/** Words behind the last word of a statement, before any comment that follows it, in the case of its first word. */
export function appendWords(
  reading: StatementReading,
  upper: string,
  { rest = '', asAction = false, dialect = 'postgres' }: Appended = {},
): readonly StatementEdit[] {
  const tokens = tokenize(reading.text, dialect).filter(
    (token) => token.kind !== 'comment' && token.text !== ';',
  );
  const last = tokens.at(-1);
  if (last === undefined) return [];
  const first = tokens[0]?.text ?? '';
  const words = first === first.toLowerCase() ? upper.toLowerCase() : upper;
  return [{ range: { start: last.end, end: last.end }, newText: `${asAction ? ',' : ''} ${words}${rest}` }];
}
