import type { Value } from '../../evaluate/values';
import { expectText } from '../not-understood';
import { entry, isNothing, itemsOf, textOf, type RecordValue } from '../../evaluate/values';
import { attempt, expectRecord, notKnown } from '../not-understood';
import { at, join, sql, type Sql } from '../rendered';
import {
  attributeOf,
  attributeText,
  enumOf,
  enumValuesOf,
  type Attribute,
  type AttributeContext,
} from './attribute';
import { escapeText } from './literals';
import { quote, quoteTable, type TableName } from './names';
import { postgresDefinition, postgresEnum } from './postgres-types';

interface Column {
  readonly attribute: Attribute;
  /** As `attributeText` gives it. */
  readonly text: string;
}

/** The statements of `createTable`. Columns that are not understood are unread and left out. */
export function createTable(
  table: TableName,
  attributes: RecordValue,
  options: ReadonlyMap<string, Value>,
  context: AttributeContext,
): readonly Sql[] {
  if (!attributes.complete) throw notKnown(attributes, 'a part of the columns');
  const columns = [...attributes.entries].flatMap(([name, value]): Column[] => {
    const column = attempt(context.run, context.call, () => {
      const attribute = attributeOf(name, value);
      return { attribute, text: attributeText(attribute, context) };
    });
    return column === undefined ? [] : [column];
  });
  switch (context.run.dialect) {
    case 'postgres':
      return createPostgres(table, columns, options);
    case 'sqlite':
      return [createSqlite(table, columns, options)];
    default:
      return [createMysql(table, columns, options, context)];
  }
}

function createPostgres(
  table: TableName,
  columns: readonly Column[],
  options: ReadonlyMap<string, Value>,
): readonly Sql[] {
  const name = quoteTable(table, 'postgres');
  const enums = columns.flatMap(({ attribute }) => {
    const type = enumOf(attribute);
    if (type === null) return [];
    const values = enumValuesOf(attribute, type, 'postgres');
    return values === null ? [] : [at(attribute.place, [postgresEnum(table, attribute.name, values)])];
  });
  const comments: Sql[] = [];
  const comment = textOf(options.get('comment')) ?? '';
  if (comment !== '') comments.push([`COMMENT ON TABLE ${name} IS ${escapeText(comment, 'postgres')}`]);
  const keys: string[] = [];
  const parts = columns.map(({ attribute, text }) => {
    const column = quote(attribute.name, 'postgres');
    const [line, said] = split(text, 'COMMENT ');
    if (said !== undefined)
      comments.push(
        at(attribute.place, [`COMMENT ON COLUMN ${name}.${column} IS ${escapeText(said, 'postgres')}`]),
      );
    if (line.includes('PRIMARY KEY')) keys.push(column);
    return at(attribute.place, sql`${column} ${postgresDefinition(table, attribute.name, line)}`);
  });
  const clause = join([...parts, ...uniqueKeys(options, false), ...primaryKey(keys)], ', ');
  return [...enums, sql`CREATE TABLE IF NOT EXISTS ${name} (${clause})`, ...comments];
}

/** The text before and after the first occurrence of a word. */
function split(text: string, word: string): readonly [string, string?] {
  const index = text.indexOf(word);
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + word.length)];
}

function createMysql(
  table: TableName,
  columns: readonly Column[],
  options: ReadonlyMap<string, Value>,
  { run: { dialect } }: AttributeContext,
): Sql {
  const keys: string[] = [];
  const foreign: Sql[] = [];
  const parts = columns.map(({ attribute, text }) => {
    const column = quote(attribute.name, dialect);
    if (text.includes('PRIMARY KEY')) keys.push(column);
    const [line, references] = split(text.replace('PRIMARY KEY', ''), ' REFERENCES');
    if (references !== undefined)
      foreign.push(at(attribute.place, [`FOREIGN KEY (${column}) REFERENCES${references}`]));
    return at(attribute.place, [`${column} ${line}`]);
  });
  const clause = join([...parts, ...uniqueKeys(options, true, table), ...primaryKey(keys), ...foreign], ', ');
  const said = (name: string, render: (text: string) => string): string => {
    const text = textOf(options.get(name)) ?? '';
    return text === '' ? '' : ` ${render(text)}`;
  };
  const engine = textOf(options.get('engine')) ?? 'InnoDB';
  return sql`CREATE TABLE IF NOT EXISTS ${quoteTable(table, dialect)} (${clause}) ENGINE=${engine}${said(
    'comment',
    (text) => `COMMENT ${escapeText(text, dialect)}`,
  )}${said('charset', (text) => `DEFAULT CHARSET=${text}`)}${said('collate', (text) => `COLLATE ${text}`)}${said(
    'rowFormat',
    (text) => `ROW_FORMAT=${text}`,
  )}`;
}

function createSqlite(
  table: TableName,
  columns: readonly Column[],
  options: ReadonlyMap<string, Value>,
): Sql {
  const inKey = columns.filter(({ text }) => text.includes('PRIMARY KEY'));
  const several = inKey.length > 1;
  const parts = columns.map(({ attribute, text }) =>
    at(attribute.place, [`${quote(attribute.name, 'sqlite')} ${sqliteDefinition(text, several)}`]),
  );
  const keys = several ? inKey.map(({ attribute }) => quote(attribute.name, 'sqlite')) : [];
  const clause = join([...parts, ...uniqueKeys(options, false), ...primaryKey(keys)], ', ');
  return sql`CREATE TABLE IF NOT EXISTS ${quoteTable(table, 'sqlite')} (${clause})`;
}

function sqliteDefinition(text: string, severalKeys: boolean): string {
  if (!text.includes('PRIMARY KEY')) return text;
  if (severalKeys)
    return text.includes('NOT NULL')
      ? text.replace(' PRIMARY KEY', '')
      : text.replace('PRIMARY KEY', 'NOT NULL');
  if (!text.includes('INT')) return text;
  const [, references] = split(text, ' REFERENCES');
  const key = text.includes('AUTOINCREMENT') ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'INTEGER PRIMARY KEY';
  return references === undefined ? key : `${key} REFERENCES${references}`;
}

function primaryKey(keys: readonly string[]): readonly Sql[] {
  return keys.length === 0 ? [] : [[`PRIMARY KEY (${keys.join(', ')})`]];
}

/** `uniqueKeys` of the options; MySQL names them. */
function uniqueKeys(
  options: ReadonlyMap<string, Value>,
  named: boolean,
  table: TableName | null = null,
): readonly Sql[] {
  const said = options.get('uniqueKeys');
  if (said === undefined || isNothing(said)) return [];
  const keys: readonly (readonly [string | null, Value])[] = itemsOf(said)?.map(
    (key) => [null, key] as const,
  ) ?? [...expectRecord(said, 'the unique keys')];
  return keys.map(([name, key]) => {
    const mark = named ? 'mysql' : 'postgres';
    const fields = (itemsOf(entry(key, 'fields')) ?? []).map((field) =>
      expectText(field, 'the name of the column'),
    );
    if (fields.length === 0) throw notKnown(key, 'the columns of the unique key');
    const list = fields.map((field) => quote(field, mark)).join(', ');
    const called = name ?? `uniq_${table?.name ?? ''}_${fields.join('_')}`;
    return at(key.place, [`UNIQUE ${named ? `${quote(called, mark)} ` : ''}(${list})`]);
  });
}
