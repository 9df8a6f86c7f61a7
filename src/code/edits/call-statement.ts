import type { Range } from '../../model/text';

/** A statement of code that is a call and nothing else. */
export interface CallStatement {
  /** From its first word to its semicolon, where it has one. */
  readonly range: Range;
  readonly call: Range;
  readonly indent: string;
  readonly lead: '' | 'await' | 'return' | 'return await';
  /** `;` or nothing. */
  readonly end: ';' | '';
}

/** The statement that a call is, alone on its lines; null: the call is part of something larger. */
export function callStatement(text: string, call: Range): CallStatement | null {
  const lineStart = text.lastIndexOf('\n', call.start - 1) + 1;
  const before = text.slice(lineStart, call.start);
  const lead = /^([ \t]*)(return[ \t]+await|return|await|)[ \t]*$/.exec(before);
  const after = /^[ \t]*(;?)[ \t]*(?:\/\/.*)?(?=\r?\n|$)/.exec(text.slice(call.end));
  if (lead === null || after === null) return null;
  const indent = lead[1] ?? '';
  const end = after[1] === ';' ? call.end + after[0].indexOf(';') + 1 : call.end;
  return {
    range: { start: lineStart + indent.length, end },
    call,
    indent,
    lead: (lead[2] ?? '').replace(/\s+/, ' ') as CallStatement['lead'],
    end: after[1] === ';' ? ';' : '',
  };
}

/** A bracket that is open at a place. */
interface Open {
  readonly character: string;
  readonly at: number;
}

/** The brackets around an offset, outermost first. Strings, templates and comments are passed over; so are regular expressions not. */
export function bracketsAround(text: string, offset: number): readonly Open[] {
  const open: Open[] = [];
  for (const { character, at } of brackets(text)) {
    if (at >= offset) break;
    if ('([{'.includes(character)) open.push({ character, at });
    else open.pop();
  }
  return open;
}

/** Where the bracket that opens at an offset is closed: the offset behind it; null: it is not. */
export function closingOf(text: string, opening: number): number | null {
  let depth = 0;
  for (const { character, at } of brackets(text)) {
    if (at < opening) continue;
    depth += '([{'.includes(character) ? 1 : -1;
    if (depth === 0) return at + 1;
  }
  return null;
}

/** The call whose arguments a place stands in: from its callee's first word to its closing parenthesis; null: it stands in none. */
export function enclosingCall(text: string, offset: number): Range | null {
  const opening = bracketsAround(text, offset).findLast((one) => one.character === '(');
  if (opening === undefined) return null;
  const callee = /[\w$.]+$/.exec(text.slice(0, opening.at));
  const end = closingOf(text, opening.at);
  return callee === null || end === null ? null : { start: callee.index, end };
}

function* brackets(text: string): Generator<Open> {
  const pattern =
    /\/\/[^\n]*|\/\*[^]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[^])*`|[()[\]{}]/g;
  for (const match of text.matchAll(pattern))
    if (match[0].length === 1) yield { character: match[0], at: match.index };
}
