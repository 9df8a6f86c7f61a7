import type { QuerySite } from '../../model/code';
import type { Column, Table } from '../../model/schema';
import type { HistoryEnd } from '../rule';
import { columnNamed, tableNamed } from './stored-models';

/** What is known of the column that a query picks its rows by. */
export interface KeyColumn {
  /** Two values that the database takes for equal are equal in code too, as keys of a Map. */
  readonly isExact: boolean;
  readonly mayBeNull: boolean;
}

/** The columns that a query compares, as one; all is well where no migration that was read makes them. */
export function keyColumn({ table, library, details }: QuerySite, ends: readonly HistoryEnd[]): KeyColumn {
  const compared = (details.filters ?? []).filter(({ operator }) => operator === 'equals');
  const columns = ends.flatMap(({ schema }) => {
    const found = table === null ? null : tableNamed(schema, table);
    if (found === null) return [];
    return compared.flatMap((one) => {
      const column = columnNamed(found, one.column);
      return column === null ? [] : [{ column, table: found, dialect: schema.dialect }];
    });
  });
  return {
    isExact: columns.every(
      ({ column, table: own, dialect }) =>
        !isObject(column) && !isOfOtherType(column, library) && !isLoose(column, own, dialect),
    ),
    mayBeNull: columns.some(({ column }) => column.nullable),
  };
}

/** Values that code holds as objects: two of the same moment are two keys. */
function isObject({ type }: Column): boolean {
  if (type === null) return false;
  return (
    type.isArray ||
    /^(?:date|time|json|bytea|.*(?:blob|binary)|interval|numeric|decimal|money)/.test(type.name)
  );
}

/** Drivers give a 64-bit integer as a string, which is no key that is a number; these libraries hand it on. */
function isOfOtherType({ type }: Column, library: QuerySite['library']): boolean {
  return /^(?:bigint|int8|bigserial)$/.test(type?.name ?? '') && !/^(?:prisma|drizzle)$/.test(library);
}

/** Texts that differ in letter case or in blanks at the end, and are equal to the database. Primary keys are made by code and copied as they are. */
function isLoose(
  { type, collation, name }: Column,
  table: Table,
  dialect: HistoryEnd['schema']['dialect'],
): boolean {
  if (/^(?:citext|character|bpchar)$/.test(type?.name ?? '') && dialect === 'postgres') return true;
  if (/nocase|rtrim|insens|_ci\b/i.test(collation ?? '')) return true;
  if (dialect !== 'mysql' && dialect !== 'mariadb') return false;
  if (!/char|text|enum|set/.test(type?.name ?? '') || /_(?:bin|cs|as_cs)$/.test(collation ?? ''))
    return false;
  return !table.constraints.some(
    ({ type: kind, columns }) => kind === 'primary-key' && columns.length === 1 && columns[0] === name,
  );
}
