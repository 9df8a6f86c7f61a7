import type { Dialect } from '../../model/dialect';
import { fold, quote } from '../../sql/identifiers';
import { tokenize } from '../../sql/lexer';

/** Whether a SQL text names a column: any identifier of that name that is no function call. */
export function namesColumn(text: string, column: string, dialect: Dialect): boolean {
  return positionsOf(text, column, dialect).length > 0;
}

/** The text with every mention of the column exchanged; everything else stays as written. */
export function withColumn(text: string, from: string, to: string, dialect: Dialect): string {
  return withColumns(text, new Map([[from, quote(to, dialect)]]), dialect);
}

/** The text with every mention of these columns exchanged for SQL; everything else stays as written. */
export function withColumns(text: string, exchanged: ReadonlyMap<string, string>, dialect: Dialect): string {
  return [...exchanged]
    .flatMap(([column, sql]) => positionsOf(text, column, dialect).map((place) => ({ ...place, sql })))
    .sort((one, other) => other.start - one.start)
    .reduce((result, { start, end, sql }) => result.slice(0, start) + sql + result.slice(end), text);
}

/** Why a text that a person gave is no single SQL expression, or null. */
export function expressionFault(text: string, dialect: Dialect): string | null {
  let depth = 0;
  for (const token of tokenize(text, dialect)) {
    if (!token.closed) return 'a quote or comment in it is not closed';
    if (token.kind === 'comment') return 'it holds a comment';
    if ((token.kind === 'placeholder' && token.text !== '?') || token.kind === 'meta')
      return `it holds ${token.text}`;
    if (token.text === ';') return 'it holds a semicolon';
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth < 0) return 'its parentheses do not match';
  }
  if (depth !== 0) return 'its parentheses do not match';
  return text.trim() === '' ? 'it is empty' : null;
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
    const previous = tokens[at - 1]?.text;
    // `name(` calls a function, `name.` qualifies, `::name` is a type, as is the name behind AS in a CAST.
    if (next === '(' || next === '.' || previous === '::') return false;
    if (previous?.toLowerCase() === 'as' && token.kind === 'word') return false;
    const name = fold(token.text, dialect);
    return dialect === 'postgres' ? name === column : name.toLowerCase() === column.toLowerCase();
  });
}
