import type { EmbeddedPiece } from '../../model/embedding';
import type { Sent } from './evaluate/evaluation';

/** Comments at the end of a call's SQL must not hide it. */
const terminator = '\n;\n';

/** The SQL of all calls as one text, with the place of every part. */
export function assemble(sent: readonly Sent[]): { text: string; pieces: EmbeddedPiece[] } {
  const pieces: EmbeddedPiece[] = [];
  let text = '';
  for (const { call, pieces: parts, conditional } of sent) {
    if (parts.every((part) => part.text.trim() === '')) continue;
    for (const { text: part, source, verbatim } of parts) {
      const sql = { start: text.length, end: text.length + part.length };
      pieces.push({
        sql,
        source,
        call: call.place,
        conditional,
        verbatim: verbatim !== null,
        quote: verbatim,
      });
      text += part;
    }
    text += terminator;
  }
  return { text, pieces };
}
