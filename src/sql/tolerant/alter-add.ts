import type { ObjectName, SchemaChange } from '../../model/schema-change';
import type { Range } from '../../model/text';
import { readColumnDefinition } from './column';
import { readTableConstraint, seesConstraint } from './constraint';
import { readIndexClause, readPeriod, seesIndex } from './index-definition';
import { takeOfMariadb } from './only';
import type { Cursor } from './source';

/** ADD of columns, constraints and indexes; null for anything else, ADD PARTITION too. */
export function readAdd(cursor: Cursor, table: ObjectName, range: Range): SchemaChange[] | null {
  if (cursor.sees('ADD', 'PARTITION') || cursor.sees('ADD', 'SYSTEM')) return null;
  if (!cursor.take('ADD')) return null;
  if (cursor.isMysql && cursor.sees('PERIOD', 'FOR'))
    return readPeriod(cursor).map((column) => ({ kind: 'set-not-null', table, column, range }));
  if (seesConstraint(cursor)) return readAddConstraint(cursor, table, range);
  if (seesIndex(cursor) && cursor.to - cursor.at > 1) {
    const ifNotExists = /^(?:\w+\s+)?(?:INDEX|KEY)\s+IF\s+NOT\s+EXISTS\b/i.test(
      cursor.slice(cursor.range(cursor.at, cursor.to)),
    );
    const index = readIndexClause(cursor);
    return [{ kind: 'create-index', table, index, concurrently: false, ifNotExists, only: false, range }];
  }
  cursor.take('COLUMN');
  const ifNotExists = takeOfMariadb(cursor, 'IF', 'NOT', 'EXISTS');
  if (cursor.isMysql && cursor.seesSymbol('(')) return readColumnList(cursor, table, ifNotExists);
  const column = readColumnDefinition(cursor);
  if (column !== null) return [{ kind: 'add-column', table, column, ifNotExists, range }];
  cursor.miss('the column is missing');
  return [];
}

function readAddConstraint(cursor: Cursor, table: ObjectName, range: Range): SchemaChange[] {
  const constraint = readTableConstraint(cursor);
  if (constraint !== null) return [{ kind: 'add-constraint', table, constraint, range }];
  cursor.miss('what the constraint demands is missing');
  return [];
}

/** ADD [COLUMN] (a int, b int, KEY (a)). */
function readColumnList(cursor: Cursor, table: ObjectName, ifNotExists: boolean): SchemaChange[] {
  const changes: SchemaChange[] = [];
  for (const part of cursor.parentheses()?.list() ?? []) {
    const range = part.range(part.at, part.to);
    if (seesConstraint(part)) changes.push(...readAddConstraint(part, table, range));
    else if (seesIndex(part)) {
      changes.push({
        kind: 'create-index',
        table,
        index: readIndexClause(part),
        concurrently: false,
        ifNotExists: false,
        only: false,
        range,
      });
    } else {
      const column = readColumnDefinition(part);
      if (column === null) part.miss('the column is missing');
      else changes.push({ kind: 'add-column', table, column, ifNotExists, range });
    }
    part.leaveRest('this part of the action is not understood');
  }
  return changes;
}
