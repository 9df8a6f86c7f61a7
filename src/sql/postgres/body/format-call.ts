import { quote } from '../../identifiers';
import { changed, quoteLiteral } from './constant-text';
import { cut, joined, type DerivedText } from './derived-text';
import type { Value } from './values';

const field = /%(?:(\d+)\$)?([^])/g;

/**
 * What format() gives (manual, 9.4.1): %s, %I, %L, %% and numbered arguments. null for widths, unknown letters and
 * missing arguments, and where format() itself fails (%I of NULL).
 */
export function filledIn(format: DerivedText, args: readonly Value[]): Value | null {
  const parts: DerivedText[] = [];
  let at = 0;
  let next = 0;
  for (const match of format.text.matchAll(field)) {
    const end = match.index + match[0].length;
    const [, number, letter = ''] = match;
    parts.push(cut(format, at, match.index));
    at = end;
    if (letter === '%' && number === undefined) {
      parts.push(cut(format, end - 1, end));
      continue;
    }
    const index = number === undefined ? next : Number(number) - 1;
    next = index + 1;
    const part = argument(letter, args[index]);
    if (part === null) return null;
    parts.push(part);
  }
  parts.push(cut(format, at, format.text.length));
  return { kind: 'text', text: joined(parts) };
}

const nothing: DerivedText = { text: '', pieces: [] };

function argument(letter: string, value: Value | undefined): DerivedText | null {
  if (value === undefined || value.kind === 'list' || value.kind === 'row') return null;
  if (value.kind === 'null') return letter === 's' ? nothing : null;
  switch (letter) {
    case 's':
      return value.text;
    case 'I':
      return changed(value.text, (text) => quote(text, 'postgres'));
    case 'L':
      return changed(value.text, quoteLiteral);
    default:
      return null;
  }
}
