import type { QueryReading } from '../../sql/query-reading';
import type { SqlFact } from '../facts';

/** The grammar of the engine; null for what it rejects. */
export type ReadQuery = (text: string) => QueryReading | null;

/** Strings, comments and quoted names: what stands in them is neither a placeholder nor a name. */
const kept = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`"]*`/y;
/** `?`, `?1`, `:name`, `:...names`, `@name`, `$name`, `$(name)`, `$<name>`, `${name}`; no cast, no slice, no `@>`, no `?|`. */
const placeholder =
  /\?\d*(?![?|&])|(?<![:\w\])}]):(?:\.\.\.)?\w+|(?<![@\w<>])@\w+|\$(?:[A-Za-z_]\w*(?![\w$])|\(\w+\)|<\w+>|\{\w+\})/y;
/** What a value can follow. A hole anywhere else is a part of the statement. */
const beforeValue =
  /(?:[=<>(,+*%|/-]|::|\b(?:limit|offset|like|ilike|in|and|between|then|else|when|any|interval|select|values))\s*['"%]*$/i;
const beforeList = /\b(?:in|any|values)\s*$/i;
const escapes: Readonly<Record<string, string>> = { n: ' \n', r: '  ', t: '  ', '\n': ' \n' };

/**
 * What an SQL text in code asks, by the grammar of the engine; null where that rejects it, or where code puts in more
 * than a value. Places are offsets in the text as it stands.
 */
export function readQueryText(read: ReadQuery, { text, holes }: SqlFact): QueryReading | null {
  if (holesInStatement(text, holes).length > 0) return null;
  const plain = inPostgresForm(withValues(unescaped(text), holes));
  const reading = /[^\x01-\x7f]/.test(plain) ? null : read(plain);
  const many = holes.some((hole) => /\bvalues\s*$/i.test(text.slice(0, hole)));
  return reading && many ? { ...reading, rows: 'unknown' } : reading;
}

/** The holes that are no values. */
export function holesInStatement(text: string, holes: readonly number[]): readonly number[] {
  const filled = withValues(text, holes);
  return holes.filter((hole) => !beforeValue.test(filled.slice(Math.max(0, hole - 40), hole)));
}

/** The characters that a string in code stands for, each where it is written: `\"id\"` as ` "id" `. */
export function unescaped(text: string): string {
  return text.replace(
    /\\([\s\S])/g,
    (_, one: string, at: number) =>
      escapes[one] ?? (/["`]/.test(one) && /\w/.test(text[at - 1] ?? '') ? `${one} ` : ` ${one}`),
  );
}

/** A parameter where `${…}` stood, a list where one is needed. Each leaves at least four spaces. */
function withValues(text: string, holes: readonly number[]): string {
  let filled = text;
  for (const hole of holes) {
    const before = filled.slice(0, hole);
    const value = beforeList.test(before) ? '(1)' : /\binterval\s*$/i.test(before) ? "'1'" : '$1';
    filled = before + value + filled.slice(hole + value.length);
  }
  return filled;
}

/** The same text, character for character, with placeholders, strings and names as Postgres takes them. */
function inPostgresForm(text: string): string {
  // Only MySQL quotes names with backticks; what it has in double quotes is a string.
  const mysql = text.includes('`');
  let out = '';
  for (let at = 0; at < text.length;) {
    const quoted = matchAt(kept, text, at);
    const value = quoted === null ? matchAt(placeholder, text, at) : null;
    const whole = quoted ?? value ?? text[at] ?? '';
    if (quoted !== null) out += inQuotes(quoted, mysql);
    else out += value === null ? whole : (value.length > 1 ? '$1' : '0').padEnd(value.length);
    at += whole.length;
  }
  return out;
}

/** Letters of other alphabets become one of ours where they are content. */
function inQuotes(text: string, mysql: boolean): string {
  if (text.startsWith('`')) return `"${text.slice(1, -1)}"`;
  if (text.startsWith('"')) return mysql ? `'${text.slice(1, -1).replace(/[^\x01-\x7f]|'/g, 'x')}'` : text;
  return text.replace(/[^\x01-\x7f]/g, 'x');
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
