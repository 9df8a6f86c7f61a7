import type { Dialect } from '../../../../model/dialect';
import { isMissing, isNothing, itemsOf, type Value } from '../../evaluate/values';
import { NotUnderstood, notKnown } from '../not-understood';
import type { Sql } from '../rendered';
import { anyValue, open } from './literals';
import { quote, quoteTable, type TableName } from './names';
import { whereText } from './where';

/** `bulkInsert(table, rows)` and `insert(instance, table, values)`. */
export function insertRows(table: TableName, rows: Value | undefined, dialect: Dialect): readonly Sql[] {
  const items = itemsOf(rows);
  if (items === null) throw notKnown(rows, 'what is inserted');
  const records = items.map((row) => {
    if (row.kind !== 'record' || !row.complete) throw notKnown(row, 'a row that is inserted');
    return row.entries;
  });
  if (records.length === 0) return [];
  const columns = [...new Set(records.flatMap((entries) => [...entries.keys()]))];
  if (columns.length === 0) throw new NotUnderstood('a row without columns is inserted', rows?.place);
  const values = records.map(
    (entries) => `(${columns.map((column) => anyValue(entries.get(column), dialect)).join(',')})`,
  );
  const list = columns.map((column) => quote(column, dialect)).join(',');
  return [[`INSERT INTO ${quoteTable(table, dialect)} (${list}) VALUES ${values.join(',')}`]];
}

/** `bulkUpdate(table, values, where)`. */
export function updateRows(
  table: TableName,
  values: Value | undefined,
  where: Value | undefined,
  dialect: Dialect,
): readonly Sql[] {
  if (values?.kind !== 'record' || !values.complete) throw notKnown(values, 'what is updated');
  const set = [...values.entries]
    .filter(([, value]) => !isMissing(value))
    .map(([column, value]) => `${quote(column, dialect)}=${anyValue(value, dialect)}`);
  return [[`UPDATE ${quoteTable(table, dialect)} SET ${set.join(',')}${condition(where, dialect)}`]];
}

/** `bulkDelete(table, where)`. */
export function deleteRows(table: TableName, where: Value | undefined, dialect: Dialect): readonly Sql[] {
  return [[`DELETE FROM ${quoteTable(table, dialect)}${condition(where, dialect)}`]];
}

/** ` WHERE …`; empty when all rows are meant. What a condition says may stay open. */
function condition(where: Value | undefined, dialect: Dialect): string {
  if (isNothing(where) || (where?.kind === 'record' && where.complete && where.entries.size === 0)) return '';
  try {
    return ` WHERE ${whereText(where, dialect)}`;
  } catch (problem) {
    if (problem instanceof NotUnderstood) return ` WHERE ${open(dialect)}`;
    throw problem;
  }
}
