import type { Dialect } from '../../../../model/dialect';
import { entry, isNothing, itemsOf, numberOf, textOf, truth, type Value } from '../../evaluate/values';
import { expectText, NotUnderstood, notKnown } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { plain, type Sql } from '../rendered';
import { quote, quoteQualified, quoteQualifiedTable, quoteTable, underscore, type TableName } from './names';
import { whereText } from './where';

/** `addIndex(table, fields, options)` and `addIndex(table, { fields, … })`. */
export function addIndex(
  table: TableName,
  first: Value | undefined,
  second: Value | undefined,
  dialect: Dialect,
): readonly Sql[] {
  const options = first?.kind === 'record' ? first : second;
  if (options !== undefined && !isNothing(options) && options.kind !== 'record')
    throw notKnown(options, 'the options of the index');
  const fields = itemsOf(first?.kind === 'record' ? entry(first, 'fields') : first);
  if (fields === null) throw notKnown(first, 'the columns of the index');
  const option = (name: string): string => textOf(entry(options, name)) ?? '';
  const flag = (name: string): boolean => {
    const value = entry(options, name);
    return value !== undefined && truth(value) === true;
  };
  const type = option('type');
  const isUnique = flag('unique') || type.toLowerCase() === 'unique';
  const family = dialect === 'mariadb' ? 'mysql' : dialect;
  const columns = fields.map((field) => fieldText(field, option('operator'), dialect)).join(', ');
  const name = quoteQualified(indexName(table, fields, entry(options, 'name')), dialect);
  const target = quoteQualifiedTable(table, dialect);
  const method = option('using') === '' ? '' : `USING ${option('using')}`;
  const where = entry(options, 'where');
  const condition = isNothing(where) ? '' : `WHERE ${whereText(where, dialect)}`;
  const words =
    family === 'mysql'
      ? [
          `ALTER TABLE ${target} ADD`,
          isUnique ? 'UNIQUE' : '',
          type.toLowerCase() === 'unique' ? '' : type,
          `INDEX ${name}`,
          method,
          `(${columns})`,
          option('parser') === '' ? '' : `WITH PARSER ${option('parser')}`,
        ]
      : [
          `CREATE${isUnique ? ' UNIQUE' : ''} INDEX`,
          family === 'postgres' && flag('concurrently') ? 'CONCURRENTLY' : '',
          `${name} ON ${target}`,
          family === 'postgres' ? method : '',
          `(${columns})`,
          condition,
        ];
  return [[words.filter((word) => word !== '').join(' ')]];
}

function indexName(table: TableName, fields: readonly Value[], given: Value | undefined): string {
  if (!isNothing(given)) return expectText(given, 'the name of the index');
  const names = fields.map(
    (field) => textOf(field) ?? textOf(entry(field, 'name') ?? entry(field, 'attribute')) ?? '',
  );
  const prefix = table.isObject ? table.name : table.name.replaceAll('.', '_').replaceAll(/["']/g, '');
  return underscore(`${prefix}_${names.join('_')}`);
}

function fieldText(field: Value, operator: string, dialect: Dialect): string {
  const raw = rawSqlOf(field);
  if (raw !== null) return plain(raw);
  const name =
    textOf(field) ?? expectText(entry(field, 'attribute') ?? entry(field, 'name'), 'the name of the column');
  const option = (key: string): string => textOf(entry(field, key)) ?? '';
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  const collate = isMysql || option('collate') === '' ? '' : ` COLLATE ${quote(option('collate'), dialect)}`;
  const chosen = option('operator') === '' ? operator : option('operator');
  const opclass = dialect === 'postgres' && chosen !== '' ? ` ${chosen}` : '';
  const length = isMysql ? numberOf(entry(field, 'length')) : null;
  const order = option('order') === '' ? '' : ` ${option('order')}`;
  return `${quote(name, dialect)}${collate}${opclass}${length === null ? '' : `(${String(length)})`}${order}`;
}

/** `removeIndex(table, name or fields, options)`. */
export function removeIndex(
  table: TableName,
  nameOrFields: Value | undefined,
  options: Value | undefined,
  dialect: Dialect,
): readonly Sql[] {
  const fields = itemsOf(nameOrFields);
  if (fields !== null && table.isObject)
    throw new NotUnderstood('Sequelize makes no name of a table with a schema', nameOrFields?.place);
  const name =
    fields === null
      ? expectText(nameOrFields, 'the name of the index')
      : underscore(
          `${table.name}_${fields.map((field) => expectText(field, 'the name of the column')).join('_')}`,
        );
  switch (dialect) {
    case 'postgres': {
      const concurrently = entry(options, 'concurrently');
      const word = concurrently !== undefined && truth(concurrently) === true ? 'CONCURRENTLY ' : '';
      return [[`DROP INDEX ${word}IF EXISTS ${quoteQualified(name, dialect)}`]];
    }
    case 'sqlite':
      return [[`DROP INDEX IF EXISTS ${quote(name, dialect)}`]];
    default:
      return [[`DROP INDEX ${quote(name, dialect)} ON ${quoteTable(table, dialect)}`]];
  }
}
