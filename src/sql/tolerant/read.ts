import type { Dialect } from '../../model/dialect';
import type { ObjectName, SchemaChange } from '../../model/schema-change';
import type { StatementReading } from '../../model/statement';
import type { Range } from '../../model/text';
import { mappedRanges } from '../postgres/moved';
import { keywordOf } from './keyword';
import { readAlterTable } from './alter-table';
import { readCreateTable } from './create-table';
import { readData } from './data';
import { readCreateIndex, readDropIndex } from './indexes';
import { readIdentifier, readName } from './names';
import { onlyMariadb, takeOfMariadb, takeWait } from './only';
import { readAlterObject, readCreateObject, readDropObject, takeObjectKind } from './objects';
import { readSession, readSettingsOfStatement } from './session';
import { Cursor, sourceOf } from './source';

/**
 * What the tokens of one statement say. Never throws and never gives null: what is missing or not understood is
 * in `unread`. For MySQL and MariaDB a reading without unread parts is of confidence `high`, because all of
 * their forms are known here; for the other dialects it is a fallback and at most `medium`.
 */
export function readTolerant(text: string, dialect: Dialect): StatementReading {
  const source = sourceOf(text, dialect);
  const cursor = new Cursor(source, 0, source.tokens.length);
  while (cursor.token()?.kind === 'placeholder' && cursor.token()?.text.startsWith('{%') === true)
    cursor.at++;
  const changes = cursor.done ? [] : readStatement(cursor);
  cursor.leaveRest('this part of the statement is not understood');
  const isWhole = source.unread.length === 0;
  const isKnown = dialect === 'mysql' || dialect === 'mariadb';
  const confidence =
    isWhole && isKnown ? 'high' : isWhole || (changes.length > 0 && isKnown) ? 'medium' : 'low';
  const unread = source.unread.sort((one, other) => one.range.start - other.range.start);
  return { text, keyword: keywordOf(cursor.source), changes, unread, reader: 'tolerant', confidence };
}

function readStatement(cursor: Cursor): SchemaChange[] {
  if (cursor.take('CREATE')) return readCreate(cursor);
  if (cursor.take('ALTER')) return readAlter(cursor);
  if (cursor.take('DROP')) return readDrop(cursor);
  if (cursor.take('TRUNCATE')) return readTruncate(cursor);
  if (cursor.isMysql && cursor.sees('RENAME', 'USER')) cursor.at++;
  if (cursor.take('RENAME', 'TABLE') || cursor.take('RENAME', 'TABLES')) return readRenameTables(cursor);
  if (cursor.isMysql && cursor.sees('SET', 'STATEMENT'))
    return [...readSettingsOfStatement(cursor), ...(cursor.done ? [] : readStatement(cursor))];
  return readData(cursor) ?? readSession(cursor) ?? readOther(cursor);
}

const modifierWords = [
  'TEMP',
  'TEMPORARY',
  'UNLOGGED',
  'GLOBAL',
  'LOCAL',
  'UNIQUE',
  'FULLTEXT',
  'SPATIAL',
  'VECTOR',
  'RECURSIVE',
  'CONSTRAINT',
  'FOREIGN',
  'VIRTUAL',
  'AGGREGATE',
  'ONLINE',
  'OFFLINE',
  'TRUSTED',
];

function readCreate(cursor: Cursor): SchemaChange[] {
  const replace = cursor.take('OR', 'REPLACE');
  const replaceAt = cursor.at - 2;
  const modifiers: string[] = [];
  for (;;) {
    const word = cursor.takeAny(...modifierWords);
    if (word !== null) modifiers.push(word);
    else if (cursor.take('DEFINER') || cursor.take('ALGORITHM')) skipAttribute(cursor);
    else if (cursor.take('SQL', 'SECURITY')) cursor.at++;
    else break;
  }
  const isMysqlsToo = /^(?:VIEW|JSON|REFERENCE)$/.test(cursor.word());
  if (replace && !isMysqlsToo) onlyMariadb(cursor, `CREATE OR REPLACE ${cursor.word()}`, replaceAt);
  if (cursor.take('TABLE')) return readCreateTable(cursor, modifiers);
  if (cursor.take('INDEX')) return readCreateIndex(cursor, modifiers);
  const object = takeObjectKind(cursor);
  return object === null ? readUnknown(cursor) : readCreateObject(cursor, object, replace);
}

/** `= 'root'@'%'` of DEFINER, `= MERGE` of ALGORITHM. */
function skipAttribute(cursor: Cursor): void {
  cursor.takeSymbol('=');
  cursor.at++;
  if (cursor.seesSymbol('(')) cursor.skip();
  while (cursor.token()?.text.startsWith('@') === true) cursor.at += cursor.token()?.text === '@' ? 2 : 1;
}

function readAlter(cursor: Cursor): SchemaChange[] {
  while (cursor.takeAny('ONLINE', 'OFFLINE', 'IGNORE', 'FOREIGN') !== null);
  if (cursor.take('TABLE')) return readAlterTable(cursor);
  if (cursor.take('INDEX')) return readRenameIndex(cursor);
  if (cursor.take('DEFINER')) skipAttribute(cursor);
  const object = takeObjectKind(cursor);
  return object === null ? readUnknown(cursor) : readAlterObject(cursor, object);
}

function readRenameIndex(cursor: Cursor): SchemaChange[] {
  const range = cursor.range(0, cursor.to);
  cursor.take('IF', 'EXISTS');
  const index = readName(cursor);
  if (index !== null && cursor.take('RENAME', 'TO')) {
    const newName = readIdentifier(cursor);
    if (newName !== null) return [{ kind: 'rename-index', index, table: null, newName, range }];
  }
  return readUnknown(cursor);
}

function readDrop(cursor: Cursor): SchemaChange[] {
  const temporary = cursor.takeAny('TEMPORARY', 'FOREIGN') === 'TEMPORARY';
  if (cursor.take('INDEX')) return readDropIndex(cursor);
  if (!cursor.take('TABLE') && !cursor.take('TABLES')) {
    const object = takeObjectKind(cursor);
    return object === null ? readUnknown(cursor) : readDropObject(cursor, object);
  }
  const ifExists = cursor.take('IF', 'EXISTS');
  const tables = readNames(cursor);
  takeWait(cursor);
  const cascade = cursor.takeAny('CASCADE', 'RESTRICT') === 'CASCADE';
  return tables.map(({ table, range }) => ({
    kind: 'drop-table',
    table,
    ifExists,
    cascade,
    temporary,
    range,
  }));
}

function readTruncate(cursor: Cursor): SchemaChange[] {
  cursor.take('TABLE');
  cursor.take('ONLY');
  const tables = readNames(cursor);
  if (cursor.takeAny('RESTART', 'CONTINUE') !== null) cursor.take('IDENTITY');
  takeWait(cursor);
  const cascade = cursor.takeAny('CASCADE', 'RESTRICT') === 'CASCADE';
  return tables.map(({ table, range }) => ({ kind: 'truncate-table', table, cascade, range }));
}

/** Names between commas; the range of the change is the statement when there is one, else the name. */
function readNames(cursor: Cursor): { table: ObjectName; range: ObjectName['range'] }[] {
  const names: ObjectName[] = [];
  do {
    const name = readName(cursor);
    if (name !== null) names.push(name);
  } while (cursor.takeSymbol(','));
  if (names.length === 0) cursor.miss('the name of the table is missing');
  const whole = cursor.range(0, cursor.to);
  return names.map((table) => ({ table, range: names.length === 1 ? whole : table.range }));
}

function readRenameTables(cursor: Cursor): SchemaChange[] {
  const ifExists = takeOfMariadb(cursor, 'IF', 'EXISTS');
  const pairs = cursor.list();
  const changes = pairs.flatMap((pair): SchemaChange[] => {
    const range = pairs.length === 1 ? pair.range(0, pair.to) : pair.range(pair.at, pair.to);
    const table = readName(pair);
    takeWait(pair);
    const newName = pair.take('TO') ? readName(pair) : null;
    if (table === null || newName === null) pair.miss('the new name is missing');
    return table === null || newName === null
      ? []
      : [{ kind: 'rename-table', table, newName, ifExists, range }];
  });
  if (pairs.length === 0) cursor.miss('the name of the table is missing');
  return changes;
}

const harmless =
  /^(?:SELECT|TABLE|VALUES|WITH|EXPLAIN|DESCRIBE|DESC|SHOW|USE|ANALYZE|ANALYSE|OPTIMIZE|REPAIR|CHECK|CHECKSUM|FLUSH|KILL|HELP|GRANT|REVOKE|COMMENT|UNLOCK|RESET|DISCARD|VACUUM|REINDEX|CLUSTER|CHECKPOINT|NOTIFY|LISTEN|UNLISTEN|DEALLOCATE|EXECUTE|CALL|LOAD|COPY|ATTACH|DETACH|MERGE|CLOSE|FETCH|PURGE|CHANGE|STOP|INSTALL|UNINSTALL|HANDLER|SIGNAL|REFRESH|REASSIGN|SECURITY|IMPORT|XA|DO|CACHE)$/;

/** Statements of no consequence for the schema; those that run hidden statements leave their rest unread. */
function readOther(cursor: Cursor): SchemaChange[] {
  const range = cursor.range(0, cursor.to);
  const what = cursor.word() || (cursor.seesSymbol('(') ? 'SELECT' : '');
  const { dialect } = cursor.source;
  if (
    what === 'PREPARE' ||
    (what === 'EXECUTE' && cursor.word(1) === 'IMMEDIATE') ||
    (what === 'DO' && dialect === 'postgres')
  ) {
    const changes = cursor.isMysql ? readPrepared(cursor) : [];
    if (!cursor.isMysql) cursor.at++;
    cursor.leaveRest('the statements that this one runs are not known');
    return [{ kind: 'other', what, tables: [], range }, ...changes];
  }
  if (!harmless.test(what)) return readUnknown(cursor);
  const tables = dialect === 'sqlite' && cursor.take('REINDEX') ? [readName(cursor)] : [];
  cursor.at = cursor.to;
  return [{ kind: 'other', what, tables: tables.filter((table) => table !== null), range }];
}

/**
 * PREPARE q FROM 'text' and EXECUTE IMMEDIATE 'text': what the text does, its ranges in the text. The position moves to
 * the end when that is known: the text stands there as a literal without escapes.
 */
function readPrepared(cursor: Cursor): readonly SchemaChange[] {
  const from = cursor.at;
  if (cursor.take('EXECUTE', 'IMMEDIATE')) onlyMariadb(cursor, 'EXECUTE IMMEDIATE', from);
  else if (cursor.skipTo('FROM') !== null) cursor.at++;
  const token = cursor.token();
  const text = token?.kind === 'string' && token.closed ? token.text.slice(1, -1) : '';
  const isPlain = text !== '' && !text.includes('\\') && !text.includes(token?.text.charAt(0) ?? '');
  const isWhole = cursor.to - cursor.at === 1 || cursor.word(1) === 'USING';
  if (token === undefined || !isPlain || !isWhole) {
    cursor.at = from + 1;
    if (cursor.done) cursor.miss('the statement that is to run is missing');
    return [];
  }
  cursor.at = cursor.to;
  const { changes, unread } = readTolerant(text, cursor.source.dialect);
  const moved = ({ start, end }: Range): Range => ({
    start: token.start + 1 + start,
    end: token.start + 1 + end,
  });
  cursor.source.unread.push(...mappedRanges(unread, moved));
  return mappedRanges(changes, moved);
}

const otherObjects =
  /^(?:ROLE|USER|SERVER|TABLESPACE|LOGFILE|AGGREGATE|OPERATOR|CAST|COLLATION|CONVERSION|LANGUAGE|PUBLICATION|SUBSCRIPTION|TEXT|TRANSFORM|ACCESS|DEFAULT|GROUP|SYSTEM|LARGE|INSTANCE|RESOURCE|SPATIAL|PREPARE|PACKAGE|OWNED|LIBRARY)$/;

/** Objects without tables are understood as `other`; anything else is left unread. */
function readUnknown(cursor: Cursor): SchemaChange[] {
  if (cursor.at > 0 && otherObjects.test(cursor.word())) {
    const what = `${cursor.source.tokens[0]?.text.toUpperCase() ?? ''} ${cursor.word()}`;
    cursor.at = cursor.to;
    return [{ kind: 'other', what, tables: [], range: cursor.range(0, cursor.to) }];
  }
  cursor.at = 0;
  cursor.leaveRest('this statement is not understood');
  return [];
}
