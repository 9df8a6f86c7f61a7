import type { UnreadCode } from '../../model/embedding';
import type { Dialect } from '../../model/dialect';
import { tokenize } from '../../sql/lexer';
import type { Sent } from './evaluate/evaluation';

/**
 * Placeholders inside quoted names: the SQL reader takes them for the name itself, so they are said here. Those
 * outside quotes it reports by itself; those inside strings are values, which change no schema. The reader of
 * Postgres reports those in quoted names too.
 */
export function hiddenPlaceholders(sent: readonly Sent[], dialect: Dialect): readonly UnreadCode[] {
  if (dialect === 'postgres') return [];
  return sent.flatMap(({ pieces, call }) => {
    if (!pieces.some((piece) => piece.placeholder)) return [];
    const quoted = tokenize(pieces.map((piece) => piece.text).join(''), dialect).filter(
      (token) => token.kind === 'quoted',
    );
    let at = 0;
    const found: UnreadCode[] = [];
    for (const piece of pieces) {
      const start = at;
      at += piece.text.length;
      if (piece.placeholder && quoted.some((token) => token.start <= start && token.end >= at))
        found.push({
          range: piece.source,
          reason: `what ${piece.text} stands for is not known`,
          calls: found.length === 0 ? 1 : 0,
        });
    }
    return found.map((one) => ({ ...one, range: one.range.end > 0 ? one.range : call.place }));
  });
}
