import type { Dialect } from '../model/dialect';
import type { Comment, Unread } from '../model/statement';
import { endOfExecutableOpening, isLineComment, quoteAfterPrefix } from './lexer';
import { beginsStatement, holdsStatement, isRoutine, isRule } from './resync';
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
  isTemplateControl,
  isWord,
  isWordStart,
} from './scan';
import { isSeparator } from './sections';
import { quotingRules } from './syntax';

export { sections } from './sections';

/** One statement of a text, absolute: `start`..`end` from its first to its last token, `next` after its terminator. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

export interface Split {
  readonly pieces: readonly Piece[];
  /** In order, those inside statements too. The breakpoint lines of Drizzle are not comments. */
  readonly comments: readonly Comment[];
  /** What stands outside every statement and hides something: an unclosed comment, a psql include, a NUL. */
  readonly unread: readonly Unread[];
}

/**
 * Cuts a text into statements: at `;` (or the DELIMITER of the mysql client) outside quotes, parentheses of rules
 * and BEGIN … END bodies, at Drizzle's breakpoints and at section markers. Everything outside pieces is white
 * space, comments, terminators, client commands or COPY data. A statement without its `;` ends where a line
 * clearly begins another, so that text being typed does not swallow what follows it. Never throws.
 */
export function splitStatements(text: string, dialect: Dialect): Split {
  const trusting = new Splitter(text, dialect, true);
  trusting.run();
  if (!trusting.leftOpen) return trusting;
  // A quote or a body has no end, but which one is it? Read again, and close each that swallows a statement.
  const doubting = new Splitter(text, dialect, false);
  doubting.run();
  return doubting;
}

const headLength = 10;

class Splitter implements Split {
  readonly pieces: Piece[] = [];
  readonly comments: Comment[] = [];
  readonly unread: Unread[] = [];
  /** A quote or a body reached the end of the text. */
  leftOpen = false;

  private readonly rules;
  private at = 0;
  /** Only white space and comments since the line began. */
  private lineStart = true;
  private delimiter = ';';
  /** Of the pending statement; -1: none is pending. */
  private start = -1;
  private end = -1;
  private readonly head: string[] = [];
  private parentheses = 0;
  private depth = 0;
  private bodyClosed = false;
  /** The word of the IF or LOOP that is the whole body of a routine, and how many of its kind are open; '' for none. */
  private control = '';
  private controls = 0;
  private routine: boolean | null = null;

  constructor(
    private readonly text: string,
    private readonly dialect: Dialect,
    private readonly trust: boolean,
  ) {
    this.rules = quotingRules[dialect];
  }

  run(): void {
    while (this.at < this.text.length) this.step(this.text.charCodeAt(this.at));
    if (this.depth > 0) this.leftOpen = true;
    this.finish(this.text.length);
  }

  private step(code: number): void {
    if (isSpace(code)) this.space(code);
    else if (isWordStart(code)) this.word();
    else if (isLineComment(this.text, this.at, this.rules)) this.lineComment();
    else if (code === 47 && this.text.charCodeAt(this.at + 1) === 42) this.blockComment();
    else if (this.isDelimiter(code)) this.terminate();
    else if (code === 92 && this.rules.psql && this.clientCommand()) return;
    else this.symbol(code);
  }

  private space(code: number): void {
    if (code === 10 || code === 13) this.lineStart = true;
    else if (code === 0)
      this.unread.push({
        range: { start: this.at, end: this.at + 1 },
        reason: 'A NUL character ends the text for a database.',
      });
    this.at++;
  }

  /** Takes the text up to `end` into the pending statement; begins one when none is pending. */
  private take(end: number): void {
    if (this.start < 0) this.begin();
    this.lineStart = false;
    this.end = end;
    this.at = end;
  }

  private begin(): void {
    this.start = this.at;
    this.head.length = 0;
    this.parentheses = 0;
    this.depth = 0;
    this.bodyClosed = false;
    this.control = '';
    this.routine = null;
  }

  private word(): void {
    const { text, at } = this;
    const end = this.endOfWord();
    const quote = this.rules.stringPrefixes ? quoteAfterPrefix(text, at, end) : -1;
    if (quote >= 0) {
      this.quoted(quote, text.charCodeAt(quote) === 39 && isWord(text, at, end, 'E'));
      return;
    }
    if (this.lineStart) {
      if (this.rules.delimiter && this.setDelimiter(end)) return;
      if (this.start >= 0 && this.isNewStatement()) this.finish(this.end);
    }
    if (this.start >= 0) this.body(end);
    this.take(end);
    if (this.head.length < headLength) this.head.push(text.slice(at, end).toUpperCase());
  }

  /** A delimiter such as `$$` may stick to the word before it. */
  private endOfWord(): number {
    const end = endOfWord(this.text, this.at);
    if (this.delimiter === ';') return end;
    const inside = this.text.slice(this.at, end).indexOf(this.delimiter, 1);
    return inside < 0 ? end : this.at + inside;
  }

  private isNewStatement(): boolean {
    const letter = this.text.charCodeAt(this.at) & 0xdf;
    if (!openingLetters.has(letter) || this.delimiter !== ';') return false;
    const { head, parentheses, text, at, dialect } = this;
    if (this.depth > 0 && !this.trust && isFirstColumn(text, at)) {
      if (beginsStatement(text, at, { head: [], parentheses: 0, bodyClosed: true }, dialect)) return true;
    }
    return beginsStatement(text, at, { head, parentheses, bodyClosed: this.bodyClosed }, dialect);
  }

  /** Follows BEGIN … END of a routine; CASE … END counts, and a routine may be one IF or LOOP without BEGIN. */
  private body(end: number): void {
    const { text, at } = this;
    if (end - at < 2 || end - at > 6) return;
    if (isWord(text, at, end, 'BEGIN')) {
      this.routine ??= isRoutine(this.head) || this.head[0] === 'BEGIN';
      if (this.routine && (this.dialect !== 'postgres' || /\s+ATOMIC\b/iy.test(text.slice(end, end + 40))))
        this.depth++;
    } else if (this.depth > 0) {
      if (isWord(text, at, end, 'CASE') && !isWord(text, this.end - 3, this.end, 'END')) this.depth++;
      else if (isWord(text, at, end, 'END'))
        this.endOfPart(/^\s+(IF|LOOP|WHILE|REPEAT|FOR)\b/i.exec(text.slice(end, end + 40)));
      else if (this.control === text.slice(at, end).toUpperCase() && this.isStatementStart()) this.controls++;
    } else if (isWord(text, at, end, 'NOT') && this.head.length === 1 && this.head[0] === 'BEGIN') {
      this.depth = 1;
    } else if (this.rules.delimiter && this.isStatementStart()) {
      const word = text.slice(at, end).toUpperCase();
      if (!(word === 'CASE' || controlWords.has(word)) || !isRoutine(this.head)) return;
      this.depth = 1;
      this.controls = 1;
      this.control = word === 'CASE' ? '' : word;
    }
  }

  /** At END: of a block, or of the IF, LOOP, … that it names. */
  private endOfPart(named: RegExpExecArray | null): void {
    if (named === null) this.depth--;
    else if (named[1]?.toUpperCase() === this.control && --this.controls === 0) {
      this.control = '';
      this.depth--;
    }
    if (this.depth === 0) this.bodyClosed = true;
  }

  /** Whether what stands before the position can only be followed by a statement of a body. */
  private isStatementStart(): boolean {
    const { text, end } = this;
    return /[;:)'"]$|\b(?:ROW|DO|DETERMINISTIC|SQL|DATA|DEFINER|INVOKER|THEN|ELSE|LOOP|REPEAT|BEGIN)$/i.test(
      text.slice(Math.max(this.start, end - 14), end),
    );
  }

  private lineComment(): void {
    const { text, at } = this;
    const end = endOfLine(text, at);
    if (text.charCodeAt(at + 2) === 62 && /^-->\s*statement-breakpoint/.test(text.slice(at, at + 40))) {
      this.at = end;
      this.finish(end);
      return;
    }
    const delimiters = text.charCodeAt(at) === 35 ? 1 : 2;
    this.comments.push({ range: { start: at, end }, text: text.slice(at + delimiters, end) });
    if (this.start >= 0 && isSeparator(text.slice(at, end))) this.finish(this.end);
    this.at = end;
  }

  private blockComment(): void {
    const { text, at } = this;
    const end = endOfBlockComment(text, at, this.rules.nestedComments);
    const close = end < 0 ? text.length : end;
    if (endOfExecutableOpening(text, at, this.rules) >= 0) {
      this.take(close);
      return;
    }
    this.comments.push({
      range: { start: at, end: close },
      text: text.slice(at + 2, end < 0 ? close : end - 2),
    });
    if (end < 0)
      this.unread.push({
        range: { start: at, end: close },
        reason: 'This comment is not closed, so everything after it is a comment.',
      });
    this.at = close;
  }

  private symbol(code: number): void {
    const { text, at } = this;
    if (code === 39) {
      this.quoted(at, this.rules.backslashEscapes);
      return;
    }
    if (code === 34) {
      this.quoted(at, this.rules.doubleQuotedStrings);
      return;
    }
    if ((code === 96 && this.rules.backticks) || (code === 91 && this.rules.brackets)) {
      this.quoted(at, false);
      return;
    }
    const template = code === 123 || code === 36 ? endOfTemplate(text, at) : -1;
    if (template >= 0) {
      this.template(template);
      return;
    }
    if (code === 36 && this.rules.dollarQuotes && !isDigit(text.charCodeAt(at + 1))) {
      this.dollar();
      return;
    }
    this.take(at + 1);
    if (code === 40) this.parentheses++;
    else if (code === 41 && this.parentheses > 0) this.parentheses--;
  }

  /** A tag of a template that stands between statements is none; one that begins a branch hides what it decides. */
  private template(end: number): void {
    const tag = this.text.slice(this.at, end);
    if (this.start >= 0 || !isTemplateControl(tag)) {
      this.take(end);
      return;
    }
    if (/^\{[%{][-+~]?\s*(?:#?if|#?unless|for|range|with|#each)\b/.test(tag))
      this.unread.push({
        range: { start: this.at, end },
        reason: `Whether and how often the following runs is decided by ${tag}.`,
      });
    this.at = end;
  }

  private quoted(quote: number, backslashEscapes: boolean): void {
    this.takeQuoted(endOfQuote(this.text, quote, backslashEscapes));
  }

  private dollar(): void {
    const tagEnd = endOfDollarTag(this.text, this.at);
    if (tagEnd < 0) this.take(this.at + 1);
    else this.takeQuoted(endOfDollarBody(this.text, this.at, tagEnd));
  }

  private takeQuoted(end: number): void {
    if (end < 0) this.leftOpen = true;
    const close = end < 0 ? this.text.length : end;
    const swallows = !this.trust && holdsStatement(this.text.slice(this.at, close));
    this.take(swallows ? endOfLine(this.text, this.at) : close);
  }

  private isDelimiter(code: number): boolean {
    if (code !== this.delimiter.charCodeAt(0)) return false;
    if (this.delimiter !== ';') return this.text.startsWith(this.delimiter, this.at);
    return this.depth === 0 && !(this.parentheses > 0 && isRule(this.head));
  }

  private terminate(): void {
    this.at += this.delimiter.length;
    const copiesData =
      this.rules.psql &&
      this.head[0] === 'COPY' &&
      /\bFROM\s+STDIN\b/i.test(this.text.slice(this.start, this.end));
    if (copiesData) this.skipCopyData();
    this.lineStart = false;
    this.finish(this.at);
  }

  /** COPY … FROM stdin: the lines up to `\.` are data. Without that line there is none. */
  private skipCopyData(): void {
    const close = /[\n\r]\\\.[ \t]*(?=[\n\r]|$)/g;
    close.lastIndex = this.at;
    if (close.test(this.text)) this.at = close.lastIndex;
  }

  /** A psql command: to the end of its line when it stands first, or `\g` and its kin after a statement. */
  private clientCommand(): boolean {
    const { text, at } = this;
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    if (this.start >= 0 && !/^\\g(?:exec|set|desc|x)?\b/.test(line)) return false;
    if (this.start < 0 && !this.lineStart && !/^\\g/.test(line)) return false;
    const range = { start: at, end };
    if (/^\\(?:i|ir|include|include_relative)\s/.test(line))
      this.unread.push({ range, reason: 'The included file is not read here.' });
    if (/^\\(?:if|elif)\s/.test(line))
      this.unread.push({ range, reason: 'psql decides here whether the following statements run.' });
    if (/^\\gexec\b/.test(line))
      this.unread.push({ range, reason: 'The statements that the query returns are not known.' });
    this.at = end;
    if (this.start >= 0) this.finish(end);
    else if (/^\\copy\b.*\bfrom\s+p?stdin\b/i.test(line)) this.skipCopyData();
    return true;
  }

  private setDelimiter(wordEnd: number): boolean {
    if (!isWord(this.text, this.at, wordEnd, 'DELIMITER')) return false;
    const end = endOfLine(this.text, wordEnd);
    const delimiter = this.text.slice(wordEnd, end).trim();
    if (delimiter === '' || /^[\s\w`'"(=]/.test(delimiter)) return false;
    this.finish(this.end);
    this.delimiter = delimiter.split(/\s/)[0] ?? ';';
    this.at = end;
    return true;
  }

  private finish(next: number): void {
    if (this.start >= 0) this.pieces.push({ start: this.start, end: this.end, next });
    this.start = -1;
    this.depth = 0;
  }
}

/** CASE closes itself by END. */
const controlWords = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR']);
const openingLetters = new Set(Array.from('ABCDGILMPRSTU', (letter) => letter.charCodeAt(0)));

function isFirstColumn(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return at === 0 || before === 10 || before === 13;
}
