import type { SchemaChange } from '../../model/schema-change';
import type { Range } from '../../model/text';
import { readIdentifier, readName } from './names';
import { onlyMariadb, onlyMysql } from './only';
import { Cursor } from './source';

/** Transactions, SET, PRAGMA and LOCK TABLES; null for any other statement. */
export function readSession(cursor: Cursor): SchemaChange[] | null {
  return readTransaction(cursor) ?? readSettings(cursor) ?? readPragma(cursor) ?? readLock(cursor);
}

function readTransaction(cursor: Cursor): SchemaChange[] | null {
  const range = cursor.range(0, cursor.to);
  const verb = cursor.sees('START', 'TRANSACTION')
    ? cursor.takeAny('START')
    : cursor.takeAny('BEGIN', 'COMMIT', 'END', 'ROLLBACK', 'ABORT', 'SAVEPOINT', 'RELEASE');
  if (verb === null) return null;
  if (verb === 'BEGIN' && cursor.sees('NOT', 'ATOMIC')) {
    cursor.leaveRest('the statements inside this block are not read');
    return [];
  }
  if (verb === 'SAVEPOINT' || verb === 'RELEASE') {
    cursor.take('SAVEPOINT');
    const savepoint = readIdentifier(cursor)?.name ?? null;
    return [
      { kind: 'transaction', action: verb === 'SAVEPOINT' ? 'savepoint' : 'release', savepoint, range },
    ];
  }
  cursor.takeAny('WORK', 'TRANSACTION');
  if (verb === 'ROLLBACK' && cursor.take('TO')) {
    cursor.take('SAVEPOINT');
    return [
      { kind: 'transaction', action: 'rollback-to', savepoint: readIdentifier(cursor)?.name ?? null, range },
    ];
  }
  cursor.at = cursor.to;
  const action =
    verb === 'BEGIN' || verb === 'START'
      ? 'begin'
      : verb === 'COMMIT' || verb === 'END'
        ? 'commit'
        : 'rollback';
  return [{ kind: 'transaction', action, savepoint: null, range }];
}

type Scope = 'local' | 'session' | 'global';

function readSettings(cursor: Cursor): SchemaChange[] | null {
  if (!cursor.take('SET')) return null;
  const whole = cursor.range(0, cursor.to);
  const phrase = cursor.isMysql ? readPhrase(cursor, whole) : null;
  if (phrase !== null) return [phrase];
  const parts = cursor.isMysql ? cursor.list() : [cursor];
  if (parts.length === 0) cursor.miss('the name of the setting is missing');
  return parts.flatMap((part) =>
    readAssignment(part, parts.length === 1 ? whole : part.range(part.at, part.to)),
  );
}

const phrases = [
  'NAMES',
  'CHARACTER SET',
  'CHARSET',
  'TRANSACTION',
  'PASSWORD',
  'ROLE',
  'DEFAULT ROLE',
  'RESOURCE GROUP',
].map((words) => words.split(' '));

/** The forms of SET without a `=`: NAMES, CHARACTER SET, TRANSACTION and the like; null when it is none of them. */
function readPhrase(cursor: Cursor, range: Range): SchemaChange | null {
  const from = cursor.at;
  const scope = cursor.takeAny('SESSION', 'LOCAL', 'GLOBAL') === 'GLOBAL' ? 'global' : 'session';
  const words = phrases.find((phrase) => cursor.sees(...phrase));
  if (words === undefined || cursor.seesSymbol('=', words.length)) {
    cursor.at = from;
    return null;
  }
  cursor.at += words.length;
  if (cursor.done) cursor.miss('the value of the setting is missing');
  const value = cursor.done ? null : cursor.slice(cursor.range(cursor.at, cursor.to));
  cursor.at = cursor.to;
  const setting = words.join(' ').toLowerCase().replace('charset', 'character set');
  return { kind: 'set-setting', setting, value: orDefault(value), scope, range };
}

function takeScope(cursor: Cursor): Scope {
  const word = cursor.takeAny('GLOBAL', 'SESSION', 'LOCAL', 'PERSIST', 'PERSIST_ONLY');
  if (word === null || word === 'SESSION') return 'session';
  if (word === 'LOCAL') return cursor.isMysql ? 'session' : 'local';
  if (word !== 'GLOBAL') onlyMysql(cursor, word, cursor.at - 1);
  return 'global';
}

function readAssignment(cursor: Cursor, range: Range): SchemaChange[] {
  let scope = takeScope(cursor);
  const name = readName(cursor);
  if (name === null) {
    cursor.miss('the name of the setting is missing');
    return [];
  }
  let setting = cursor.slice(name.range).toLowerCase();
  const system = /^@@(?:(global|session|local|persist|persist_only)\.)?(.+)$/.exec(setting);
  if (system !== null) {
    setting = system[2] ?? setting;
    if (system[1] !== undefined && system[1] !== 'session' && system[1] !== 'local') scope = 'global';
  }
  const assigned = cursor.takeSymbol('=') || cursor.takeSymbol(':=') || cursor.take('TO');
  if (cursor.done || (cursor.isMysql && !assigned)) cursor.miss('the value of the setting is missing');
  const value = cursor.done ? null : cursor.slice(cursor.range(cursor.at, cursor.to));
  cursor.at = cursor.to;
  return [{ kind: 'set-setting', setting, value: orDefault(value), scope, range }];
}

/** null stands for the server's own value. */
function orDefault(value: string | null): string | null {
  return value !== null && /^DEFAULT$/i.test(value) ? null : value;
}

/** SET STATEMENT a = 1, b = 2 FOR …: the settings hold for that statement, to which the position moves. */
export function readSettingsOfStatement(cursor: Cursor): SchemaChange[] {
  const from = cursor.at;
  cursor.at += 2;
  onlyMariadb(cursor, 'SET STATEMENT', from);
  const start = cursor.at;
  if (cursor.skipTo('FOR') === null) cursor.miss('FOR and the statement are missing');
  const settings = new Cursor(cursor.source, start, cursor.at).list();
  cursor.take('FOR');
  return settings.flatMap((part) =>
    readAssignment(part, part.range(part.at, part.to)).map((change) =>
      change.kind === 'set-setting' ? { ...change, scope: 'local' as const } : change,
    ),
  );
}

/** `setting` is the name of the pragma, without its schema. */
function readPragma(cursor: Cursor): SchemaChange[] | null {
  if (!cursor.take('PRAGMA')) return null;
  const range = cursor.range(0, cursor.to);
  const name = readName(cursor);
  if (name === null) {
    cursor.miss('the name of the pragma is missing');
    return [];
  }
  const inside = cursor.takeSymbol('=') ? cursor : cursor.parentheses();
  const value = inside === null || inside.done ? null : inside.slice(inside.range(inside.at, inside.to));
  cursor.at = cursor.to;
  return [{ kind: 'set-setting', setting: name.name.toLowerCase(), value, scope: 'session', range }];
}

function readLock(cursor: Cursor): SchemaChange[] | null {
  if (!cursor.take('LOCK')) return null;
  cursor.takeAny('TABLE', 'TABLES');
  cursor.take('ONLY');
  const changes = cursor.list().flatMap((part): SchemaChange[] => {
    const from = part.at;
    const table = readName(part);
    const mode = part.slice(part.range(part.at, part.to)).toUpperCase();
    part.at = part.to;
    return table === null
      ? []
      : [
          {
            kind: 'lock-table',
            table,
            mode: mode.replace(/^IN | MODE.*$/g, ''),
            range: part.rangeFrom(from),
          },
        ];
  });
  if (changes.length === 0) cursor.miss('the name of the table is missing');
  return changes;
}
