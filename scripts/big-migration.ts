/** A migration of 1,000 lines that stands at the end of a history, for benchmarks. */
export const bigFile = 'prisma/migrations/20991231000000_big/migration.sql';

export const bigLines: readonly string[] = Array.from({ length: 250 }, (_, n) => [
  `-- step ${n}`,
  `CREATE TABLE t${n} (id bigint PRIMARY KEY, a text, b integer);`,
  `ALTER TABLE t${n} ADD COLUMN c integer NOT NULL DEFAULT 0;`,
  n % 3 === 0 ? `UPDATE t${n % 7} SET a = 'x' WHERE id = ${n};` : `DROP TABLE IF EXISTS gone${n};`,
]).flat();

/** At rotating places: every second edit changes a statement (a letter more in a column's name), the others the space before one. */
export function editOf(edit: number): {
  readonly line: number;
  readonly character: number;
  readonly text: string;
} {
  const count = bigLines.length;
  const line = edit % 2 === 0 ? ((edit * 37) % (count / 4)) * 4 + 2 : (edit * 37) % count;
  const inside = (bigLines[line] ?? '').indexOf('ADD COLUMN ');
  return inside < 0
    ? { line, character: 0, text: ' ' }
    : { line, character: inside + 'ADD COLUMN '.length, text: 'x' };
}
