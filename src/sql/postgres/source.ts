import type { Identifier, ObjectName } from '../../model/schema-change';
import type { Range } from '../../model/text';
import { tokenize, type Token } from '../lexer';

/** Tokens from `from` up to, not including, `to`: indexes into the tokens of a source. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A name found among the tokens, and the index of the token after it. */
export interface FoundName {
  readonly name: ObjectName;
  readonly next: number;
}

/**
 * The text of one statement with what locates things in it: the tree gives byte offsets of some nodes only, the
 * rest is found among the tokens (comments left out), which are made when first asked for.
 */
export class Source {
  private made: Token[] | null = null;
  private offsets: Uint32Array | null | undefined;

  constructor(readonly text: string) {}

  get whole(): Range {
    return { start: 0, end: this.text.length };
  }

  get tokens(): readonly Token[] {
    this.made ??= tokenize(this.text, 'postgres').filter((token) => token.kind !== 'comment');
    return this.made;
  }

  get span(): Span {
    return { from: 0, to: this.tokens.length };
  }

  /** UTF-16 offset of a location of the tree (UTF-8 bytes; left out by the parser when zero, -1 when unknown). */
  at(location: number | undefined): number {
    const bytes = Math.max(location ?? 0, 0);
    this.offsets ??= byteOffsets(this.text);
    return this.offsets === null
      ? Math.min(bytes, this.text.length)
      : (this.offsets[bytes] ?? this.text.length);
  }

  /** Index of the first token that starts at or after an offset. */
  indexAt(offset: number): number {
    const tokens = this.tokens;
    let low = 0;
    let high = tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tokens[middle]?.start ?? Infinity) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The word at an index in upper case; '' when something else stands there. */
  word(index: number): string {
    const token = this.tokens[index];
    return token?.kind === 'word' ? token.text.toUpperCase() : '';
  }

  words(index: number, ...expected: readonly string[]): boolean {
    return expected.every((word, i) => this.word(index + i) === word);
  }

  is(index: number, text: string): boolean {
    const token = this.tokens[index];
    return token !== undefined && token.text === text && token.kind !== 'quoted' && token.kind !== 'string';
  }

  /** From the first token of the span to the end of its last; the empty range at the end of the text if it has none. */
  range({ from, to }: Span): Range {
    const start = this.tokens[from]?.start ?? this.text.length;
    return { start, end: to > from ? (this.tokens[to - 1]?.end ?? this.text.length) : start };
  }

  slice(span: Span): string {
    const { start, end } = this.range(span);
    return this.text.slice(start, end);
  }

  /** The end of the last token before an offset, but not before `start`. */
  trimmed(start: number, end: number): Range {
    const last = this.tokens[this.indexAt(end) - 1];
    return { start, end: Math.max(start, Math.min(end, last?.end ?? end)) };
  }

  /** Index of the bracket that closes the one at `open`, or the end of the tokens. */
  close(open: number): number {
    let depth = 0;
    for (let i = open; i < this.tokens.length; i++) {
      if (this.is(i, '(') || this.is(i, '[')) depth++;
      else if ((this.is(i, ')') || this.is(i, ']')) && --depth <= 0) return i;
    }
    return this.tokens.length;
  }

  /** Index of the first token outside brackets that holds, or -1. */
  find(span: Span, holds: (index: number) => boolean): number {
    for (let i = span.from; i < span.to; i++) {
      if (holds(i)) return i;
      if (this.is(i, '(') || this.is(i, '[')) i = this.close(i);
    }
    return -1;
  }

  findWord(span: Span, ...words: readonly string[]): number {
    return this.find(span, (i) => this.words(i, ...words));
  }

  /** The parts between the commas that stand outside brackets; empty for an empty span. */
  list(span: Span): Span[] {
    const parts: Span[] = [];
    let from = span.from;
    while (from < span.to) {
      const comma = this.find({ from, to: span.to }, (i) => this.is(i, ','));
      const to = comma < 0 ? span.to : comma;
      parts.push({ from, to });
      from = to + 1;
    }
    return parts;
  }

  /** What stands inside the first brackets at or after an index, or null. */
  parenthesised(span: Span): Span | null {
    const open = this.find(span, (i) => this.is(i, '('));
    return open < 0 ? null : { from: open + 1, to: Math.min(this.close(open), span.to) };
  }

  /** The possibly qualified name that starts at an index. */
  name(index: number): FoundName {
    let i = index;
    const parts: string[] = [foldToken(this.tokens[i])];
    while (this.is(i + 1, '.') && i + 2 < this.tokens.length) {
      i += 2;
      parts.push(foldToken(this.tokens[i]));
    }
    const name = parts.at(-1) ?? '';
    const schema = parts.at(-2) ?? null;
    return { name: { name, schema, range: this.range({ from: index, to: i + 1 }) }, next: i + 1 };
  }

  identifier(index: number): Identifier {
    return { name: foldToken(this.tokens[index]), range: this.range({ from: index, to: index + 1 }) };
  }

  /** The identifiers of a bracketed list such as `(a, "B" DESC)`, each the first token of its part. */
  identifiers(span: Span): Identifier[] {
    return this.list(span).map((part) => this.identifier(part.from));
  }

  /** The name that starts at an offset, read without making tokens (a long INSERT has many). */
  nameAt(offset: number, name: string, schema: string | null): ObjectName {
    return { name, schema, range: { start: offset, end: endOfName(this.text, offset) } };
  }

  identifierAt(offset: number, name: string): Identifier {
    return { name, range: { start: offset, end: endOfPart(this.text, offset) } };
  }
}

/** As the catalogue holds it: quotes taken off, else ASCII letters folded to lower case. */
export function foldToken(token: Token | undefined): string {
  if (token === undefined) return '';
  if (token.kind !== 'quoted') return token.text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return token.text.replace(/^(?:[uU]&)?"|"$/g, '').replaceAll('""', '"');
}

const part = /(?:[uU]&)?"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const dot = /(?:\s|--[^\n]*\n|\/\*[^]*?\*\/)*\.(?:\s|--[^\n]*\n|\/\*[^]*?\*\/)*/y;

function endOfPart(text: string, start: number): number {
  part.lastIndex = start;
  return part.test(text) ? part.lastIndex : start;
}

function endOfName(text: string, start: number): number {
  let end = endOfPart(text, start);
  for (;;) {
    dot.lastIndex = end;
    if (end === start || !dot.test(text)) return end;
    const next = endOfPart(text, dot.lastIndex);
    if (next === dot.lastIndex) return end;
    end = next;
  }
}

/** UTF-16 offset of each UTF-8 byte; null when the text is ASCII and both are the same. */
function byteOffsets(text: string): Uint32Array | null {
  if (/^[\x00-\x7f]*$/.test(text)) return null;
  const offsets: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let b = 0; b < bytes; b++) offsets.push(i);
    if (bytes === 4) i++;
  }
  offsets.push(text.length);
  return Uint32Array.from(offsets);
}
