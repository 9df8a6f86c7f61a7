import type { EmbeddedPiece, SqlEmbedding } from '../model/embedding';
import type { Migration } from '../model/migration';
import type { Range, TextEdit } from '../model/text';

/** What these functions need of a migration. */
export type Embedded = Pick<Migration, 'file' | 'embedding'>;

/**
 * Where a range of a migration's SQL stands in its file. What is written character for character is found
 * exactly; of the rest, where its value is put in; a range that no single call holds becomes those calls.
 */
export function sourceRange({ embedding }: Embedded, range: Range): Range {
  if (embedding === null) return range;
  const pieces = touched(embedding, range);
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return { start: 0, end: 0 };
  const start = sourceOffset(first, range.start, 'start');
  const end = sourceOffset(last, range.end, 'end');
  const isCovered = (piece: EmbeddedPiece): boolean =>
    (piece.verbatim && (piece === first || piece === last)) || isWithin(piece.source, { start, end });
  if (start <= end && pieces.every(isCovered)) return { start, end };
  return {
    start: Math.min(...pieces.map((piece) => piece.source.start)),
    end: Math.max(...pieces.map((piece) => piece.source.end)),
  };
}

/** Where the call stands that sends the SQL at an offset; null for a migration that is SQL itself. */
export function callAt({ embedding }: Embedded, offset: number): Range | null {
  if (embedding === null) return null;
  return touched(embedding, { start: offset, end: offset })[0]?.call ?? null;
}

/** Whether the code looks before it sends the SQL at an offset, so that it does not run where it would fail. */
export function isConditional({ embedding }: Embedded, offset: number): boolean {
  return (
    embedding !== null && touched(embedding, { start: offset, end: offset + 1 })[0]?.conditional === true
  );
}

/**
 * Edits of a migration's SQL as edits of its file, those of other files as they are; null when one touches
 * what is not written in the file as it is sent.
 */
export function sourceEdits(migration: Embedded, edits: readonly TextEdit[]): readonly TextEdit[] | null {
  const { embedding } = migration;
  if (embedding === null) return edits;
  const mapped: TextEdit[] = [];
  for (const edit of edits) {
    const source = edit.file === migration.file ? sourceEdit(embedding, edit) : edit;
    if (source === null) return null;
    mapped.push(source);
  }
  return mapped;
}

function sourceEdit(embedding: SqlEmbedding, edit: TextEdit): TextEdit | null {
  const { start, end } = edit.range;
  const piece = embedding.pieces.find((one) => one.verbatim && one.sql.start <= start && one.sql.end >= end);
  if (piece?.quote == null) return null;
  const shift = piece.source.start - piece.sql.start;
  return {
    ...edit,
    range: { start: start + shift, end: end + shift },
    newText: escaped(edit.newText, piece.quote),
  };
}

/** The text as it is written inside a literal of this delimiter. */
function escaped(text: string, quote: "'" | '"' | '`'): string {
  const safe = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return quote === '`' ? safe.replaceAll('${', '\\${') : safe.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
}

/** Pieces that hold a part of the range; of an empty range, the one that it stands in or behind. */
function touched({ pieces }: SqlEmbedding, range: Range): readonly EmbeddedPiece[] {
  const found = pieces.filter(({ sql }) => sql.start < range.end && sql.end > range.start);
  if (found.length > 0) return found;
  const at = pieces.find(({ sql }) => sql.start <= range.start && sql.end >= range.start);
  return at === undefined ? [] : [at];
}

function sourceOffset(piece: EmbeddedPiece, offset: number, side: 'start' | 'end'): number {
  if (!piece.verbatim) return piece.source[side];
  const inside = Math.min(Math.max(offset, piece.sql.start), piece.sql.end);
  return piece.source.start + inside - piece.sql.start;
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
