import type { ChangeOf } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';
import { tokenize } from '../lexer';
import type { StatementEdit } from './statement-edit';

/** Another access method after USING; null where none is written. */
export function replaceMethod(
  reading: StatementReading,
  change: ChangeOf<'create-index'>,
  method: string,
): readonly StatementEdit[] | null {
  const code = tokenize(reading.text, 'postgres').filter((token) => token.kind !== 'comment');
  const using = code.findIndex(
    (token) => token.start >= change.table.range.end && /^using$/i.test(token.text),
  );
  const old = using < 0 ? undefined : code[using + 1];
  if (old === undefined || old.start > change.index.range.end) return null;
  const newText = old.text === old.text.toUpperCase() ? method.toUpperCase() : method;
  return [{ range: { start: old.start, end: old.end }, newText }];
}
