import type { ObjectKind, ObjectName, SchemaChange } from '../../model/schema-change';
import { readColumnType } from './column-type';
import { readIdentifier, readName, readString } from './names';
import { onlyMariadb } from './only';
import { readQueryUses } from './query-uses';
import type { Cursor } from './source';

const kinds: Readonly<Record<string, ObjectKind>> = {
  VIEW: 'view',
  FUNCTION: 'function',
  PROCEDURE: 'procedure',
  TRIGGER: 'trigger',
  SEQUENCE: 'sequence',
  SCHEMA: 'schema',
  DATABASE: 'database',
  EXTENSION: 'extension',
  POLICY: 'policy',
  RULE: 'rule',
  TYPE: 'type',
  DOMAIN: 'type',
  EVENT: 'event',
  STATISTICS: 'statistics',
};

/** The kind of object at the position, which moves behind its word; null when it is none we keep. */
export function takeObjectKind(cursor: Cursor): ObjectKind | null {
  if (cursor.take('MATERIALIZED', 'VIEW')) return 'materialized-view';
  const kind = kinds[cursor.word()];
  if (kind === undefined) return null;
  cursor.at++;
  if (kind === 'sequence') onlyMariadb(cursor, 'sequences', cursor.at - 1);
  return kind === 'schema' && cursor.isMysql ? 'database' : kind;
}

/** CREATE of an object; the position is behind its kind. */
export function readCreateObject(cursor: Cursor, object: ObjectKind, replace: boolean): SchemaChange[] {
  const range = cursor.range(0, cursor.to);
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS');
  const name = readName(cursor);
  if (name === null) {
    cursor.miss('the name is missing');
    return [];
  }
  if (object === 'type' && cursor.take('AS', 'ENUM')) {
    const values = (cursor.parentheses()?.list() ?? []).flatMap((part) => readString(part) ?? []);
    return [{ kind: 'create-enum', type: name, values, range }];
  }
  if (
    object === 'type' &&
    cursor.source.dialect === 'postgres' &&
    /^\s*CREATE\s+DOMAIN/i.test(cursor.source.text)
  ) {
    cursor.take('AS');
    const base = readColumnType(cursor)?.type;
    if (base !== undefined)
      return [
        {
          kind: 'create-domain',
          type: name,
          base,
          notNull: /\bNOT\s+NULL\b/i.test(cursor.source.text),
          default: null,
          constraints: [],
          range,
        },
      ];
  }
  const isView = object === 'view' || object === 'materialized-view';
  const hasTable = object === 'trigger' || object === 'policy' || object === 'rule';
  let table: ObjectName | null = null;
  if (hasTable && cursor.skipTo('ON', 'TO') !== null) {
    if (cursor.sees('ON') && object === 'rule') cursor.skipTo('TO');
    cursor.at++;
    table = readName(cursor);
  }
  const uses = isView ? readQueryUses(cursor) : { tables: [], columns: [] };
  cursor.at = cursor.to;
  return [
    {
      kind: 'create-object',
      object,
      name,
      replace,
      ifNotExists,
      table,
      uses: uses.tables,
      usesColumns: uses.columns,
      range,
    },
  ];
}

/** DROP of objects; the position is behind their kind. */
export function readDropObject(cursor: Cursor, object: ObjectKind): SchemaChange[] {
  const ifExists = cursor.take('IF', 'EXISTS');
  const names: ObjectName[] = [];
  do {
    const name = readName(cursor);
    if (name !== null) names.push(name);
    if (cursor.seesSymbol('(')) cursor.skip();
  } while (cursor.takeSymbol(','));
  if (names.length === 0) cursor.miss('the name is missing');
  const table = cursor.take('ON') ? readName(cursor) : null;
  const cascade = cursor.takeAny('CASCADE', 'RESTRICT') === 'CASCADE';
  const whole = cursor.range(0, cursor.to);
  return names.map((name) => {
    const range = names.length === 1 ? whole : name.range;
    if (object === 'type') return { kind: 'drop-type', type: name, ifExists, cascade, range };
    return { kind: 'drop-object', object, name, table, ifExists, cascade, range };
  });
}

/** ALTER of an object; the position is behind its kind. */
export function readAlterObject(cursor: Cursor, object: ObjectKind): SchemaChange[] {
  const range = cursor.range(0, cursor.to);
  cursor.take('IF', 'EXISTS');
  const name = readName(cursor);
  if (name === null) {
    cursor.miss('the name is missing');
    return [];
  }
  if (cursor.seesSymbol('(')) cursor.skip();
  const text = cursor.slice(cursor.range(cursor.at, cursor.to));
  if (object === 'type') {
    const change = readAlterEnum(cursor, name);
    if (change !== null) return [change];
  }
  const table = cursor.take('ON') ? readName(cursor) : null;
  const newName = cursor.take('RENAME', 'TO') ? readIdentifier(cursor) : null;
  if (newName !== null && object === 'type') return [{ kind: 'rename-type', type: name, newName, range }];
  if (newName !== null) return [{ kind: 'rename-object', object, name, newName, table, range }];
  cursor.at = cursor.to;
  return [{ kind: 'alter-object', object, name, text, range }];
}

function readAlterEnum(cursor: Cursor, type: ObjectName): SchemaChange | null {
  const range = cursor.range(0, cursor.to);
  if (cursor.take('ADD', 'VALUE')) {
    const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS');
    const value = readString(cursor);
    const before = cursor.take('BEFORE') ? readString(cursor) : null;
    const after = cursor.take('AFTER') ? readString(cursor) : null;
    if (value === null) cursor.miss('the new value is missing');
    return value === null ? null : { kind: 'add-enum-value', type, value, ifNotExists, before, after, range };
  }
  if (!cursor.take('RENAME', 'VALUE')) return null;
  const value = readString(cursor);
  const newValue = cursor.take('TO') ? readString(cursor) : null;
  return value === null || newValue === null
    ? null
    : { kind: 'rename-enum-value', type, value, newValue, range };
}
