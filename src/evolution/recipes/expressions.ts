import type { Dialect } from '../../model/dialect';
import { fold, quote } from '../../sql/identifiers';
import { tokenize } from '../../sql/lexer';

/** Whether a SQL text names a column: any identifier of that name that is no function call. */
export function namesColumn(text: string, column: string, dialect: Dialect): boolean {
  return positionsOf(text, column, dialect).length > 0;
}

/** The text with every mention of the column exchanged; everything else stays as written. */
export function withColumn(text: string, from: string, to: string, dialect: Dialect): string {
  return positionsOf(text, from, dialect).reduceRight(
    (result, place) => result.slice(0, place.start) + quote(to, dialect) + result.slice(place.end),
    text,
  );
}

function positionsOf(
  text: string,
  column: string,
  dialect: Dialect,
): readonly { readonly start: number; readonly end: number }[] {
  const tokens = tokenize(text, dialect).filter((token) => token.kind !== 'comment');
  return tokens.filter((token, at) => {
    if (token.kind !== 'word' && token.kind !== 'quoted') return false;
    const next = tokens[at + 1]?.text;
    // `name(` calls a function, `name.` qualifies, `::name` is a type.
    if (next === '(' || next === '.' || tokens[at - 1]?.text === '::') return false;
    const name = fold(token.text, dialect);
    return dialect === 'postgres' ? name === column : name.toLowerCase() === column.toLowerCase();
  });
}
