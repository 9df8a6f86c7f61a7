import type { Range } from '../../../model/text';

/** A stretch of a derived text and what it was made from. */
interface Piece {
  readonly length: number;
  /** Where it stands in the source; null when no place is known (an argument of a call). */
  readonly source: Range | null;
  /** Same characters in the same order as at `source`. */
  readonly verbatim: boolean;
}

/**
 * SQL that stands in a source only after something was undone or put together: escapes of quotes, `||`, format().
 * The pieces cover the text in order, so every offset of it leads back into the source.
 */
export interface DerivedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** The part of a source between two offsets, as it is. */
export function taken(source: string, { start, end }: Range): DerivedText {
  const range = { start, end: Math.max(start, end) };
  return {
    text: source.slice(range.start, range.end),
    pieces: [{ length: range.end - range.start, source: range, verbatim: true }],
  };
}

/** A text that is made, not written: the whole of it belongs to one place, or to none. */
export function made(text: string, source: Range | null): DerivedText {
  return { text, pieces: [{ length: text.length, source, verbatim: false }] };
}

export function joined(parts: readonly DerivedText[]): DerivedText {
  return {
    text: parts.map((part) => part.text).join(''),
    pieces: parts.flatMap((part) => part.pieces).filter((piece) => piece.length > 0),
  };
}

/** The part of a derived text between two offsets of it. */
export function cut(derived: DerivedText, start: number, end: number): DerivedText {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { length, source, verbatim } of derived.pieces) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    if (from < to)
      pieces.push({
        length: to - from,
        source:
          source === null || !verbatim ? source : { start: source.start + from, end: source.start + to },
        verbatim,
      });
    at += length;
  }
  return { text: derived.text.slice(start, end), pieces };
}

/** The same text with its places led through `outer`, the text that they are offsets of. */
export function through(derived: DerivedText, outer: DerivedText): DerivedText {
  const parts: DerivedText[] = [];
  let at = 0;
  for (const { length, source, verbatim } of derived.pieces) {
    const text = derived.text.slice(at, at + length);
    at += length;
    if (source !== null && verbatim) parts.push(cut(outer, source.start, source.end));
    else parts.push(made(text, source === null ? null : sourceRange(outer, source)));
  }
  return joined(parts);
}

/**
 * The smallest range of the source that holds all a range of the derived text was made from; null when nothing
 * of it has a place. An empty range leads to the point before what follows it.
 */
export function sourceRange(derived: DerivedText, { start, end }: Range): Range | null {
  let first = Infinity;
  let last = -1;
  let at = 0;
  for (const { length, source, verbatim } of derived.pieces) {
    const from = Math.max(start - at, 0);
    const to = Math.min(Math.max(end, start + 1) - at, length);
    at += length;
    if (from >= to || source === null) continue;
    first = Math.min(first, verbatim ? source.start + from : source.start);
    last = Math.max(last, verbatim ? source.start + to : source.end);
  }
  if (last < 0) {
    const before = derived.pieces.findLast((piece) => piece.source !== null)?.source;
    return before == null ? null : { start: before.end, end: before.end };
  }
  return { start: first, end: end > start ? last : first };
}
