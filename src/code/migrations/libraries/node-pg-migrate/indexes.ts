import { textOf, type Value } from '../../evaluate/values';
import { expectText, NotUnderstood } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { plain, type Sql } from '../rendered';
import { guards, itemsOrOne, literal, nameParts, optionsOf, quote, type Options } from './data';

const operators = /(->>|->|#>>|#>|@\?|@@|@>|<@|\?\||\?&|\?|#-|\|\||::)/;

/** `createIndex(table, columns, options)`. */
export function createIndex([table, columns, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const items = itemsOrOne(columns, 'the columns of the index');
  const { name: tableName } = nameParts(table, 'the name of the table');
  const name = quote(options.text('name') ?? generatedName(tableName, items, options));
  const list = items.map(columnText).join(', ');
  const method = options.text('method');
  const where = options.text('where');
  const include = itemsOrOne(options.get('include'), 'the columns of the index').map((item) =>
    literal(item, 'the name of the column'),
  );
  const nulls = options.text('nulls');
  const words = [
    `CREATE${options.flag('unique') ? ' UNIQUE' : ''} INDEX`,
    options.flag('concurrently') ? 'CONCURRENTLY' : '',
    options.flag('ifNotExists') ? 'IF NOT EXISTS' : '',
    `${name} ON ${literal(table, 'the name of the table')}`,
    method === null ? '' : `USING ${method}`,
    `(${list})`,
    include.length === 0 ? '' : `INCLUDE (${include.join(', ')})`,
    nulls === null ? '' : `NULLS ${nulls.toUpperCase()}`,
    where === null ? '' : `WHERE ${where}`,
  ];
  return [[words.filter((word) => word !== '').join(' ')]];
}

/** `dropIndex(table, columns, options)`: a name of a table with a schema gives the index that schema. */
export function dropIndex([table, columns, given]: readonly Value[]): readonly Sql[] {
  const options = optionsOf(given);
  const { ifExists, cascade } = guards(options);
  const items = itemsOrOne(columns, 'the columns of the index');
  const { schema, name: tableName } = nameParts(table, 'the name of the table');
  const name = quote(options.text('name') ?? generatedName(tableName, items, options));
  const concurrently = options.flag('concurrently') ? ' CONCURRENTLY' : '';
  return [
    [`DROP INDEX${concurrently}${ifExists} ${schema === null ? '' : `${quote(schema)}.`}${name}${cascade}`],
  ];
}

function generatedName(table: string, items: readonly Value[], options: Options): string {
  const names = items.map((item) => {
    if (rawSqlOf(item) !== null)
      throw new NotUnderstood('an index of an expression has to be named', item.place);
    return unquoted(columnName(item));
  });
  return `${table}_${names.join('_')}${options.flag('unique') ? '_unique' : ''}_index`;
}

function columnName(item: Value): string {
  const name = item.kind === 'record' ? optionsOf(item).get('name') : item;
  return expectText(name, 'the name of the column');
}

/** What is no plain name is put into brackets, as the library does. */
function unquoted(name: string): string {
  const isExpression =
    operators.test(name) ||
    /^[\w.]+\(/.test(name) ||
    /\s+[+*/-]\s+/.test(name) ||
    (/[=<>!]+/.test(name) && /[a-zA-Z0-9]/.test(name));
  return isExpression ? `(${name})` : name;
}

function columnText(item: Value): string {
  const raw = rawSqlOf(item);
  if (raw !== null) return plain(raw);
  if (item.kind !== 'record') return named(expectText(item, 'the name of the column'));
  const options = optionsOf(item);
  const name = options.get('name');
  const rawName = rawSqlOf(name);
  const opclass = options.get('opclass');
  const sort = textOf(options.get('sort'));
  return [
    rawName === null ? named(expectText(name, 'the name of the column')) : plain(rawName),
    ...(opclass === undefined ? [] : [literal(opclass, 'the operator class')]),
    ...(sort === null ? [] : [sort]),
  ].join(' ');
}

function named(text: string): string {
  const name = unquoted(text);
  if (!/[^\w".]/.test(name)) return quote(name);
  return name.endsWith(')') ? name : `(${name})`;
}
