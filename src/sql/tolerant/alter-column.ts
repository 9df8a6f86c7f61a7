import type { Identifier, ObjectName, SchemaChange } from '../../model/schema-change';
import type { Range } from '../../model/text';
import { readDefault } from './column';
import { readColumnType } from './column-type';
import { readExpression, readParenthesised } from './expression';
import { readIdentifier } from './names';
import { onlyMariadb, onlyMysql, takeOfMariadb } from './only';
import type { Cursor } from './source';

/** ALTER [COLUMN] c …; ALTER CONSTRAINT, ALTER CHECK and ALTER INDEX too. null for anything else. */
export function readAlterColumn(cursor: Cursor, table: ObjectName, range: Range): SchemaChange[] | null {
  if (!cursor.take('ALTER')) return null;
  if (cursor.sees('CONSTRAINT') || (cursor.isMysql && cursor.sees('CHECK') && !cursor.seesSymbol('(', 1))) {
    const from = cursor.at++;
    onlyMysql(cursor, 'ALTER CHECK and ALTER CONSTRAINT', from);
    const constraint = readIdentifier(cursor);
    if (constraint === null) return missing(cursor, 'the name of the constraint is missing');
    return [{ kind: 'alter-constraint', table, constraint, text: rest(cursor), range }];
  }
  if (cursor.isMysql && cursor.to - cursor.at > 2 && cursor.takeAny('INDEX', 'KEY') !== null) {
    takeOfMariadb(cursor, 'IF', 'EXISTS');
    const index = readIdentifier(cursor);
    markVisibility(cursor);
    return [
      {
        kind: 'change-table-setting',
        table,
        setting: 'alter index',
        value: `${index?.name ?? ''} ${rest(cursor)}`,
        range,
      },
    ];
  }
  if (cursor.to - cursor.at > 1) cursor.take('COLUMN');
  takeOfMariadb(cursor, 'IF', 'EXISTS');
  const column = readIdentifier(cursor);
  if (column === null) return missing(cursor, 'the name of the column is missing');
  return (
    readChange(cursor, table, column, range) ?? missing(cursor, 'what shall become of the column is missing')
  );
}

function readChange(
  cursor: Cursor,
  table: ObjectName,
  column: Identifier,
  range: Range,
): SchemaChange[] | null {
  const on = { table, column, range };
  if (cursor.take('SET', 'DATA', 'TYPE') || cursor.take('TYPE')) return readType(cursor, on);
  if (cursor.take('SET', 'NOT', 'NULL')) return [{ kind: 'set-not-null', ...on }];
  if (cursor.take('DROP', 'NOT', 'NULL')) return [{ kind: 'drop-not-null', ...on }];
  if (cursor.take('DROP', 'DEFAULT')) return [{ kind: 'drop-default', ...on }];
  if (cursor.take('DROP', 'IDENTITY'))
    return [{ kind: 'drop-identity', ...on, ifExists: cursor.take('IF', 'EXISTS') }];
  if (cursor.take('DROP', 'EXPRESSION'))
    return [{ kind: 'drop-generated', ...on, ifExists: cursor.take('IF', 'EXISTS') }];
  if (cursor.take('SET', 'DEFAULT')) {
    const expression = readDefault(cursor);
    return expression === null ? [] : [{ kind: 'set-default', ...on, default: expression }];
  }
  if (cursor.take('SET', 'EXPRESSION', 'AS')) {
    const expression = readParenthesised(cursor);
    return expression === null ? null : [{ kind: 'set-generated', ...on, expression }];
  }
  const generated = cursor.take('ADD', 'GENERATED') || cursor.take('SET', 'GENERATED');
  if (generated) {
    const identity = cursor.take('BY', 'DEFAULT') ? 'by-default' : 'always';
    cursor.at = cursor.to;
    return [{ kind: 'set-identity', ...on, identity }];
  }
  if (seesColumnSetting(cursor)) {
    const text = rest(cursor);
    const setting =
      /^\w+(?:\s+(?:STATISTICS|STORAGE|COMPRESSION|VISIBLE|INVISIBLE))?/i.exec(text)?.[0] ?? text;
    return [
      {
        kind: 'change-table-setting',
        table,
        setting: setting.toLowerCase().replace(/\s+/g, ' '),
        value: text.slice(setting.length).trim(),
        range,
      },
    ];
  }
  return null;
}

/** SET STATISTICS 5, SET STORAGE plain, SET (n_distinct = 1), SET INVISIBLE, RESET (…), RESTART …; sequences have more. */
function seesColumnSetting(cursor: Cursor): boolean {
  if (cursor.sees('RESET') || cursor.sees('RESTART')) return true;
  if (!cursor.sees('SET')) return false;
  const isAlone = /^(?:VISIBLE|INVISIBLE|CYCLE)$/.test(cursor.word(1));
  const isValued = /^(?:STATISTICS|STORAGE|COMPRESSION|INCREMENT|START|MINVALUE|MAXVALUE|CACHE|NO)$/.test(
    cursor.word(1),
  );
  return isAlone || cursor.seesSymbol('(', 1) || (isValued && cursor.to - cursor.at > 2);
}

function readType(
  cursor: Cursor,
  on: { table: ObjectName; column: Identifier; range: Range },
): SchemaChange[] | null {
  const read = readColumnType(cursor);
  if (read === null) return null;
  const collation = cursor.take('COLLATE') ? (readIdentifier(cursor)?.name ?? null) : null;
  const using = cursor.take('USING') ? readExpression(cursor) : null;
  return [{ kind: 'alter-column-type', ...on, type: read.type, using, collation }];
}

/** MySQL hides an index by INVISIBLE, MariaDB by IGNORED. */
function markVisibility(cursor: Cursor): void {
  if (cursor.sees('VISIBLE') || cursor.sees('INVISIBLE'))
    onlyMysql(cursor, 'VISIBLE and INVISIBLE indexes', cursor.at);
  else if (cursor.sees('IGNORED') || cursor.sees('NOT', 'IGNORED'))
    onlyMariadb(cursor, 'IGNORED indexes', cursor.at);
}

function rest(cursor: Cursor): string {
  const text = cursor.slice(cursor.range(cursor.at, cursor.to));
  cursor.at = cursor.to;
  return text;
}

function missing(cursor: Cursor, reason: string): SchemaChange[] {
  if (cursor.done) cursor.miss(reason);
  return [];
}
