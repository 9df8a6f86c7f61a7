import type { ColumnType } from '../../../model/schema-change';

/** A type as a person writes it, read as far as recipes decide on: `varchar(20)`, `int unsigned`, `text[]`. */
export function typeOfText(text: string): ColumnType {
  const folded = text.trim().replace(/\s+/g, ' ');
  const lower = folded.toLowerCase();
  const inside = /\(([^)]*)\)/.exec(folded)?.[1] ?? '';
  const values = [...inside.matchAll(/'((?:[^']|'')*)'/g)].map((part) =>
    (part[1] ?? '').replaceAll("''", "'"),
  );
  const listed = /^(enum|set)\b/.test(lower);
  return {
    text: folded,
    name: lower
      .replace(/\([^)]*\)/, ' ')
      .replace(/(\[\d*\])+|\b(unsigned|zerofill|signed)\b|\b(character set|charset|collate)\s+\S+/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
    schema: null,
    arguments: listed ? [] : inside.split(',').map((part) => Number(part)).filter((one) => inside !== '' && Number.isFinite(one)), // prettier-ignore
    isArray: /\[\d*\]\s*$/.test(lower),
    unsigned: /\bunsigned\b/.test(lower),
    values: listed ? values : null,
    characterSet: /\b(?:character set|charset)\s+(\S+)/.exec(lower)?.[1] ?? null,
    range: { start: 0, end: text.length },
  };
}
