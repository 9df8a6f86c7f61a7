import type { Dialect } from '../../../model/dialect';
import { tokenize } from '../../../sql/lexer';

/** Parts of an answer, by commas or semicolons outside of quotes and parentheses, trimmed; nothing: no parts. */
export function partsOf(text: string | undefined, separator: ',' | ';', dialect: Dialect): readonly string[] {
  if (text === undefined || text.trim() === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const token of tokenize(text, dialect)) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth > 0 || token.text !== separator || token.kind === 'string') continue;
    parts.push(text.slice(start, token.start).trim());
    start = token.end;
  }
  parts.push(text.slice(start).trim());
  return parts;
}
