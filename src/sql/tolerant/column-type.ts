import type { Dialect } from '../../model/dialect';
import type { ColumnType } from '../../model/schema-change';
import { fold } from '../identifiers';
import { readIdentifier, readString, stringValue } from './names';
import { onlyMariadb } from './only';
import type { Cursor } from './source';

export interface ReadType {
  readonly type: ColumnType;
  /** serial and its kin: NOT NULL with a sequence or AUTO_INCREMENT. */
  readonly serial: boolean;
}

/** Words that cannot begin a type because they begin what follows one. */
const attributes =
  /^(?:NOT|NULL|DEFAULT|CONSTRAINT|PRIMARY|UNIQUE|KEY|REFERENCES|CHECK|COLLATE|COMMENT|AUTO_INCREMENT|AUTOINCREMENT|GENERATED|AS|ON|FIRST|AFTER|INVISIBLE|VISIBLE|USING|VIRTUAL|STORED|PERSISTENT)$/;
const secondWords: Readonly<Record<string, readonly string[]>> = {
  DOUBLE: ['PRECISION'],
  CHARACTER: ['VARYING', 'LARGE'],
  CHAR: ['VARYING', 'BYTE'],
  NCHAR: ['VARYING', 'VARCHAR'],
  BIT: ['VARYING'],
  NATIONAL: ['CHARACTER', 'CHAR', 'VARCHAR'],
  LONG: ['VARCHAR', 'VARBINARY'],
  LARGE: ['OBJECT'],
  BINARY: ['VARYING'],
  SIGNED: ['INTEGER'],
};

/** The type at the position; null when a column attribute or nothing stands there. */
export function readColumnType(cursor: Cursor): ReadType | null {
  let token = cursor.token();
  if (token === undefined || attributes.test(cursor.word())) return null;
  if (token.kind !== 'word' && token.kind !== 'quoted' && token.kind !== 'placeholder') return null;
  const from = cursor.at;
  let schema: string | null = null;
  let name = fold(token.text, cursor.source.dialect);
  cursor.at++;
  while (cursor.takeSymbol('.')) {
    schema = name;
    token = cursor.token() ?? token;
    name = fold(token.text, cursor.source.dialect);
    cursor.at++;
  }
  if (token.kind === 'word') name = readWords(cursor, name.toLowerCase());
  const inside = cursor.parentheses();
  const written = inside === null ? [] : argumentsOf(inside);
  if (token.kind === 'word') name += readZone(cursor);
  const modifiers = readModifiers(cursor);
  const isArray = readArray(cursor);
  if (token.kind === 'word' && /^(?:inet[46]|uuid)$/.test(name))
    onlyMariadb(cursor, `the type ${name.toUpperCase()}`, from);
  const range = cursor.rangeFrom(from);
  const canonical =
    schema === null && token.kind === 'word' ? canonicalName(name, cursor.source.dialect) : name;
  const isBoolean = cursor.isMysql && (name === 'bool' || name === 'boolean');
  return {
    serial:
      /^(?:big|small)?serial[248]?$/.test(name) && (cursor.isMysql || cursor.source.dialect === 'postgres'),
    type: {
      text: cursor.slice(range).replace(/\s+/g, ' '),
      name: canonical,
      schema,
      arguments: isBoolean ? [1] : written.filter((argument) => typeof argument === 'number'),
      isArray,
      unsigned: modifiers.unsigned || (cursor.isMysql && name === 'serial'),
      values: /^(?:enum|set)$/.test(name) ? written.filter((argument) => typeof argument === 'string') : null,
      characterSet: modifiers.characterSet,
      range,
    },
  };
}

/** SQLite takes any words for a type; the others know theirs. */
function readWords(cursor: Cursor, first: string): string {
  let name = first;
  for (;;) {
    const word = cursor.word();
    const last = (name.split(' ').at(-1) ?? '').toUpperCase();
    const isMore =
      cursor.source.dialect === 'sqlite'
        ? word !== '' && !attributes.test(word)
        : (secondWords[last]?.includes(word) ?? false);
    if (!isMore) return name;
    name += ` ${word.toLowerCase()}`;
    cursor.at++;
  }
}

function argumentsOf(cursor: Cursor): (number | string)[] {
  return cursor.list().map((part) => {
    const sign = part.takeSymbol('-') ? -1 : 1;
    const token = part.token();
    return token?.kind === 'number' ? sign * Number(token.text) : stringValue(token?.text ?? '');
  });
}

function readZone(cursor: Cursor): string {
  if (cursor.take('WITH', 'TIME', 'ZONE')) return ' with time zone';
  if (cursor.take('WITHOUT', 'TIME', 'ZONE')) return ' without time zone';
  return '';
}

function readModifiers(cursor: Cursor): { unsigned: boolean; characterSet: string | null } {
  let unsigned = false;
  let characterSet: string | null = null;
  if (!cursor.isMysql) return { unsigned, characterSet };
  for (;;) {
    if (cursor.takeAny('UNSIGNED', 'ZEROFILL') !== null) unsigned = true;
    else if (cursor.take('CHARACTER', 'SET') || cursor.take('CHARSET')) {
      cursor.takeSymbol('=');
      const name = readString(cursor) ?? readIdentifier(cursor)?.name ?? null;
      if (name === null) cursor.miss('the character set is missing');
      characterSet = name?.toLowerCase() ?? null;
    } else if (cursor.takeAny('SIGNED', 'ASCII', 'UNICODE', 'BINARY', 'BYTE') === null)
      return { unsigned, characterSet };
  }
}

function readArray(cursor: Cursor): boolean {
  if (cursor.source.dialect !== 'postgres') return false;
  let isArray = cursor.take('ARRAY');
  while (cursor.seesSymbol('[')) {
    cursor.skip();
    isArray = true;
  }
  return isArray;
}

const postgresNames: Readonly<Record<string, string>> = {
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  float: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  'char varying': 'character varying',
  char: 'character',
  decimal: 'numeric',
  dec: 'numeric',
  varbit: 'bit varying',
  time: 'time without time zone',
  timetz: 'time with time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
  smallserial: 'smallint',
  serial2: 'smallint',
};
const mysqlNames: Readonly<Record<string, string>> = {
  integer: 'int',
  int1: 'tinyint',
  int2: 'smallint',
  int3: 'mediumint',
  int4: 'int',
  int8: 'bigint',
  middleint: 'mediumint',
  bool: 'tinyint',
  boolean: 'tinyint',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  'double precision': 'double',
  real: 'double',
  float4: 'float',
  float8: 'double',
  character: 'char',
  'character varying': 'varchar',
  'char varying': 'varchar',
  nchar: 'char',
  nvarchar: 'varchar',
  'national character': 'char',
  'national char': 'char',
  'national varchar': 'varchar',
  'long varchar': 'mediumtext',
  'long varbinary': 'mediumblob',
  long: 'mediumtext',
  serial: 'bigint',
};

function canonicalName(name: string, dialect: Dialect): string {
  if (dialect === 'sqlite') return name;
  // MariaDB keeps JSON as text with a check (its manual, "JSON Data Type").
  if (dialect === 'mariadb' && name === 'json') return 'longtext';
  return (dialect === 'postgres' ? postgresNames : mysqlNames)[name] ?? name;
}
