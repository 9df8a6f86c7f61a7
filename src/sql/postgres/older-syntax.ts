import type { StatementReading } from '../../model/statement';
import type { Range } from '../../model/text';
import { Source } from './source';

/**
 * A statement in words that only servers older than the grammar took, read without them: WITH OIDS (until 11), FROM of
 * CREATE EXTENSION (until 12), WITH (isstrict) of CREATE FUNCTION, UNENCRYPTED of passwords. null when it has none of
 * them or is not read then either.
 */
export function readOlder(
  text: string,
  read: (newer: string) => StatementReading | null,
): StatementReading | null {
  if (!/\b(?:OIDS|EXTENSION|UNENCRYPTED|WITH)\b/i.test(text)) return null;
  const source = new Source(text);
  const addsOids = source.findWord(source.span, 'SET', 'WITH', 'OIDS');
  const dropped = source.words(0, 'ALTER', 'TABLE') ? null : olderWords(source);
  if (dropped === null && addsOids < 0) return null;
  // The grammar still has `SET WITHOUT OIDS`, but nothing as long as its opposite except a storage parameter.
  const range = dropped ?? source.range({ from: addsOids, to: addsOids + 3 });
  const stand = dropped === null ? 'SET (oids)' : '';
  const newer = text.slice(0, range.start) + stand.padEnd(range.end - range.start) + text.slice(range.end);
  const reading = read(newer);
  if (reading === null) return null;
  const changes = reading.changes.map((change) =>
    change.kind === 'change-table-setting' && change.value === '(oids)'
      ? { ...change, range, setting: 'set with oids', value: null }
      : change,
  );
  return { ...reading, text, changes };
}

function olderWords(source: Source): Range | null {
  const head = [0, 1, 2, 3].map((i) => source.word(i));
  const isCopy = head[0] === 'COPY';
  const [from, to] =
    head[1] === 'EXTENSION'
      ? found(source, ['FROM'], 2)
      : head.includes('FUNCTION')
        ? attributes(source)
        : head[1] === 'USER' || head[1] === 'ROLE'
          ? found(source, ['UNENCRYPTED'], 1)
          : isCopy || head.includes('TABLE')
            ? found(source, ['WITH', 'OIDS'], 2)
            : [-1, -1];
  return from < 0 ? null : source.range({ from, to });
}

function found(source: Source, words: readonly string[], length: number): readonly [number, number] {
  const at = source.findWord(source.span, ...words);
  return at + length > source.tokens.length ? [-1, -1] : [at, at + length];
}

/** WITH (isstrict, iscachable) after the body. */
function attributes(source: Source): readonly [number, number] {
  const at = source.find(source.span, (i) => source.word(i) === 'WITH' && source.is(i + 1, '('));
  return at < 0 ? [-1, -1] : [at, source.close(at + 1) + 1];
}
