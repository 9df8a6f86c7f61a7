import type { Dialect } from '../../../../model/dialect';
import { entry, isNothing, itemsOf, textOf, type Value } from '../../evaluate/values';
import { expectText, NotUnderstood, notKnown } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { plain, type Sql } from '../rendered';
import { quote, quoteQualified, quoteQualifiedTable, quoteTable, tableOf, type TableName } from './names';
import { whereText } from './where';

/** `addConstraint(table, { fields, type, … })`, and `addConstraint(table, fields, options)` of older versions. */
export function addConstraint(
  table: TableName,
  first: Value | undefined,
  second: Value | undefined,
  dialect: Dialect,
): readonly Sql[] {
  if (dialect === 'sqlite')
    throw new NotUnderstood('Sequelize builds the table of SQLite anew from what the database says of it');
  const options = first?.kind === 'list' ? second : first;
  const fields = itemsOf(first?.kind === 'list' ? first : entry(options, 'fields'));
  if (options?.kind !== 'record' || fields === null) throw notKnown(first, 'the constraint');
  const target = quoteQualifiedTable(table, dialect);
  const columns = fields.map((field) => columnText(field, dialect));
  return [[`ALTER TABLE ${target} ADD ${constraintText(target, columns, options, dialect)}`]];
}

function columnText(field: Value, dialect: Dialect): string {
  const raw = rawSqlOf(field);
  if (raw !== null) return plain(raw);
  const name =
    textOf(field) ?? expectText(entry(field, 'attribute') ?? entry(field, 'name'), 'the name of the column');
  return quote(name, dialect);
}

function constraintText(
  target: string,
  columns: readonly string[],
  options: Value,
  dialect: Dialect,
): string {
  const type = expectText(entry(options, 'type'), 'the type of the constraint').toUpperCase();
  const given = entry(options, 'name');
  const name = (suffix: string): string => {
    const chosen = isNothing(given)
      ? `${target}_${columns.join('_')}_${suffix}`
      : expectText(given, 'the name of the constraint');
    return `CONSTRAINT ${quote(chosen, dialect)}`;
  };
  const list = columns.join(', ');
  const deferrable = textOf(entry(options, 'deferrable'));
  const end = deferrable === null ? '' : ` ${deferrable}`;
  switch (type) {
    case 'UNIQUE':
      return `${name('uk')} UNIQUE (${list})${end}`;
    case 'PRIMARY KEY':
      return `${name('pk')} PRIMARY KEY (${list})${end}`;
    case 'CHECK':
      return `${name('ck')} CHECK (${whereText(entry(options, 'where'), dialect)})`;
    case 'FOREIGN KEY':
      return `${foreignKey(name, list, options, dialect)}${end}`;
    default:
      throw new NotUnderstood(`Sequelize adds no constraint of type ${type}`, options.place);
  }
}

function foreignKey(
  name: (suffix: string) => string,
  list: string,
  options: Value,
  dialect: Dialect,
): string {
  const references = entry(options, 'references');
  const table = tableOf(entry(references, 'table'));
  const field = entry(references, 'field');
  const fields = field === undefined ? itemsOf(entry(references, 'fields')) : [field];
  if (fields === null) throw notKnown(references, 'the columns that are referenced');
  const keys = fields
    .map((key) => quote(expectText(key, 'the column that is referenced'), dialect))
    .join(', ');
  const rule = (option: string, words: string): string => {
    const value = entry(options, option);
    return isNothing(value) || textOf(value) === ''
      ? ''
      : ` ${words} ${expectText(value, words).toUpperCase()}`;
  };
  const called = name(`${table.isObject ? '[object Object]' : table.name}_fk`);
  return `${called} FOREIGN KEY (${list}) REFERENCES ${quoteTable(table, dialect)} (${keys})${rule('onUpdate', 'ON UPDATE')}${rule('onDelete', 'ON DELETE')}`;
}

/** `removeConstraint(table, name)`. For MySQL Sequelize asks what the constraint is; DROP CONSTRAINT takes each kind. */
export function removeConstraint(table: TableName, name: string, dialect: Dialect): readonly Sql[] {
  if (dialect === 'sqlite')
    throw new NotUnderstood('Sequelize builds the table of SQLite anew from what the database says of it');
  return [
    [`ALTER TABLE ${quoteQualifiedTable(table, dialect)} DROP CONSTRAINT ${quoteQualified(name, dialect)}`],
  ];
}
