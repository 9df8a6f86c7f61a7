import type { Token } from '../lexer';
import type { Unread } from '../../model/statement';

/** Words after which something must follow, in every dialect. */
const wantsMore =
  /^(?:AND|OR|NOT|WHERE|SET|FROM|INTO|VALUES|AS|LIKE|BETWEEN|JOIN|REFERENCES|SELECT|IN|IS|THEN|WHEN|ELSE|HAVING|LIMIT|CONSTRAINT|ADD|ON|USING|UNION|DISTINCT)$/;
const operators = /^(?:=|<|>|<=|>=|<>|!=|\+|-|\/|\|\||:=|::|,|\.)$/;

/** What the end of a statement shows of it being half typed: an open parenthesis, a list or an expression cut short. */
export function unfinishedIn(tokens: readonly Token[]): readonly Unread[] {
  const found: Unread[] = [];
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== 'punctuation') continue;
    if (token.text === '(') open.push(token);
    else if (token.text === ')') open.pop();
  }
  const [first] = open;
  if (first !== undefined)
    found.push({ range: { start: first.start, end: first.end }, reason: 'this parenthesis is not closed' });
  const last = tokens.at(-1);
  if (last !== undefined && isCutShort(last, tokens.at(-2)))
    found.push({ range: { start: last.start, end: last.end }, reason: 'the statement ends too early' });
  return found;
}

function isCutShort(last: Token, before: Token | undefined): boolean {
  if (last.kind === 'operator' || last.kind === 'punctuation') return operators.test(last.text);
  if (last.kind !== 'word' || !wantsMore.test(last.text.toUpperCase())) return false;
  // A name behind a point, the value of a setting (`= ON`, `TO ON`), DEFAULT VALUES.
  return before === undefined || !/^(?:=|\.|:=|TO|DEFAULT)$/i.test(before.text);
}
