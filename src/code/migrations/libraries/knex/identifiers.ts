import type { Dialect } from '../../../../model/dialect';
import { joined, type Value } from '../../evaluate/values';
import { expectList, notKnown } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { join, plain, type Sql } from '../rendered';

/** One identifier as Knex quotes it: backticks for all but Postgres. */
function wrapIdentifier(name: string, dialect: Dialect): string {
  const trimmed = name.trim();
  if (trimmed === '*') return trimmed;
  if (dialect === 'postgres') return `"${trimmed.replaceAll('"', '""')}"`;
  return `\`${trimmed.replaceAll('`', '``')}\``;
}

/** A name as Knex writes it; dots separate its qualifiers. */
export function wrapName(name: string, dialect: Dialect): string {
  return name
    .split('.')
    .map((segment) => wrapIdentifier(segment, dialect))
    .join('.');
}

/** A name or raw SQL in place of one. `what` as in "the name of the column". */
export function wrap(value: Value | undefined, dialect: Dialect, what: string): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  if (value?.kind === 'scalar' && typeof value.value === 'number') return [String(value.value)];
  return [wrapName(nameOf(value, what), dialect)];
}

/** One name or several, separated by commas. */
export function columnize(value: Value | undefined, dialect: Dialect, what: string): Sql {
  return join(
    expectList(value, what).map((item) => wrap(item, dialect, what)),
    ', ',
  );
}

/** The name that Knex gives an index or constraint which has none. */
export function generatedName(
  kind: string,
  table: string,
  columns: Value | undefined,
  dialect: Dialect,
): string {
  const parts = expectList(columns, 'the columns').map((column) => {
    const raw = rawSqlOf(column);
    return raw === null ? nameOf(column, 'the name of the column') : plain(raw);
  });
  const name = `${table.replaceAll(/[.-]/g, '_')}_${parts.join('_')}_${kind}`.toLowerCase();
  return wrapName(name, dialect);
}

/** The text of a name; throws NotUnderstood when it is not wholly known. */
export function nameOf(value: Value | undefined, what: string): string {
  if (value?.kind !== 'text' || value.pieces.some((piece) => piece.placeholder)) throw notKnown(value, what);
  return joined(value);
}
