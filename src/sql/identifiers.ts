import type { Dialect } from '../model/dialect';
import { reservedWords } from './reserved-words';

/**
 * The name as the catalogue holds it, of an identifier as it is written: quotes removed; unquoted names of
 * Postgres in lower case (ASCII letters, as the server does), those of the other dialects as written.
 */
export function fold(raw: string, dialect: Dialect): string {
  const quoted = unquote(raw);
  if (quoted !== null) return quoted;
  return dialect === 'postgres' ? raw.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : raw;
}

/** How a name is written in a statement: bare where that names the same object, else in the dialect's quotes. */
export function quote(name: string, dialect: Dialect): string {
  return needsQuotes(name, dialect) ? alwaysQuote(name, dialect) : name;
}

/** The name in the dialect's quotes: backticks for MySQL and MariaDB, double quotes for the others. */
export function alwaysQuote(name: string, dialect: Dialect): string {
  const mark = dialect === 'mysql' || dialect === 'mariadb' ? '`' : '"';
  return mark + name.replaceAll(mark, mark + mark) + mark;
}

function needsQuotes(name: string, dialect: Dialect): boolean {
  const plain = dialect === 'postgres' ? /^[a-z_][a-z0-9_$]*$/ : /^[A-Za-z_][A-Za-z0-9_$]*$/;
  return !plain.test(name) || reservedWords[dialect].has(name.toLowerCase());
}

/** The inside of "a", `a`, [a], U&"a" or 'a' with doubled quotes made single; null when it is not quoted. A missing closing quote is allowed. */
function unquote(raw: string): string | null {
  if (/^u&"/i.test(raw)) return decodeUnicode(unquote(raw.slice(2)) ?? '');
  const open = raw.charAt(0);
  if (open !== '"' && open !== '`' && open !== '[' && open !== "'") return null;
  const close = open === '[' ? ']' : open;
  const inside = raw.length > 1 && raw.endsWith(close) ? raw.slice(1, -1) : raw.slice(1);
  return inside.replaceAll(close + close, close);
}

function decodeUnicode(text: string): string {
  return text.replace(/\\(?:\\|\+([0-9a-f]{6})|([0-9a-f]{4}))/gi, (all, six?: string, four?: string) => {
    const digits = six ?? four;
    if (digits === undefined) return '\\';
    const code = Number.parseInt(digits, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
