import { quote } from '../../../sql/identifiers';

/**
 * One batch of a backfill of SQLite, which has neither procedures nor loops: the statement fills the next rows that
 * need it, so the same statement is run again until none does. `table`, `set` and `needed` are SQL; `key` names the
 * columns of the primary key of a table WITHOUT ROWID, else it is null.
 */
export function fillBatch(batch: {
  readonly key: readonly string[] | null;
  readonly table: string;
  readonly set: string;
  readonly needed: string;
  readonly batchRows: number;
}): string {
  const { key, table, set, needed } = batch;
  const columns = key === null ? 'rowid' : key.map((name) => quote(name, 'sqlite')).join(', ');
  const left = key === null || key.length === 1 ? columns : `(${columns})`;
  return `UPDATE ${table} SET ${set}\n  WHERE ${left} IN (SELECT ${columns} FROM ${table} WHERE ${needed} LIMIT ${batch.batchRows})`;
}
