import type {
  ColumnDefinition,
  ConstraintDefinition,
  Expression,
  Identifier,
} from '../../model/schema-change';
import { readColumnType } from './column-type';
import { readColumnConstraint } from './constraint';
import { expressionFrom, readParenthesised } from './expression';
import { readIdentifier, readString } from './names';
import { onlyMariadb, onlyMysql } from './only';
import type { Cursor } from './source';

type Draft = { -readonly [Key in keyof ColumnDefinition]: ColumnDefinition[Key] } & {
  constraints: ConstraintDefinition[];
};

/** A column definition to the end of the span: name, type, attributes. null when there is no name. */
export function readColumnDefinition(cursor: Cursor): ColumnDefinition | null {
  const from = cursor.at;
  const name = readIdentifier(cursor);
  if (name === null) return null;
  const column = emptyColumn(name);
  const read = readColumnType(cursor);
  if (read === null) {
    if (cursor.source.dialect !== 'sqlite') cursor.miss('the type of the column is missing');
  } else {
    column.type = read.type;
    column.autoIncrement = read.serial;
  }
  while (!cursor.done) {
    const at = cursor.at;
    readAttribute(cursor, column);
    if (cursor.at === at) {
      cursor.leaveRest('this part of the column definition is not understood');
      break;
    }
  }
  column.range = cursor.rangeFrom(from);
  return column;
}

function emptyColumn(name: Identifier): Draft {
  return {
    name,
    type: null,
    notNull: null,
    default: null,
    onUpdate: null,
    generated: null,
    identity: null,
    autoIncrement: false,
    collation: null,
    comment: null,
    position: null,
    constraints: [],
    range: name.range,
  };
}

/** Reads one attribute; the position stays where it is when none is recognised. */
function readAttribute(cursor: Cursor, column: Draft): void {
  const from = cursor.at;
  const constraint = readColumnConstraint(cursor, column.name);
  if (constraint !== null) column.constraints.push(constraint);
  else if (cursor.sees('CONSTRAINT') && /^(?:NOT|NULL|DEFAULT|COLLATE|GENERATED|AS)$/.test(cursor.word(2)))
    cursor.at += 2;
  else if (cursor.take('NOT', 'NULL')) column.notNull = cursor.rangeFrom(from);
  else if (cursor.take('NULL')) column.notNull = null;
  else if (
    cursor.take('SERIAL', 'DEFAULT', 'VALUE') ||
    cursor.takeAny('AUTO_INCREMENT', 'AUTOINCREMENT') !== null
  )
    column.autoIncrement = true;
  else if (cursor.take('DEFAULT')) column.default = readDefault(cursor);
  else if (cursor.take('ON', 'UPDATE')) column.onUpdate = readDefault(cursor);
  else if (cursor.take('ON', 'CONFLICT')) cursor.at++;
  else if (cursor.take('COLLATE')) readCollation(cursor, column);
  else if (cursor.take('COMMENT')) {
    cursor.takeSymbol('=');
    column.comment = readString(cursor);
  } else if (cursor.take('FIRST')) column.position = 'first';
  else if (cursor.take('AFTER')) column.position = { after: readIdentifier(cursor)?.name ?? '' };
  else if (!readGenerated(cursor, column)) skipMinor(cursor);
}

function readCollation(cursor: Cursor, column: Draft): void {
  cursor.takeSymbol('=');
  column.collation = (cursor.isMysql ? readString(cursor) : null) ?? readIdentifier(cursor)?.name ?? null;
  if (column.collation === null) cursor.miss('the collation is missing');
  if (cursor.takeSymbol('.')) column.collation = readIdentifier(cursor)?.name ?? column.collation;
}

const endsDefault =
  /^(?:NOT|NULL|CONSTRAINT|PRIMARY|UNIQUE|KEY|CHECK|REFERENCES|COLLATE|COMMENT|AUTO_INCREMENT|AUTOINCREMENT|ON|GENERATED|AS|FIRST|AFTER|VISIBLE|INVISIBLE|COLUMN_FORMAT|STORAGE|DEFAULT|DEFERRABLE|INITIALLY|USING|WITHOUT|ENGINE_ATTRIBUTE)$/;

/** The expression of DEFAULT or ON UPDATE: at least one token, then up to the next attribute. */
export function readDefault(cursor: Cursor): Expression | null {
  const from = cursor.at;
  if (cursor.done) {
    cursor.miss('the expression is missing');
    return null;
  }
  cursor.skip();
  while (cursor.at < cursor.to && !endsDefault.test(cursor.word())) cursor.skip();
  return expressionFrom(cursor, from);
}

function readGenerated(cursor: Cursor, column: Draft): boolean {
  const from = cursor.at;
  const always = cursor.take('GENERATED', 'ALWAYS');
  if (!always && cursor.take('GENERATED', 'BY', 'DEFAULT', 'AS', 'IDENTITY')) column.identity = 'by-default';
  else if (always && cursor.take('AS', 'IDENTITY')) column.identity = 'always';
  if (column.identity !== null && cursor.at > from) {
    column.autoIncrement = false;
    if (cursor.seesSymbol('(')) cursor.skip();
    return true;
  }
  if (cursor.take('AS', 'ROW')) {
    cursor.takeAny('START', 'END');
    onlyMariadb(cursor, 'columns of system versioning', from);
    column.notNull = cursor.rangeFrom(from);
    column.generated = { expression: rowBound(cursor, cursor.at - 2), stored: true };
    return true;
  }
  if (!cursor.take('AS')) {
    cursor.at = from;
    return false;
  }
  const expression = readParenthesised(cursor);
  const kind = cursor.takeAny('STORED', 'PERSISTENT', 'VIRTUAL');
  if (kind === 'PERSISTENT') onlyMariadb(cursor, 'PERSISTENT', cursor.at - 1);
  if (expression !== null)
    column.generated = { expression, stored: kind === 'STORED' || kind === 'PERSISTENT' };
  else cursor.miss('the generation expression is missing');
  return true;
}

/** ROW START and ROW END: the server writes them. */
function rowBound(cursor: Cursor, from: number): Expression {
  const range = cursor.rangeFrom(from);
  const text = cursor.slice(range);
  return { text, range, isLiteral: false, functions: [], columns: [], provesNotNull: [] };
}

/** What says nothing about the shape of the column. */
function skipMinor(cursor: Cursor): void {
  const from = cursor.at;
  const visibility = cursor.takeAny('VISIBLE', 'INVISIBLE', 'STORED', 'VIRTUAL', 'HIDDEN');
  if (visibility !== null) {
    if (visibility === 'VISIBLE') onlyMysql(cursor, 'VISIBLE', from);
    return;
  }
  if (cursor.take('WITHOUT', 'SYSTEM', 'VERSIONING') || cursor.take('WITH', 'SYSTEM', 'VERSIONING')) {
    onlyMariadb(cursor, 'SYSTEM VERSIONING', from);
    return;
  }
  if (!cursor.isMysql && cursor.source.dialect !== 'postgres') return;
  if (cursor.isMysql && cursor.take('COMPRESSED')) {
    if (cursor.takeSymbol('=')) cursor.at++;
    onlyMariadb(cursor, 'COMPRESSED columns', from);
    return;
  }
  const word = cursor.takeAny(
    'COLUMN_FORMAT',
    'STORAGE',
    'COMPRESSION',
    'SRID',
    'REF_SYSTEM_ID',
    'ENGINE_ATTRIBUTE',
    'SECONDARY_ENGINE_ATTRIBUTE',
  );
  if (word === null) return;
  cursor.takeSymbol('=');
  if (cursor.done) cursor.miss(`the value of ${word} is missing`);
  else cursor.at++;
  if (word === 'REF_SYSTEM_ID') onlyMariadb(cursor, word, from);
  else onlyMysql(cursor, word, from);
}
