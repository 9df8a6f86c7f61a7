import type { Dialect } from '../model/dialect';
import { fold } from './identifiers';
import { tokenize, type Token } from './lexer';

/**
 * The names of the columns that a CREATE VIEW returns, as far as its text shows: the list behind its name, else
 * the aliases or last names of its first SELECT, `*` where all columns of something are meant. Null when neither
 * is found.
 */
export function viewColumns(text: string, dialect: Dialect): readonly string[] | null {
  const tokens = codeTokens(text, dialect);
  const view = tokens.findIndex((token) => isWord(token, 'VIEW'));
  const as = topLevel(tokens, view + 1, (token) => isWord(token, 'AS'));
  if (view < 0 || as < 0) return null;
  const opening = tokens.findIndex((token, at) => at > view && at < as && token.text === '(');
  if (opening >= 0)
    return items(tokens, opening + 1, closing(tokens, opening)).map((item) => nameOf(item, dialect));
  const select = topLevel(tokens, as + 1, (token) => isWord(token, 'SELECT'));
  if (select < 0) return null;
  const from = topLevel(
    tokens,
    select + 1,
    (token) => isWord(token, 'FROM', 'UNION', 'EXCEPT', 'INTERSECT', 'WHERE') || token.text === ';',
  );
  const first = isWord(tokens[select + 1], 'ALL', 'DISTINCT') ? select + 2 : select + 1;
  if (isWord(tokens[first], 'ON')) return null;
  return items(tokens, first, from < 0 ? tokens.length : from).map((item) => nameOf(item, dialect));
}

const bodyWords =
  /^(?:AS|LANGUAGE|IMMUTABLE|STABLE|VOLATILE|SECURITY|COST|ROWS|PARALLEL|STRICT|CALLED|LEAKPROOF|WINDOW|SET|BEGIN|RETURN|DETERMINISTIC|NOT|NO|CONTAINS|READS|MODIFIES|COMMENT|SQL)$/i;

/** What a caller of a function relies on: its arguments and what it returns, white space and case folded. Null when there is no argument list. */
export function functionHead(text: string, dialect: Dialect): string | null {
  const tokens = codeTokens(text, dialect);
  const opening = tokens.findIndex((token) => token.text === '(');
  if (opening < 0) return null;
  const close = closing(tokens, opening);
  const end = topLevel(tokens, close + 1, (token) => token.kind === 'word' && bodyWords.test(token.text));
  return tokens
    .slice(opening, end < 0 ? tokens.length : end)
    .filter((token) => token.text !== ';')
    .map((token) => (token.kind === 'word' ? token.text.toLowerCase() : token.text))
    .join(' ');
}

function codeTokens(text: string, dialect: Dialect): readonly Token[] {
  return tokenize(text, dialect).filter((token) => token.kind !== 'comment');
}

function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toUpperCase());
}

/** Index of the first token from `start` outside parentheses that fits; -1. */
function topLevel(tokens: readonly Token[], start: number, fits: (token: Token) => boolean): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (depth === 0 && fits(token)) return at;
  }
  return -1;
}

/** Index of the parenthesis that closes the one at `opening`, or the end. */
function closing(tokens: readonly Token[], opening: number): number {
  let depth = 0;
  for (let at = opening; at < tokens.length; at++) {
    if (tokens[at]?.text === '(') depth++;
    else if (tokens[at]?.text === ')' && --depth === 0) return at;
  }
  return tokens.length;
}

/** The tokens between commas. */
function items(tokens: readonly Token[], start: number, end: number): readonly (readonly Token[])[] {
  const found: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(start, end)) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (token.text === ',' && depth === 0) found.push([]);
    else found.at(-1)?.push(token);
  }
  return found.filter((item) => item.length > 0);
}

/** The last name of an item: its alias, its column, the function it calls. */
function nameOf(item: readonly Token[], dialect: Dialect): string {
  const last = item.at(-1);
  if (last === undefined) return '';
  if (last.kind === 'word' || last.kind === 'quoted') return fold(last.text, dialect);
  const called = item.find((_, at) => item[at + 1]?.text === '(');
  return last.text === ')' && called !== undefined ? fold(called.text, dialect) : last.text;
}
