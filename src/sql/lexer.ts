import type { Dialect } from '../model/dialect';
import {
  endOfBlockComment,
  endOfDollarBody,
  endOfDollarTag,
  endOfLine,
  endOfQuote,
  endOfTemplate,
  endOfWord,
  isDigit,
  isSpace,
  isWord,
  isWordStart,
} from './scan';
import { quotingRules, type QuotingRules } from './syntax';

export type TokenKind =
  /** A keyword or an unquoted name; `@variable` of MySQL too. */
  | 'word'
  /** A quoted name: "a", `a`, [a]. */
  | 'quoted'
  /** A string with its prefix, a dollar-quoted body; "…" in MySQL and MariaDB. */
  | 'string'
  | 'number'
  | 'operator'
  /** One of `( ) [ ] { } , ; .` */
  | 'punctuation'
  /** Also the two ends of a comment that holds code; that code comes as tokens of its own. */
  | 'comment'
  /** `{{ }}`, `${ }`, `$1`, `$NAME`, `?`, `:name`, `:'name'`: something else will stand here. */
  | 'placeholder'
  /** A psql command, to the end of its line. */
  | 'meta';

export interface Token {
  readonly kind: TokenKind;
  /** Zero-based UTF-16 offsets in the text that was given. */
  readonly start: number;
  readonly end: number;
  /** As written. */
  readonly text: string;
  /** false: a quote or comment that the text ends before it does. */
  readonly closed: boolean;
}

/**
 * The tokens of a text, comments included, white space left out (it is what lies between two tokens).
 * Never throws: what is not closed reaches to the end and says so, any other character is an operator.
 */
export function tokenize(text: string, dialect: Dialect): Token[] {
  const rules = quotingRules[dialect];
  const tokens: Token[] = [];
  let inExecutable = false;
  let at = 0;
  const push = (kind: TokenKind, end: number): void => {
    const closed = end >= 0;
    const last = closed ? end : text.length;
    tokens.push({ kind, start: at, end: last, text: text.slice(at, last), closed });
    at = last;
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      at++;
    } else if (isWordStart(code)) {
      pushWord(text, at, rules, push);
    } else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) {
      pushNumber(text, at, rules, push);
    } else if (code === 39) {
      push('string', endOfQuote(text, at, rules.backslashEscapes));
    } else if (code === 34) {
      push(rules.doubleQuotedStrings ? 'string' : 'quoted', endOfQuote(text, at, rules.doubleQuotedStrings));
    } else if ((code === 96 && rules.backticks) || (code === 91 && rules.brackets)) {
      push('quoted', endOfQuote(text, at, false));
    } else if (isLineComment(text, at, rules)) {
      push('comment', endOfLine(text, at));
    } else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      const opening = endOfExecutableOpening(text, at, rules);
      if (opening >= 0) inExecutable = true;
      push('comment', opening >= 0 ? opening : endOfBlockComment(text, at, rules.nestedComments));
    } else if (inExecutable && code === 42 && text.charCodeAt(at + 1) === 47) {
      inExecutable = false;
      push('comment', at + 2);
    } else if (code === 92 && rules.psql && isFirstOfLine(text, at)) {
      push('meta', endOfLine(text, at));
    } else {
      pushSymbol(text, at, rules, push);
    }
  }
  return tokens;
}

type Push = (kind: TokenKind, end: number) => void;

/**
 * Offset after `/*!50100` or `/*M!`, or -1 when the comment at `at` holds no code. Servers are taken to be the newest
 * of their kind. MariaDB passes over what is for MySQL 5.7 to 9 (its manual, "Comment Syntax"), MySQL over `/*M!`.
 */
export function endOfExecutableOpening(text: string, at: number, rules: QuotingRules): number {
  if (rules.executableComments === null) return -1;
  let i = at + 2;
  const isMariadbs = text.charCodeAt(i) === 77;
  if (isMariadbs) i++;
  if (text.charCodeAt(i) !== 33) return -1;
  const digits = ++i;
  while (isDigit(text.charCodeAt(i)) && i < digits + 6) i++;
  if (i - digits < 5) i = digits;
  const version = Number(text.slice(digits, i));
  const runs =
    rules.executableComments === 'mysql'
      ? !isMariadbs && version < 100_000
      : isMariadbs || version < 50_700 || version > 99_999;
  return runs ? i : -1;
}

/** Whether a comment that ends with its line begins at `at`. Drizzle writes `-->` in every dialect. */
export function isLineComment(text: string, at: number, rules: QuotingRules): boolean {
  const code = text.charCodeAt(at);
  if (code === 35) return rules.hashComments;
  if (code !== 45 || text.charCodeAt(at + 1) !== 45) return false;
  if (!rules.hashComments) return true;
  const third = text.charCodeAt(at + 2);
  return Number.isNaN(third) || isSpace(third) || third === 62;
}

/** Whether only white space stands before `at` on its line. */
export function isFirstOfLine(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return true;
    if (!isSpace(code)) return false;
  }
  return true;
}

/** The offset of the quote when the word between the offsets is the prefix of a string (E'…', U&'…'), else -1. */
export function quoteAfterPrefix(text: string, start: number, end: number): number {
  if (end - start !== 1) return -1;
  const letter = text.charCodeAt(start) & 0xdf;
  const next = text.charCodeAt(end);
  if (next === 39) return 'EBXN'.includes(String.fromCharCode(letter)) ? end : -1;
  if (letter !== 85 || next !== 38) return -1;
  const quote = text.charCodeAt(end + 1);
  return quote === 39 || quote === 34 ? end + 1 : -1;
}

function pushWord(text: string, at: number, rules: QuotingRules, push: Push): void {
  const end = endOfWord(text, at);
  const quote = rules.stringPrefixes ? quoteAfterPrefix(text, at, end) : -1;
  if (quote < 0) {
    push('word', end);
    return;
  }
  push(
    text.charCodeAt(quote) === 34 ? 'quoted' : 'string',
    endOfQuote(text, quote, isWord(text, at, end, 'E')),
  );
}

/** `1`, `1.5`, `.5`, `1e-3`, `0x1F`; in MySQL `2fa_codes` is a name. */
function pushNumber(text: string, at: number, rules: QuotingRules, push: Push): void {
  let i = at;
  while (isDigit(text.charCodeAt(i)) || text.charCodeAt(i) === 95) i++;
  if (text.charCodeAt(i) === 46 && text.charCodeAt(i + 1) !== 46) {
    i++;
    while (isDigit(text.charCodeAt(i))) i++;
  }
  const exponent = /[eE][+-]?\d+/y;
  exponent.lastIndex = i;
  if (exponent.test(text)) i = exponent.lastIndex;
  const end = endOfWord(text, i);
  const isName = end > i && rules.hashComments && !/^0[xb]/i.test(text.slice(at, at + 2));
  push(isName ? 'word' : 'number', end);
}

function pushSymbol(text: string, at: number, rules: QuotingRules, push: Push): void {
  const code = text.charCodeAt(at);
  const template = endOfTemplate(text, at);
  if (template >= 0) {
    push('placeholder', template);
    return;
  }
  if (code === 36) {
    pushDollar(text, at, rules, push);
    return;
  }
  if ('()[]{},;.'.includes(text.charAt(at))) {
    push('punctuation', at + 1);
    return;
  }
  const next = text.charCodeAt(at + 1);
  if (code === 58 && isWordStart(next) && text.charCodeAt(at - 1) !== 58) {
    push('placeholder', endOfWord(text, at + 1));
    return;
  }
  if (code === 58 && rules.psql && (next === 39 || next === 34) && text.charCodeAt(at - 1) !== 58) {
    const end = endOfQuote(text, at + 1, false);
    const isVariable = /^['"][A-Za-z_0-9]+['"]$/.test(text.slice(at + 1, end));
    push(isVariable ? 'placeholder' : 'operator', isVariable ? end : at + 1);
    return;
  }
  if (code === 63 && !rules.psql) {
    push('placeholder', at + 1);
    return;
  }
  if (code === 64 && !rules.psql && (isWordStart(next) || next === 64)) {
    push('word', endOfWord(text, next === 64 ? at + 2 : at + 1));
    return;
  }
  push('operator', endOfOperator(text, at, rules));
}

function pushDollar(text: string, at: number, rules: QuotingRules, push: Push): void {
  if (isDigit(text.charCodeAt(at + 1))) {
    push('placeholder', endOfWord(text, at + 1));
    return;
  }
  const tagEnd = rules.dollarQuotes ? endOfDollarTag(text, at) : -1;
  if (tagEnd >= 0) push('string', endOfDollarBody(text, at, tagEnd));
  else if (rules.psql && isWordStart(text.charCodeAt(at + 1))) push('placeholder', endOfWord(text, at + 1));
  else push('operator', at + 1);
}

const operatorCharacters = '+-*/<>=~!@#%^&|`?:';

/** As Postgres lexes operators: the longest run, but no comment inside it and no sign at its end. */
function endOfOperator(text: string, at: number, rules: QuotingRules): number {
  if (!operatorCharacters.includes(text.charAt(at))) return at + 1;
  if (text.charCodeAt(at) === 58) {
    const next = text.charCodeAt(at + 1);
    return next === 58 || next === 61 ? at + 2 : at + 1;
  }
  let i = at + 1;
  while (i < text.length && operatorCharacters.includes(text.charAt(i)) && text.charCodeAt(i) !== 58) {
    const pair = text.slice(i, i + 2);
    if (pair === '--' || pair === '/*' || pair === '*/' || (rules.backticks && pair.startsWith('`'))) break;
    if (!rules.psql && pair.startsWith('@')) break;
    i++;
  }
  if (/[~!@#%^&|`?]/.test(text.slice(at, i))) return i;
  while (i > at + 1 && (text.charCodeAt(i - 1) === 43 || text.charCodeAt(i - 1) === 45)) i--;
  return i;
}
