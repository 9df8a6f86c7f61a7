import type { SchemaChange } from '../../model/schema-change';
import { readIdentifier, readName } from './names';
import type { Cursor } from './source';

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
  if (cursor.sees('STATEMENT') && cursor.source.dialect === 'mariadb') {
    cursor.leaveRest('the statement behind FOR is not read');
    return [];
  }
  const whole = cursor.range(0, cursor.to);
  const parts = cursor.isMysql ? cursor.list() : [cursor];
  if (parts.length === 0) cursor.miss('the name of the setting is missing');
  return parts.flatMap((part) =>
    readAssignment(part, parts.length === 1 ? whole : part.range(part.at, part.to)),
  );
}

function readAssignment(cursor: Cursor, range: { start: number; end: number }): SchemaChange[] {
  const word = cursor.takeAny('GLOBAL', 'SESSION', 'LOCAL', 'PERSIST', 'PERSIST_ONLY');
  let scope: Scope =
    word === null || word === 'SESSION'
      ? 'session'
      : word === 'LOCAL'
        ? cursor.isMysql
          ? 'session'
          : 'local'
        : 'global';
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
  if (!cursor.takeSymbol('=') && !cursor.takeSymbol(':=')) cursor.take('TO');
  const value = cursor.done ? null : cursor.slice(cursor.range(cursor.at, cursor.to));
  cursor.at = cursor.to;
  return [
    {
      kind: 'set-setting',
      setting,
      value: value !== null && /^DEFAULT$/i.test(value) ? null : value,
      scope,
      range,
    },
  ];
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
