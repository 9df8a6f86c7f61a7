import type { Range } from '../../../model/text';
import { joined, type TextPiece, type TextValue } from '../evaluate/values';
import type { Sql } from './rendered';

/** What the matches stand for put in their place; null keeps a match. The rest keeps its places. */
export function replaceIn(
  value: TextValue,
  pattern: RegExp,
  replacement: (match: RegExpMatchArray) => Sql | null,
): Sql {
  const text = joined(value);
  const parts: Sql[number][] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const replaced = replacement(match);
    if (replaced === null) continue;
    parts.push(slice(value, end, match.index), ...replaced);
    end = match.index + match[0].length;
  }
  return [...parts, slice(value, end, text.length)];
}

/** A part of a text, each of its pieces at its place. */
function slice(value: TextValue, start: number, end: number): TextValue {
  let offset = 0;
  const pieces = value.pieces.flatMap((piece): TextPiece[] => {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, piece.text.length);
    offset += piece.text.length;
    if (from >= to) return [];
    const text = piece.text.slice(from, to);
    if (piece.verbatim === null) return [{ ...piece, text }];
    const source = { start: piece.source.start + from, end: piece.source.start + to };
    return [{ ...piece, text, source }];
  });
  return { ...value, pieces };
}

function piecesOf(part: Sql[number], place: Range): readonly TextPiece[] {
  if (typeof part === 'object' && 'kind' in part) return part.pieces;
  const computed = { verbatim: null, placeholder: false };
  return typeof part === 'string'
    ? [{ text: part, source: place, ...computed }]
    : [{ text: part.text, source: part.place, ...computed }];
}

/** Rendered SQL as a text that is sent raw; what has no place of its own stands at `place`. */
export function textFrom(parts: Sql, place: Range): TextValue {
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object' && 'kind' in only) return only;
  return { kind: 'text', pieces: parts.flatMap((part) => piecesOf(part, place)), place };
}
