import type { Dialect } from '../../model/dialect';
import type { Unread } from '../../model/statement';
import type { Range } from '../../model/text';
import { tokenize, type Token } from '../lexer';
import { unfinishedIn } from './unfinished';

/** A statement while it is read: its tokens without comments, and what could not be understood so far. */
export interface Source {
  readonly text: string;
  readonly dialect: Dialect;
  readonly tokens: readonly Token[];
  readonly unread: Unread[];
}

export function sourceOf(text: string, dialect: Dialect): Source {
  const tokens = tokenize(text, dialect).filter((token) => token.kind !== 'comment' && token.text !== ';');
  const unread: Unread[] = [...unfinishedIn(tokens)];
  for (const { kind, start, end, text: written, closed } of tokens) {
    const range = { start, end };
    if (!closed) unread.push({ range, reason: 'this quote is not closed' });
    else if (kind === 'placeholder' && /^[{$]\D/.test(written))
      unread.push({ range, reason: `what ${written} stands for is not known` });
  }
  return { text, dialect, tokens, unread };
}

/** A position in a span of the tokens of a statement. Reading past the span's end gives nothing. */
export class Cursor {
  constructor(
    readonly source: Source,
    public at: number,
    readonly to: number,
  ) {}

  get done(): boolean {
    return this.at >= this.to;
  }

  get isMysql(): boolean {
    return this.source.dialect === 'mysql' || this.source.dialect === 'mariadb';
  }

  token(offset = 0): Token | undefined {
    const index = this.at + offset;
    return index < this.to ? this.source.tokens[index] : undefined;
  }

  /** The unquoted word at the position, in capital letters; '' when there is none. */
  word(offset = 0): string {
    const token = this.token(offset);
    return token?.kind === 'word' ? token.text.toUpperCase() : '';
  }

  sees(...words: readonly string[]): boolean {
    return words.every((word, i) => this.word(i) === word);
  }

  take(...words: readonly string[]): boolean {
    if (!this.sees(...words)) return false;
    this.at += words.length;
    return true;
  }

  takeAny(...words: readonly string[]): string | null {
    const word = this.word();
    if (word === '' || !words.includes(word)) return null;
    this.at++;
    return word;
  }

  seesSymbol(symbol: string, offset = 0): boolean {
    const token = this.token(offset);
    return token?.text === symbol && (token.kind === 'punctuation' || token.kind === 'operator');
  }

  takeSymbol(symbol: string): boolean {
    if (!this.seesSymbol(symbol)) return false;
    this.at++;
    return true;
  }

  /** The inside of the parentheses at the position, which moves behind them; null when there are none. */
  parentheses(): Cursor | null {
    if (!this.seesSymbol('(')) return null;
    const close = this.closing(this.at);
    const inside = new Cursor(this.source, this.at + 1, close);
    this.at = Math.min(close + 1, this.to);
    return inside;
  }

  /** The rest, cut at commas outside parentheses. An empty rest gives nothing. */
  list(): Cursor[] {
    const parts: Cursor[] = [];
    let from = this.at;
    for (let i = this.at; i < this.to; i++) {
      const text = this.source.tokens[i]?.text;
      if (text === '(' || text === '[') i = this.closing(i);
      else if (text === ',') {
        parts.push(new Cursor(this.source, from, i));
        from = i + 1;
      }
    }
    if (this.at < this.to) parts.push(new Cursor(this.source, from, this.to));
    this.at = this.to;
    return parts;
  }

  /** Moves to the first of the words outside parentheses, or to the end; says which it was. */
  skipTo(...words: readonly string[]): string | null {
    while (!this.done) {
      if (words.includes(this.word())) return this.word();
      this.skip();
    }
    return null;
  }

  /** Over one token, or over the parentheses that begin here. */
  skip(): void {
    const open = this.seesSymbol('(') || this.seesSymbol('[');
    this.at = open ? Math.min(this.closing(this.at) + 1, this.to) : this.at + 1;
  }

  /** From the token `from` to the one before the position. */
  rangeFrom(from: number): Range {
    return this.range(from, this.at);
  }

  range(from: number, to: number): Range {
    const { tokens, text } = this.source;
    const first = tokens[from];
    const last = tokens[Math.min(to, this.source.tokens.length) - 1];
    if (first === undefined) return { start: text.length, end: text.length };
    return { start: first.start, end: last === undefined || to <= from ? first.start : last.end };
  }

  slice(range: Range): string {
    return this.source.text.slice(range.start, range.end);
  }

  /** Notes that the rest of the span is not understood; nothing when it is read to its end. */
  leaveRest(reason: string): void {
    if (this.done) return;
    this.source.unread.push({ range: this.range(this.at, this.to), reason });
    this.at = this.to;
  }

  /** Notes that something is missing at the position. */
  miss(reason: string): void {
    const before = this.source.tokens[this.at - 1];
    const start = before?.end ?? 0;
    this.source.unread.push({ range: { start: before?.start ?? 0, end: start }, reason });
  }

  private closing(open: number): number {
    let depth = 0;
    for (let i = open; i < this.to; i++) {
      const text = this.source.tokens[i]?.text;
      if (text === '(' || text === '[') depth++;
      else if ((text === ')' || text === ']') && --depth === 0) return i;
    }
    return this.to;
  }
}
