import { cut, joined, made, taken, type DerivedText } from './derived-text';

/**
 * What a string constant of Postgres stands for, as a token of `source` from `start` to `end`: '…', E'…' or
 * $tag$…$tag$. null for one that does not end or that is written in another way (U&'…', B'…').
 */
export function unquoted(source: string, start: number, end: number): DerivedText | null {
  const token = source.slice(start, end);
  const dollar = /^\$\w*\$/.exec(token)?.[0];
  if (dollar !== undefined)
    return token.length >= dollar.length * 2 && token.endsWith(dollar)
      ? taken(source, { start: start + dollar.length, end: end - dollar.length })
      : null;
  const open = /^(?:[eE]|[nN])?'/.exec(token)?.[0];
  if (open === undefined || token.length <= open.length || !token.endsWith("'")) return null;
  const inside = taken(source, { start: start + open.length, end: end - 1 });
  return unescaped(inside, /^[eE]/.test(token));
}

const plainEscape = /''/g;
const backslashEscape = /''|\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[^])/g;
const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescaped(inside: DerivedText, backslashes: boolean): DerivedText {
  const parts: DerivedText[] = [];
  let at = 0;
  for (const match of inside.text.matchAll(backslashes ? backslashEscape : plainEscape)) {
    const end = match.index + match[0].length;
    parts.push(cut(inside, at, match.index));
    const origin = inside.pieces[0]?.source ?? null;
    const range = origin === null ? null : { start: origin.start + match.index, end: origin.start + end };
    parts.push(made(character(match), range));
    at = end;
  }
  parts.push(cut(inside, at, inside.text.length));
  return joined(parts);
}

function character(match: RegExpMatchArray): string {
  const [all, octal, hex, four, eight] = match;
  if (all === "''") return "'";
  const digits = hex ?? four ?? eight;
  const code = octal !== undefined ? Number.parseInt(octal, 8) : Number.parseInt(digits ?? '', 16);
  if (Number.isNaN(code)) return letters[all.charAt(1)] ?? all.slice(1);
  return code <= 0x10ffff ? String.fromCodePoint(code) : all;
}
