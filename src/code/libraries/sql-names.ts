/** A word of an SQL text that may name a column. Offsets are relative to the text. */
export interface SqlWord {
  readonly name: string;
  /** What stands before the dot; null without. */
  readonly qualifier: string | null;
  readonly start: number;
  readonly end: number;
}

export interface SqlTable {
  readonly name: string;
  readonly alias: string | null;
  readonly start: number;
  readonly end: number;
}

export interface SqlNames {
  /** First keyword in upper case. */
  readonly keyword: string;
  readonly tables: readonly SqlTable[];
  readonly words: readonly SqlWord[];
  /** Takes a lock, or says that it must see each row in turn. */
  readonly locks: boolean;
}

interface Token {
  readonly kind: 'word' | 'quoted' | 'other';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"((?:[^"]|"")+)"|`([^`]+)`|\[([A-Za-z_]\w*)\]|([A-Za-z_][\w$]*)|[.,()*;=<>]|\S/g;

const tableWords = new Set(['from', 'join', 'into', 'update', 'table', 'using', 'truncate']);
const notAliases = new Set([
  'where',
  'set',
  'on',
  'inner',
  'left',
  'right',
  'full',
  'cross',
  'join',
  'group',
  'order',
  'limit',
  'values',
  'select',
  'returning',
  'using',
  'union',
  'having',
  'for',
  'offset',
  'window',
  'natural',
  'lateral',
  'default',
  'when',
  'and',
  'or',
  'as',
  'with',
  'tablesample',
  'force',
  'use',
  'ignore',
  'fetch',
  'except',
  'intersect',
]);
const keywords = new Set([
  ...notAliases,
  'from',
  'into',
  'update',
  'delete',
  'insert',
  'case',
  'then',
  'else',
  'end',
  'not',
  'null',
  'is',
  'in',
  'like',
  'ilike',
  'between',
  'exists',
  'distinct',
  'all',
  'any',
  'asc',
  'desc',
  'by',
  'true',
  'false',
  'do',
  'nothing',
  'conflict',
  'duplicate',
  'outer',
  'over',
  'partition',
  'interval',
  'array',
  'cast',
  'table',
  'skip',
  'locked',
  'nowait',
  'of',
  'only',
]);

/** Tables named after FROM, JOIN, INTO and UPDATE, with aliases, and every other word that may be a column. Common table expressions are no tables. */
export function readSqlNames(text: string): SqlNames {
  const tokens = tokensOf(text);
  const tables: SqlTable[] = [];
  const taken = new Set<number>();
  const common = commonTables(tokens);
  tokens.forEach((item, at) => {
    if (item.kind !== 'word' || !tableWords.has(item.text.toLowerCase())) return;
    if (item.text.toLowerCase() === 'update' && /^(?:for|do|key)$/i.test(tokens[at - 1]?.text ?? '')) return;
    for (let next: number | null = at + 1; next !== null;) {
      const read = readTable(tokens, next, taken);
      if (!read) break;
      if (!common.has(read.table.name.toLowerCase())) tables.push(read.table);
      next = /^from$/i.test(item.text) && tokens[read.after]?.text === ',' ? read.after + 1 : null;
    }
  });
  const words = tokens.flatMap((_, at) => (taken.has(at) ? [] : wordAt(tokens, at)));
  const locks =
    /\bfor\s+(?:no\s+key\s+)?update\b|\bfor\s+share\b|advisory_(?:xact_)?lock|get_lock\s*\(/i.test(text);
  return { keyword: (tokens[0]?.text ?? '').toUpperCase(), tables, words, locks };
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(token)) {
    const [whole, double, back, bracket, word] = match;
    if (/^(?:--|\/\*|')/.test(whole)) continue;
    const start = match.index;
    const quoted = double ?? back ?? bracket;
    if (quoted !== undefined)
      tokens.push({
        kind: 'quoted',
        text: quoted.replaceAll('""', '"'),
        start: start + 1,
        end: start + whole.length - 1,
      });
    else
      tokens.push({
        kind: word === undefined ? 'other' : 'word',
        text: whole,
        start,
        end: start + whole.length,
      });
  }
  return tokens;
}

function isName(item: Token | undefined): item is Token {
  return (
    item !== undefined &&
    (item.kind === 'quoted' || (item.kind === 'word' && !keywords.has(item.text.toLowerCase())))
  );
}

function readTable(
  tokens: readonly Token[],
  from: number,
  taken: Set<number>,
): { table: SqlTable; after: number } | null {
  let at = from;
  if (/^only$/i.test(tokens[at]?.text ?? '')) at++;
  if (!isName(tokens[at])) return null;
  while (tokens[at + 1]?.text === '.' && isName(tokens[at + 2])) {
    taken.add(at);
    at += 2;
  }
  const named = tokens[at];
  // `FROM generate_series(…)` is a function; `INSERT INTO t (a, b)` is not.
  if (!named || (tokens[at + 1]?.text === '(' && !/^into$/i.test(tokens[from - 1]?.text ?? ''))) return null;
  taken.add(at);
  let alias: string | null = null;
  let next = at + 1;
  if (/^as$/i.test(tokens[next]?.text ?? '')) next++;
  const second = tokens[next];
  if (isName(second)) {
    alias = second.text;
    taken.add(next);
    next++;
  }
  return { table: { name: named.text, alias, start: named.start, end: named.end }, after: next };
}

function wordAt(tokens: readonly Token[], at: number): SqlWord[] {
  const item = tokens[at];
  if (!isName(item)) return [];
  const isFunction = item.kind === 'word' && tokens[at + 1]?.text === '(';
  const isQualifier = tokens[at + 1]?.text === '.';
  const isCast = tokens[at - 1]?.text === ':';
  const isClause = /^duplicate$/i.test(tokens[at - 1]?.text ?? '');
  if (isFunction || isQualifier || isCast || isClause) return [];
  const qualifier = tokens[at - 1]?.text === '.' ? (tokens[at - 2]?.text ?? null) : null;
  return [{ name: item.text, qualifier, start: item.start, end: item.end }];
}

/** Names of `WITH recent AS (…)`. */
function commonTables(tokens: readonly Token[]): Set<string> {
  const names = new Set<string>();
  if (!/^with$/i.test(tokens[0]?.text ?? '')) return names;
  tokens.forEach((item, at) => {
    if (
      isName(item) &&
      /^as$/i.test(tokens[at + 1]?.text ?? '') &&
      /^(?:\(|materialized|not)$/i.test(tokens[at + 2]?.text ?? '')
    )
      names.add(item.text.toLowerCase());
  });
  return names;
}
