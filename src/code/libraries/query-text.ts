import type { QueryReading } from '../../sql/query-reading';
import type { SqlFact } from '../facts';
import { isDynamic } from './sql-details';

/** The grammar of the engine; null for what it rejects. */
export type ReadQuery = (text: string) => QueryReading | null;

/** Strings, comments, quoted names and dollar quotes stay as they are. */
const kept = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"/y;
/** `:name` of a placeholder, no cast and no slice; `?`. */
const placeholder = /(?<![:\w\]]):([A-Za-z_]\w*)|\?/y;
const escapes: Readonly<Record<string, string>> = {
  '\\n': '  ',
  '\\t': '  ',
  '\\r': '  ',
  "\\'": "''",
  '\\"': ' "',
};

/**
 * What an SQL text in code asks, by the grammar of the engine; null where that rejects it, or where code puts in more
 * than a value. Places are offsets in the text as it stands.
 */
export function readQueryText(read: ReadQuery, { text, holes }: SqlFact): QueryReading | null {
  if (holes.some((hole) => isDynamic(text, hole))) return null;
  const plain = withPlaceholders(
    withValues(
      text.replace(/\\[ntr'"]/g, (one) => escapes[one] ?? one),
      holes,
    ),
  );
  return /[^\x20-\x7e\s]/.test(plain) ? null : read(plain);
}

/** A parameter where `${…}` stood, a list where one is needed. Each leaves at least four spaces. */
function withValues(text: string, holes: readonly number[]): string {
  let filled = text;
  for (const hole of holes) {
    const value = /\bin\s*$/i.test(filled.slice(0, hole)) ? '(1)' : '$1';
    filled = filled.slice(0, hole) + value + filled.slice(hole + value.length);
  }
  return filled;
}

/** `?` and `:name` as Postgres takes them, of the same length; letters of other alphabets inside strings as one of ours. */
function withPlaceholders(text: string): string {
  let out = '';
  for (let at = 0; at < text.length;) {
    kept.lastIndex = at;
    const quoted = kept.exec(text)?.[0];
    if (quoted !== undefined) {
      out += quoted.startsWith('"') ? quoted : quoted.replace(/[^\x00-\x7f]/g, 'x');
      at += quoted.length;
      continue;
    }
    placeholder.lastIndex = at;
    const [whole, name] = placeholder.exec(text) ?? [];
    if (whole === undefined) out += text[at++] ?? '';
    else {
      out += (name === undefined ? '0' : '$1').padEnd(whole.length);
      at += whole.length;
    }
  }
  return out;
}
