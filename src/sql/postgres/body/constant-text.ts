import { made, sourceRange, type DerivedText } from './derived-text';

/** The text after a change that may leave it as it is: then its places stay. */
export function changed(text: DerivedText, change: (text: string) => string): DerivedText {
  const after = change(text.text);
  if (after === text.text) return text;
  return made(after, sourceRange(text, { start: 0, end: text.text.length }));
}

/** As quote_literal() writes it. */
export function quoteLiteral(text: string): string {
  const escapes = text.includes('\\') ? 'E' : '';
  return `${escapes}'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
