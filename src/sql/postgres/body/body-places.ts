import { cut, made, sourceRange, type DerivedText } from './derived-text';

/** Finds in a body what the tree says of it: PL/pgSQL keeps the text of a statement and its line, nothing more. */
export class BodyPlaces {
  /** Where the statement before this one ends: equal texts are found one after the other. */
  at = 0;
  private readonly lines: readonly number[];

  constructor(private readonly body: DerivedText) {
    this.lines = [0, ...Array.from(body.text.matchAll(/\n/g), (match) => match.index + 1)];
  }

  /** The next statement; those after it are looked for behind it. */
  next(text: string, line: unknown): DerivedText {
    const start = this.find(text, Math.max(this.at, this.startOf(line)));
    if (start >= 0) this.at = start + text.length;
    return this.taken(text, start);
  }

  /** Something at or after its line. */
  on(text: string, line: unknown): DerivedText {
    return this.taken(text, this.find(text, this.startOf(line)));
  }

  /** Line 1 is the rest of the line after the opening quote. */
  private startOf(line: unknown): number {
    return typeof line === 'number' ? (this.lines[line - 1] ?? 0) : 0;
  }

  /** The source of a statement whose INTO was blanked is found by its beginning. */
  private find(text: string, from: number): number {
    const { text: body } = this.body;
    const exact = isUpperCased(text) ? searched(body, text, from) : body.indexOf(text, from);
    const start = exact >= 0 ? exact : body.indexOf(text.slice(0, text.search(/\s{3}|$/)), from);
    return start + text.length <= body.length ? start : -1;
  }

  /** What is not found belongs to the whole body. */
  private taken(text: string, start: number): DerivedText {
    const { body } = this;
    if (start < 0) return made(text, sourceRange(body, { start: 0, end: body.text.length }));
    return { text, pieces: cut(body, start, start + text.length).pieces };
  }
}

/** COMMIT and ROLLBACK are given in capital letters, however they are written. */
function isUpperCased(text: string): boolean {
  return text === 'COMMIT' || text === 'ROLLBACK';
}

function searched(body: string, word: string, from: number): number {
  const found = body.slice(from).search(new RegExp(`\\b${word}\\b`, 'i'));
  return found < 0 ? -1 : from + found;
}
