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
  return dialect === 'postgres' ? [] : sent.flatMap((one) => hiddenIn(one, dialect));
}

function hiddenIn({ pieces, call }: Sent, dialect: Dialect): readonly UnreadCode[] {
  const text = pieces.map((piece) => piece.text).join('');
  if (!text.includes('${')) return [];
  const names = tokenize(text, dialect).filter(
    (token) => token.kind === 'quoted' && token.text.includes('${'),
  );
  return names.map((token, index) => ({
    range: pieceAt(pieces, token.start + token.text.indexOf('${'))?.source ?? call.place,
    reason: `what ${token.text} stands for is not known`,
    calls: index === 0 ? 1 : 0,
  }));
}

function pieceAt(pieces: Sent['pieces'], offset: number): Sent['pieces'][number] | undefined {
  let end = 0;
  return pieces.find((piece) => (end += piece.text.length) > offset);
}
