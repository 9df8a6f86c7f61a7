import type { Range } from '../../../model/text';

/** A stretch of a derived text and what it was made from. */
interface Piece {
  /** Where it begins in the derived text. */
  readonly at: number;
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
  const length = Math.max(end - start, 0);
  const range = { start, end: start + length };
  return {
    text: source.slice(start, start + length),
    pieces: [{ at: 0, length, source: range, verbatim: true }],
  };
}

/** A text that is made, not written: the whole of it belongs to one place, or to none. */
export function made(text: string, source: Range | null): DerivedText {
  return { text, pieces: [{ at: 0, length: text.length, source, verbatim: false }] };
}

export function joined(parts: readonly DerivedText[]): DerivedText {
  const pieces: Piece[] = [];
  let at = 0;
  for (const part of parts)
    for (const piece of part.pieces) {
      if (piece.length === 0) continue;
      pieces.push({ ...piece, at });
      at += piece.length;
    }
  return { text: parts.map((part) => part.text).join(''), pieces };
}

/** The part of a derived text between two offsets of it. */
export function cut(derived: DerivedText, start: number, end: number): DerivedText {
  const pieces: Piece[] = [];
  for (const { at, length, source, verbatim } of piecesIn(derived, start, end)) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, length);
    pieces.push({
      at: at + from - start,
      length: to - from,
      source: source === null || !verbatim ? source : { start: source.start + from, end: source.start + to },
      verbatim,
    });
  }
  return { text: derived.text.slice(start, end), pieces };
}

/** The same text with its places led through `outer`, the text that they are offsets of. */
export function through(derived: DerivedText, outer: DerivedText): DerivedText {
  return joined(
    derived.pieces.map(({ at, length, source, verbatim }) => {
      if (source !== null && verbatim) return cut(outer, source.start, source.end);
      const text = derived.text.slice(at, at + length);
      return made(text, source === null ? null : sourceRange(outer, source));
    }),
  );
}

/**
 * The smallest range of the source that holds all a range of the derived text was made from; null when nothing
 * of it has a place. An empty range leads to the point before what follows it.
 */
export function sourceRange(derived: DerivedText, { start, end }: Range): Range | null {
  let first = Infinity;
  let last = -1;
  for (const { at, length, source, verbatim } of piecesIn(derived, start, Math.max(end, start + 1))) {
    if (source === null) continue;
    const from = Math.max(start - at, 0);
    const to = Math.min(Math.max(end, start + 1) - at, length);
    first = Math.min(first, verbatim ? source.start + from : source.start);
    last = Math.max(last, verbatim ? source.start + to : source.end);
  }
  if (last < 0) {
    const before = derived.pieces.findLast((piece) => piece.source !== null)?.source;
    return before == null ? null : { start: before.end, end: before.end };
  }
  return { start: first, end: end > start ? last : first };
}

/** The pieces that hold a character between the offsets. */
function piecesIn({ pieces }: DerivedText, start: number, end: number): readonly Piece[] {
  const found: Piece[] = [];
  for (let i = firstAfter(pieces, start); i < pieces.length; i++) {
    const piece = pieces[i];
    if (piece === undefined || piece.at >= end) break;
    if (piece.length > 0) found.push(piece);
  }
  return found;
}

/** Index of the first piece that ends after an offset. */
function firstAfter(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (piece !== undefined && piece.at + piece.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
