import type { Dialect } from '../../../../model/dialect';
import type { Value } from '../../evaluate/values';
import { expectList, expectText, NotUnderstood } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { join, sql, type Sql } from '../rendered';

/** One identifier as Kysely quotes it. */
export function quote(name: string, dialect: Dialect): string {
  const mark = dialect === 'mysql' || dialect === 'mariadb' ? '`' : '"';
  return mark + name.replaceAll(mark, mark + mark) + mark;
}

/** A table, type, view or index that may have a schema; `schema` is that of `withSchema`. */
export function quoteQualified(name: string, schema: string | null, dialect: Dialect): string {
  const [first = '', second, ...more] = name.split('.').map((part) => part.trim());
  if (more.length > 0) throw new NotUnderstood(`"${name}" is no name that Kysely takes`);
  const qualifier = second === undefined ? schema : first;
  const bare = quote(second ?? first, dialect);
  return qualifier === null ? bare : `${quote(qualifier, dialect)}.${bare}`;
}

/** A column with what it belongs to: `orders.id`. */
export function quoteReference(name: string, dialect: Dialect): string {
  return name
    .split('.')
    .map((part) => quote(part.trim(), dialect))
    .join('.');
}

/** Names of columns with commas between them; raw SQL stays as it is. */
export function columnList(value: Value | undefined, dialect: Dialect): Sql {
  return join(
    expectList(value, 'the columns').map((column) => columnSql(column, dialect)),
    ', ',
  );
}

/** One column of an index: `name` or `name desc`. */
export function orderedColumn(value: Value, dialect: Dialect): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  const [name = '', order] = expectText(value, 'the name of the column').split(' ');
  return [order === undefined ? quote(name, dialect) : `${quote(name, dialect)} ${order}`];
}

function columnSql(value: Value, dialect: Dialect): Sql {
  return rawSqlOf(value) ?? sql`${quote(expectText(value, 'the name of the column'), dialect)}`;
}
