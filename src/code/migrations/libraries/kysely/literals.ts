import type { Dialect } from '../../../../model/dialect';
import { dataOf, type Value } from '../../evaluate/values';
import { expectText, notKnown } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import type { Sql } from '../rendered';

/** A string literal as Kysely escapes it. */
export function escapeText(text: string, dialect: Dialect): string {
  const doubled = text.replaceAll("'", "''");
  return `'${dialect === 'mysql' || dialect === 'mariadb' ? doubled.replaceAll('\\', '\\\\') : doubled}'`;
}

/** A value that Kysely writes into the text. Throws NotUnderstood when it is not known. */
export function immediate(value: Value | undefined, dialect: Dialect, what: string): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  if (value?.kind === 'text') return [escapeText(expectText(value, what), dialect)];
  if (value?.kind !== 'scalar' || value.value === undefined) throw notKnown(value, what);
  return [String(value.value)];
}

/** A value that is bound. One that is not known is left to the database. */
export function bound(value: Value | undefined, dialect: Dialect): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  const isPlain = value?.kind === 'text' || value?.kind === 'scalar';
  return isPlain && dataOf(value) !== undefined ? immediate(value, dialect, 'the value') : [open(dialect)];
}

/** How a bound value is written. */
export function open(dialect: Dialect): string {
  return dialect === 'postgres' ? '$1' : '?';
}
