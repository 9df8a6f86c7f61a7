import type { Dialect } from '../../../../model/dialect';
import { isNothing, itemsOf, type Value } from '../../evaluate/values';
import { notKnown } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { plain } from '../rendered';
import { escapeValue } from './literals';
import { quote } from './names';

/** How `Op.name` is written as the key of an object once it is a text. */
export const operatorPrefix = 'Op.';

const comparators: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '!=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  is: 'IS',
  not: 'IS NOT',
  like: 'LIKE',
  notLike: 'NOT LIKE',
  iLike: 'ILIKE',
  notILike: 'NOT ILIKE',
  regexp: '~',
  iRegexp: '~*',
};

/** A condition as Sequelize writes it, without WHERE. Throws NotUnderstood where it is not wholly known. */
export function whereText(where: Value | undefined, dialect: Dialect): string {
  const raw = rawSqlOf(where);
  if (raw !== null) return plain(raw);
  return conditionsOf(where, dialect).join(' AND ');
}

/** A condition among others: in brackets when it has several parts. */
function part(where: Value, dialect: Dialect): string {
  const raw = rawSqlOf(where);
  return raw === null ? bracketed(conditionsOf(where, dialect), ' AND ') : plain(raw);
}

function bracketed(parts: readonly string[], word: string): string {
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(word)})`;
}

function conditionsOf(where: Value | undefined, dialect: Dialect): readonly string[] {
  if (where?.kind !== 'record' || !where.complete || where.entries.size === 0)
    throw notKnown(where, 'the condition');
  return [...where.entries].map(([key, value]) => {
    if (key === 'Op.and' || key === 'Op.or')
      return combined(key === 'Op.and' ? ' AND ' : ' OR ', value, dialect);
    return item(quote(key, dialect), value, dialect);
  });
}

function combined(word: string, value: Value, dialect: Dialect): string {
  return bracketed(itemsOf(value)?.map((each) => part(each, dialect)) ?? conditionsOf(value, dialect), word);
}

function item(column: string, value: Value, dialect: Dialect): string {
  if (isNothing(value)) return `${column} IS NULL`;
  const items = itemsOf(value);
  if (items !== null) return inList(column, items, '', dialect);
  if (value.kind !== 'record') return `${column} = ${literal(value, dialect)}`;
  if (!value.complete) throw notKnown(value, 'the condition');
  const parts = [...value.entries].map(([key, operand]) => compared(column, key, operand, dialect));
  return bracketed(parts, ' AND ');
}

function compared(column: string, key: string, operand: Value, dialect: Dialect): string {
  const name = key.startsWith(operatorPrefix) ? key.slice(operatorPrefix.length) : '';
  if (name === 'or' || name === 'and') {
    const parts =
      itemsOf(operand)?.map((each) => item(column, each, dialect)) ??
      (operand.kind === 'record'
        ? [...operand.entries].map(([inner, value]) => compared(column, inner, value, dialect))
        : []);
    return `(${parts.join(name === 'or' ? ' OR ' : ' AND ')})`;
  }
  if (name === 'in' || name === 'notIn') {
    const items = itemsOf(operand);
    if (items !== null) return inList(column, items, name === 'notIn' ? 'NOT ' : '', dialect);
    const raw = rawSqlOf(operand);
    if (raw !== null) return `${column} ${name === 'notIn' ? 'NOT ' : ''}IN ${plain(raw)}`;
  }
  if (name === 'between' || name === 'notBetween') {
    const [low, high] = itemsOf(operand) ?? [];
    if (low !== undefined && high !== undefined)
      return `${column} ${name === 'notBetween' ? 'NOT ' : ''}BETWEEN ${literal(low, dialect)} AND ${literal(high, dialect)}`;
  }
  const comparator = Object.hasOwn(comparators, name) ? comparators[name] : undefined;
  if (comparator === undefined) throw notKnown(operand, 'the condition');
  if (isNothing(operand)) return `${column} IS ${name === 'eq' || name === 'is' ? '' : 'NOT '}NULL`;
  if (name === 'not' && operand.kind !== 'scalar') return `${column} != ${literal(operand, dialect)}`;
  return `${column} ${comparator} ${literal(operand, dialect)}`;
}

function inList(column: string, items: readonly Value[], not: string, dialect: Dialect): string {
  if (items.length === 0) return not === '' ? `${column} IN (NULL)` : '';
  return `${column} ${not}IN (${items.map((value) => literal(value, dialect)).join(', ')})`;
}

function literal(value: Value, dialect: Dialect): string {
  return escapeValue(value, dialect, 'the condition');
}
