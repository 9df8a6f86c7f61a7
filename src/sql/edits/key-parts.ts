import type { Range } from '../../model/text';
import type { StatementReading } from '../../model/statement';
import { tokenize, type Token } from '../lexer';
import { sliceOf } from './statement-edit';

/** The parts of a UNIQUE or PRIMARY KEY constraint as written, comments left out; '' for a part that is not there. */
export interface KeyParts {
  readonly kind: 'UNIQUE' | 'PRIMARY KEY';
  readonly nulls: string;
  /** With its parentheses; '' for the constraint of a column. */
  readonly columns: string;
  readonly include: string;
  /** DEFERRABLE and what follows it. */
  readonly timing: string;
}

/** Null where the constraint says more than an index built beforehand could take over (WITH, TABLESPACE, WITHOUT OVERLAPS). */
export function keyParts(reading: StatementReading, range: Range): KeyParts | null {
  const tokens = tokenize(reading.text, 'postgres').filter(
    (token) => token.kind !== 'comment' && token.start >= range.start && token.end <= range.end,
  );
  const start = tokens.findIndex((token) => /^(?:unique|primary)$/i.test(token.text));
  const keyword = tokens[start];
  if (keyword === undefined) return null;
  const isPrimary = /^primary$/i.test(keyword.text);
  const reader = new TokenReader(reading, tokens.slice(start + (isPrimary ? 2 : 1)));
  const parts: KeyParts = {
    kind: isPrimary ? 'PRIMARY KEY' : 'UNIQUE',
    nulls: reader.words(/^(?:nulls|not|distinct)$/i),
    columns: reader.parenthesis(),
    include: reader.words(/^include$/i),
    timing: '',
  };
  const include = parts.include === '' ? '' : `${parts.include} ${reader.parenthesis()}`;
  const timing = reader.words(/^(?:not|deferrable|initially|deferred|immediate)$/i);
  const isSimple = reader.isDone() && !/overlaps/i.test(parts.columns);
  return isSimple ? { ...parts, include, timing } : null;
}

class TokenReader {
  private at = 0;

  constructor(
    private readonly reading: StatementReading,
    private readonly tokens: readonly Token[],
  ) {}

  isDone(): boolean {
    return this.at >= this.tokens.length;
  }

  /** The run of words that match, joined by spaces. */
  words(wanted: RegExp): string {
    const found: string[] = [];
    for (
      let token = this.tokens[this.at];
      token !== undefined && wanted.test(token.text);
      token = this.tokens[this.at]
    ) {
      found.push(token.text);
      this.at++;
    }
    return found.join(' ');
  }

  /** From an opening parenthesis to the one that closes it. */
  parenthesis(): string {
    const first = this.tokens[this.at];
    if (first?.text !== '(') return '';
    let depth = 0;
    for (; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at];
      if (token?.text === '(') depth++;
      if (token?.text === ')' && --depth === 0) {
        this.at++;
        return withoutComments(sliceOf(this.reading, { start: first.start, end: token.end }));
      }
    }
    return '';
  }
}

/** The text with each comment gone, for SQL that is written elsewhere. */
export function withoutComments(text: string): string {
  const comments = tokenize(text, 'postgres').filter((token) => token.kind === 'comment');
  return comments
    .reduceRight(
      (rest, { start, end }) =>
        rest.slice(0, start).trimEnd() + (/^[\s),]/.test(rest.slice(end)) ? '' : ' ') + rest.slice(end),
      text,
    )
    .trim();
}
