import type { Dialect } from '../../model/dialect';
import type { Table } from '../../model/schema';
import { columnOf } from '../../schema/lookup';
import { quote } from '../../sql/identifiers';
import { literal } from './names';

/**
 * The batches of a backfill, as somebody outside of the database goes through them by key. Values of the key never
 * leave SQL: the server writes them as literals, which are put into the next statement, so no driver rounds them.
 */
export interface RowBatches {
  readonly dialect: Dialect;
  /** The table as SQL. */
  readonly table: string;
  /** Columns of a unique key without NULL, as SQL. */
  readonly key: readonly string[];
  /** An expression for each column of the key that gives its value as a literal: of the table, and of the checkpoint. */
  readonly literals: readonly string[];
  readonly storedLiterals: readonly string[];
  /** A table of ours with the first key that is not done, in `key_1`, `key_2`, …: that of the SQL form too. */
  readonly checkpoint: string;
  /** The statement that fills the rows for which a condition holds. */
  readonly fill: (condition: string) => string;
  /** True for a row that is not filled. */
  readonly needed: string;
  /** A SELECT of one number: about how many rows there are. */
  readonly estimate: string;
}

/** The batches of `table` by `key`, columns as the database has them. */
export function rowBatches(
  dialect: Dialect,
  table: Table,
  key: readonly string[],
  said: Pick<RowBatches, 'table' | 'checkpoint' | 'fill' | 'needed'>,
): RowBatches {
  const types = key.map((name) => columnOf(dialect, table, name)?.type?.text ?? '');
  const columns = key.map((name) => quote(name, dialect));
  return {
    ...said,
    dialect,
    estimate: estimateOf(dialect, table, said.table),
    key: columns,
    literals: columns.map((column, at) => literalOf(dialect, column, types[at] ?? '')),
    storedLiterals: types.map((type, at) => literalOf(dialect, `key_${at + 1}`, type)),
  };
}

/** True for rows whose key is not before (`>=`), or before (`<`), the one of these literals. */
export function keyCompared(
  { dialect, key }: Pick<RowBatches, 'dialect' | 'key'>,
  sign: '>=' | '<',
  literals: readonly string[],
): string {
  const [only] = key;
  if (key.length === 1) return `${only ?? ''} ${sign} ${literals[0] ?? ''}`;
  if (dialect === 'postgres') return `(${key.join(', ')}) ${sign} (${literals.join(', ')})`;
  // Row comparison written out: these optimizers use no index for (a, b) >= (c, d).
  const last = key.length - 1;
  const cases = key.map((column, at) => {
    const equal = key.slice(0, at).map((one, index) => `${one} = ${literals[index] ?? ''}`);
    return [...equal, `${column} ${at === last ? sign : sign.charAt(0)} ${literals[at] ?? ''}`].join(' AND ');
  });
  return `(${cases.map((one) => `(${one})`).join(' OR ')})`;
}

/** Counting a large table takes long; the servers know about how many rows it has. */
function estimateOf(dialect: Dialect, { schema, name }: Table, sql: string): string {
  switch (dialect) {
    case 'postgres':
      return `SELECT CASE WHEN reltuples > 0 THEN reltuples::bigint ELSE (SELECT count(*) FROM ${sql}) END FROM pg_class WHERE oid = ${literal(sql, dialect)}::regclass`;
    case 'mysql':
    case 'mariadb':
      return `SELECT table_rows FROM information_schema.tables WHERE table_schema = ${schema === null ? 'DATABASE()' : literal(schema, dialect)} AND table_name = ${literal(name, dialect)}`;
    case 'sqlite':
      return `SELECT count(*) FROM ${sql}`;
  }
}

function literalOf(dialect: Dialect, column: string, type: string): string {
  switch (dialect) {
    case 'postgres':
      return `quote_literal(${column}::text)`;
    case 'sqlite':
      return `quote(${column})`;
    case 'mysql':
    case 'mariadb':
      // A number in quotes would be compared as a float, and bytes are no text.
      if (/^(?:var)?binary|blob/i.test(type)) return `CONCAT('0x', HEX(${column}))`;
      return /int|dec|num|fixed|float|double|real|year|bit|bool/i.test(type)
        ? `CAST(${column} AS CHAR)`
        : `QUOTE(${column})`;
  }
}
