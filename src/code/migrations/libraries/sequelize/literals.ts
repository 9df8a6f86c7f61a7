import type { Dialect } from '../../../../model/dialect';
import { dataOf, type Value } from '../../evaluate/values';
import { mysqlText } from '../mysql-text';
import { notKnown } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { plain } from '../rendered';

/** A string literal as Sequelize escapes it. */
export function escapeText(text: string, dialect: Dialect): string {
  if (dialect === 'postgres' || dialect === 'sqlite') return `'${text.replaceAll("'", "''")}'`;
  return mysqlText(text);
}

/** A value that is written into the text. Throws NotUnderstood when it is not known. */
export function escapeValue(value: Value | undefined, dialect: Dialect, what: string): string {
  const raw = rawSqlOf(value);
  if (raw !== null) return plain(raw);
  if (value === undefined) return 'NULL';
  const data = value.kind === 'scalar' ? value.value : dataOf(value);
  if (data === undefined && value.kind !== 'scalar') throw notKnown(value, what);
  if (Array.isArray(data) && dialect !== 'postgres')
    return data.map((item) => escapeData(item, dialect, value, what)).join(', ');
  return escapeData(data, dialect, value, what);
}

function escapeData(data: unknown, dialect: Dialect, value: Value, what: string): string {
  if (data === null || data === undefined) return 'NULL';
  if (typeof data === 'boolean') return dialect === 'sqlite' ? (data ? '1' : '0') : String(data);
  if (typeof data === 'number' || typeof data === 'bigint') return String(data);
  if (typeof data === 'string') return escapeText(data, dialect);
  if (Array.isArray(data))
    return `ARRAY[${data.map((item) => escapeData(item, dialect, value, what)).join(',')}]`;
  throw notKnown(value, what);
}

/** A value that is bound or that nobody needs to know: one that is not known is left open. */
export function anyValue(value: Value | undefined, dialect: Dialect): string {
  if (value === undefined) return 'NULL';
  if (rawSqlOf(value) === null && (value.kind === 'record' || value.kind === 'list')) return open(dialect);
  const known = rawSqlOf(value) !== null || value.kind === 'scalar' || dataOf(value) !== undefined;
  return known ? escapeValue(value, dialect, 'the value') : open(dialect);
}

/** A value that is left open. */
export function open(dialect: Dialect): string {
  return dialect === 'postgres' ? '$1' : '?';
}
