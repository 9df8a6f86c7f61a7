import type { Source } from './source';

const modifiers =
  /^(?:OR|REPLACE|TEMP|TEMPORARY|UNLOGGED|GLOBAL|LOCAL|UNIQUE|FULLTEXT|SPATIAL|VECTOR|RECURSIVE|CONSTRAINT|VIRTUAL|ONLINE|IGNORE)$/;
const twoWords = /^(?:MATERIALIZED|FOREIGN|EVENT|ACCESS|DEFAULT|USER)$/;

/** Leading keywords in capital letters without modifiers: `CREATE INDEX` of CREATE UNIQUE INDEX, else one word. */
export function keywordOf({ tokens }: Source): string {
  const words = tokens.slice(0, 12).filter((token) => token.kind === 'word');
  const [first = '', ...rest] = words.map((token) => token.text.toUpperCase());
  if (!/^(?:CREATE|ALTER|DROP|RENAME)$/.test(first)) return first;
  const definer = rest[0] === 'DEFINER' || rest[2] === 'DEFINER';
  const kind = rest.findIndex((word) =>
    definer ? /^(?:TRIGGER|PROCEDURE|FUNCTION|VIEW|EVENT)$/.test(word) : !modifiers.test(word),
  );
  if (kind < 0) return first;
  const isTwo =
    twoWords.test(rest[kind] ?? '') &&
    /^(?:VIEW|TABLE|TRIGGER|METHOD|PRIVILEGES|MAPPING|DATA)$/.test(rest[kind + 1] ?? '');
  return [first, ...rest.slice(kind, kind + (isTwo ? 2 : 1))].join(' ');
}
