import type { ObjectName, SchemaChange } from '../../model/schema-change';
import type { Range } from '../../model/text';
import { readIdentifier } from './names';
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
  cursor.at += words.length;
  const value = cursor.done ? null : cursor.slice(cursor.range(cursor.at, cursor.to));
  cursor.at = cursor.to;
  const setting = words.join(' ').toLowerCase().replace('charset', 'character set');
  return [{ kind: 'change-table-setting', table, setting, value, range }];
}

const options =
  /^(?:ENGINE|AUTO_INCREMENT|AVG_ROW_LENGTH|CHARSET|CHECKSUM|COLLATE|COMMENT|COMPRESSION|CONNECTION|DELAY_KEY_WRITE|ENCRYPTION|ENCRYPTED|INSERT_METHOD|KEY_BLOCK_SIZE|MAX_ROWS|MIN_ROWS|PACK_KEYS|PASSWORD|ROW_FORMAT|STATS_AUTO_RECALC|STATS_PERSISTENT|STATS_SAMPLE_PAGES|TABLESPACE|PAGE_COMPRESSED|PAGE_CHECKSUM|TRANSACTIONAL|ENGINE_ATTRIBUTE|SECONDARY_ENGINE)$/;

/** MySQL's table options, which may follow each other without commas: each is a change of its own. */
export function readTableOptions(cursor: Cursor, table: ObjectName): SchemaChange[] | null {
  if (!cursor.isMysql) return null;
  const changes: SchemaChange[] = [];
  while (!cursor.done) {
    const from = cursor.at;
    cursor.take('DEFAULT');
    let setting = cursor.word().toLowerCase();
    if (cursor.take('CHARACTER', 'SET') || cursor.take('CHARSET')) setting = 'character set';
    else if (options.test(cursor.word())) cursor.at++;
    else {
      cursor.at = from;
      return changes.length > 0 ? changes : null;
    }
    cursor.takeSymbol('=');
    const value = cursor.token()?.text ?? null;
    cursor.at = Math.min(cursor.at + 1, cursor.to);
    changes.push({ kind: 'change-table-setting', table, setting, value, range: cursor.rangeFrom(from) });
  }
  return changes;
}
