import type { RenamedColumn } from '../renamed-column';

/**
 * A comparison of two values of the renamed column that sees every difference and takes two NULLs as equal.
 * Text is compared as bytes, because collations take `a` and `A` as one; in one character set, because a
 * literal comes in that of the connection. Numbers and dates have one form each.
 */
export function sameBytes({ column }: RenamedColumn, one: string, other: string): string {
  const isText = /char|text|enum|set\b|json/i.test(column.type?.text ?? '');
  const exact = (value: string): string =>
    isText ? `CAST(CONVERT(${value} USING utf8mb4) AS BINARY)` : value;
  return `(${exact(one)} <=> ${exact(other)})`;
}
