import type { ObjectName, SchemaChange } from '../../model/schema-change';
import type { Range } from '../../model/text';
import { readIdentifier } from './names';
import { onlyMariadb, onlyMysql } from './only';
import type { Cursor } from './source';

/** Beginnings of actions that leave columns and constraints as they are; what follows is the value. */
const settings = [
  'OWNER TO',
  'SET TABLESPACE',
  'SET ACCESS METHOD',
  'SET LOGGED',
  'SET UNLOGGED',
  'SET WITHOUT CLUSTER',
  'SET WITHOUT OIDS',
  'CLUSTER ON',
  'REPLICA IDENTITY',
  'ENABLE ROW LEVEL SECURITY',
  'DISABLE ROW LEVEL SECURITY',
  'NO FORCE ROW LEVEL SECURITY',
  'FORCE ROW LEVEL SECURITY',
  'ENABLE ALWAYS TRIGGER',
  'ENABLE REPLICA TRIGGER',
  'ENABLE TRIGGER',
  'DISABLE TRIGGER',
  'ENABLE ALWAYS RULE',
  'ENABLE REPLICA RULE',
  'ENABLE RULE',
  'DISABLE RULE',
  'NO INHERIT',
  'INHERIT',
  'NOT OF',
  'OF',
  'SET',
  'RESET',
  'OPTIONS',
].map((words) => words.split(' '));
const mysqlSettings = [
  'CONVERT TO CHARACTER SET',
  'CONVERT TO CHARSET',
  'ENABLE KEYS',
  'DISABLE KEYS',
  'ORDER BY',
  'FORCE',
  'WITH VALIDATION',
  'WITHOUT VALIDATION',
  'ADD PARTITION',
  'DROP PARTITION',
  'TRUNCATE PARTITION',
  'COALESCE PARTITION',
  'REORGANIZE PARTITION',
  'EXCHANGE PARTITION',
  'REBUILD PARTITION',
  'ANALYZE PARTITION',
  'CHECK PARTITION',
  'OPTIMIZE PARTITION',
  'REPAIR PARTITION',
  'CONVERT PARTITION',
  'DISCARD PARTITION',
  'IMPORT PARTITION',
  'REMOVE PARTITIONING',
  'PARTITION BY',
  'DISCARD TABLESPACE',
  'IMPORT TABLESPACE',
  'ADD SYSTEM VERSIONING',
  'DROP SYSTEM VERSIONING',
  'ADD PERIOD',
  'DROP PERIOD',
  'SECONDARY_LOAD',
  'SECONDARY_UNLOAD',
].map((words) => words.split(' '));

/** An action that changes a setting of the table, its schema or a constraint's validity; null when it is none. */
export function readSetting(cursor: Cursor, table: ObjectName, range: Range): SchemaChange[] | null {
  if (!cursor.isMysql && cursor.take('VALIDATE', 'CONSTRAINT')) {
    const constraint = readIdentifier(cursor);
    return constraint === null ? null : [{ kind: 'validate-constraint', table, constraint, range }];
  }
  if (!cursor.isMysql && cursor.take('SET', 'SCHEMA')) {
    const newSchema = readIdentifier(cursor);
    return newSchema === null ? null : [{ kind: 'move-table', table, newSchema, range }];
  }
  const words = (cursor.isMysql ? mysqlSettings : settings).find((setting) => cursor.sees(...setting));
  if (words === undefined) return null;
  const from = cursor.at;
  cursor.at += words.length;
  markVendor(cursor, words.join(' '), from);
  if (cursor.done && !standsAlone.test(words.join(' '))) {
    cursor.miss('what follows is missing');
    return [];
  }
  const value = cursor.done ? null : cursor.slice(cursor.range(cursor.at, cursor.to));
  cursor.at = cursor.to;
  const setting = words.join(' ').toLowerCase().replace('charset', 'character set');
  return [{ kind: 'change-table-setting', table, setting, value, range }];
}

/** The settings that are whole without a value. */
const standsAlone =
  /^(?:SET (?:LOGGED|UNLOGGED|WITHOUT \w+)|.*ROW LEVEL SECURITY|NOT OF|(?:ENABLE|DISABLE) KEYS|FORCE|WITH(?:OUT)? VALIDATION|REMOVE PARTITIONING|(?:DISCARD|IMPORT) TABLESPACE|.* SYSTEM VERSIONING|SECONDARY_(?:UN)?LOAD|REORGANIZE PARTITION)$/;

/** Of the MariaDB manual's ALTER TABLE and of MySQL's (8.4, 15.1.9), what the other does not have. */
const onlyMariadbs = /^(?:CONVERT PARTITION|(?:ADD|DROP) SYSTEM VERSIONING|(?:ADD|DROP) PERIOD)$/;
const onlyMysqls = /^(?:WITH(?:OUT)? VALIDATION|SECONDARY_(?:UN)?LOAD|(?:DISCARD|IMPORT) PARTITION)$/;

function markVendor(cursor: Cursor, words: string, from: number): void {
  if (onlyMariadbs.test(words)) onlyMariadb(cursor, words, from);
  else if (onlyMysqls.test(words)) onlyMysql(cursor, words, from);
  else if (
    words.endsWith(' PARTITION') &&
    (cursor.sees('IF', 'EXISTS') || cursor.sees('IF', 'NOT', 'EXISTS'))
  )
    onlyMariadb(cursor, `IF EXISTS of ${words}`, cursor.at);
}

const sharedOptions =
  /^(?:ENGINE|TYPE|AUTO_INCREMENT|AVG_ROW_LENGTH|CHARSET|CHECKSUM|TABLE_CHECKSUM|COLLATE|COMMENT|CONNECTION|DELAY_KEY_WRITE|INSERT_METHOD|KEY_BLOCK_SIZE|MAX_ROWS|MIN_ROWS|PACK_KEYS|PASSWORD|ROW_FORMAT|STATS_AUTO_RECALC|STATS_PERSISTENT|STATS_SAMPLE_PAGES|UNION|TABLESPACE)$/;
const mysqlOptions =
  /^(?:COMPRESSION|ENCRYPTION|ENGINE_ATTRIBUTE|SECONDARY_ENGINE|SECONDARY_ENGINE_ATTRIBUTE|AUTOEXTEND_SIZE)$/;
const mariadbOptions =
  /^(?:ENCRYPTED|ENCRYPTION_KEY_ID|IETF_QUOTES|PAGE_CHECKSUM|PAGE_COMPRESSED|PAGE_COMPRESSION_LEVEL|SEQUENCE|TRANSACTIONAL)$/;

/** MySQL's table options, which may follow each other without commas: each is a change of its own. */
export function readTableOptions(cursor: Cursor, table: ObjectName): SchemaChange[] | null {
  if (!cursor.isMysql) return null;
  const changes: SchemaChange[] = [];
  for (;;) {
    const from = cursor.at;
    const option = readTableOption(cursor);
    if (option === null) return changes.length > 0 ? changes : null;
    changes.push({ kind: 'change-table-setting', table, ...option, range: cursor.rangeFrom(from) });
  }
}

/** One table option of MySQL or MariaDB; null, and the position as it was, when none stands here. */
export function readTableOption(cursor: Cursor): { setting: string; value: string | null } | null {
  if (cursor.done) return null;
  const from = cursor.at;
  cursor.take('DEFAULT');
  const word = cursor.word();
  let setting = word.toLowerCase();
  if (cursor.take('CHARACTER', 'SET') || cursor.take('CHARSET')) setting = 'character set';
  else if ((word === 'DATA' || word === 'INDEX') && cursor.take(word, 'DIRECTORY'))
    setting = `${word.toLowerCase()} directory`;
  else if (cursor.take('STORAGE')) setting = 'storage';
  else if (sharedOptions.test(word)) cursor.at++;
  else if (mysqlOptions.test(word)) onlyMysql(cursor, word, cursor.at++);
  else if (mariadbOptions.test(word)) onlyMariadb(cursor, word, cursor.at++);
  else {
    cursor.at = from;
    return null;
  }
  cursor.takeSymbol('=');
  if (cursor.token() === undefined) {
    cursor.miss(`the value of ${setting} is missing`);
    return { setting, value: null };
  }
  const start = cursor.at;
  cursor.skip();
  return { setting, value: cursor.slice(cursor.rangeFrom(start)) };
}
