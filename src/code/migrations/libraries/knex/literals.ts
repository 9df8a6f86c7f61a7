import type { Dialect } from '../../../../model/dialect';
import { dataOf, isMissing, type Value } from '../../evaluate/values';
import { mysqlText } from '../mysql-text';
import { notKnown } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { sql, type Sql } from '../rendered';

/** A string literal as Knex escapes it for the dialect. */
export function quoteText(text: string, dialect: Dialect): string {
  switch (dialect) {
    case 'postgres': {
      const escaped = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
      return text.includes('\\') ? `E${escaped}` : escaped;
    }
    case 'mysql':
    case 'mariadb':
      return mysqlText(text);
    case 'sqlite':
      return `'${text.replaceAll("'", "''")}'`;
  }
}

/** A value where Knex puts it into the text itself; throws NotUnderstood when it is not known. */
export function escapeValue(value: Value | undefined, dialect: Dialect, what: string): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  if (isMissing(value)) return ['NULL'];
  const data = dataOf(value);
  if (data === undefined) throw notKnown(value, what);
  if (data === null) return ['NULL'];
  if (typeof data === 'string') return [quoteText(data, dialect)];
  if (typeof data !== 'object') return [asText(data)];
  if (Array.isArray(data) && dialect !== 'postgres') throw notKnown(value, what);
  return [quoteText(Array.isArray(data) ? postgresArray(data) : JSON.stringify(data), dialect)];
}

function postgresArray(items: readonly unknown[]): string {
  const entries = items.map((item): string => {
    if (item === null) return 'NULL';
    return Array.isArray(item)
      ? postgresArray(item)
      : JSON.stringify(typeof item === 'string' ? item : JSON.stringify(item));
  });
  return `{${entries.join(',')}}`;
}

/** As JavaScript turns it into a string. */
function asText(data: unknown): string {
  if (Array.isArray(data)) return data.map(asText).join(',');
  if (typeof data === 'object') return '[object Object]';
  return typeof data === 'string' ? data : `${data as number | boolean | bigint}`;
}

/** What stands after DEFAULT: Knex quotes numbers and booleans too. */
export function formatDefault(value: Value | undefined, type: string, dialect: Dialect): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  if (isMissing(value)) return [];
  const data = dataOf(value);
  if (data === undefined) throw notKnown(value, 'the default');
  if (data === null) return ['null'];
  if (type === 'bool') return [data !== 'false' && Boolean(data) ? "'1'" : "'0'"];
  if ((type === 'json' || type === 'jsonb') && typeof data === 'object')
    return sql`'${JSON.stringify(data)}'`;
  return [quoteText(asText(data), dialect)];
}

/** A bound value. One that is not known is left to the database, as every one is when it is sent. */
export function parameter(value: Value, dialect: Dialect): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  return dataOf(value) === undefined ? [placeholder(dialect)] : escapeValue(value, dialect, 'the value');
}

/** How a statement that is sent names a bound value. */
export function placeholder(dialect: Dialect): string {
  return dialect === 'postgres' ? '$1' : '?';
}
