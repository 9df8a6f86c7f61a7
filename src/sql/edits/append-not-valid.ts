import type { ChangeOf } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/**
 * NOT VALID after the last word of an added constraint, before any comment that follows it.
 * Null when it says so already or its kind knows no NOT VALID (unique, primary key, exclude).
 */
export function appendNotValid(
  reading: StatementReading,
  change: ChangeOf<'add-constraint'>,
): readonly StatementEdit[] | null {
  const { range, validated, type } = change.constraint;
  if (!validated || (type !== 'foreign-key' && type !== 'check' && type !== 'not-null')) return null;
  const last = tokenize(reading.text, 'postgres').findLast(
    (token) => token.kind !== 'comment' && token.start >= range.start && token.end <= range.end,
  );
  if (last === undefined) return null;
  const first = reading.text.slice(range.start, range.end).trimStart();
  const words = /^[a-z]/.test(first) ? 'not valid' : 'NOT VALID';
  return [{ range: { start: last.end, end: last.end }, newText: ` ${words}` }];
}
