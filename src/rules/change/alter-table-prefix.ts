import type { ChangeContext } from '../rule';

/**
 * `ALTER TABLE … name` exactly as the statement writes it, with its IF EXISTS, ONLY, quotes and qualifier, to
 * begin a following statement with. Null where the change does not stand in an ALTER TABLE that could be read
 * with the database's own grammar.
 */
export function alterTablePrefix({ change, statement }: ChangeContext): string | null {
  const { reading } = statement;
  if (reading.reader !== 'libpg-query' || reading.keyword !== 'ALTER TABLE') return null;
  if (!('table' in change) || change.table === null) return null;
  const prefix = reading.text.slice(0, change.table.range.end);
  if (!/^alter\b/i.test(prefix)) return null;
  return prefix.includes('--') || prefix.includes('/*')
    ? `ALTER TABLE ${reading.text.slice(change.table.range.start, change.table.range.end)}`
    : prefix;
}
