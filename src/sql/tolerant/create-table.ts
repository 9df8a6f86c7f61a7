import type {
  ColumnDefinition,
  ConstraintDefinition,
  Identifier,
  IndexDefinition,
  ObjectName,
  SchemaChange,
} from '../../model/schema-change';
import { readColumnDefinition } from './column';
import { readTableConstraint, seesConstraint } from './constraint';
import { readIndexClause, readPeriod, seesIndex } from './index-definition';
import { readIdentifier, readName } from './names';
import { onlyMariadb, onlyMysql } from './only';
import { readTableOption } from './table-settings';
import type { Cursor } from './source';

/** CREATE TABLE of all dialects; the position is behind TABLE. */
export function readCreateTable(cursor: Cursor, modifiers: readonly string[]): SchemaChange[] {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS');
  const table = readName(cursor);
  if (table === null) {
    cursor.miss('the name of the table is missing');
    return [];
  }
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  const indexes: IndexDefinition[] = [];
  const bounds: Identifier[] = [];
  let like: ObjectName | null = null;
  let partitionOf: ObjectName | null = null;
  if (cursor.take('PARTITION', 'OF')) partitionOf = readName(cursor);
  if (cursor.take('LIKE')) like = readName(cursor);
  const isQuery = cursor.seesSymbol('(') && /^(?:SELECT|WITH)$/.test(cursor.word(1));
  const inside = isQuery ? null : cursor.parentheses();
  for (const element of inside?.list() ?? []) {
    if (element.done) element.miss('a column or constraint is missing');
    else if (element.sees('LIKE')) {
      element.at++;
      like = readName(element);
    } else if (seesConstraint(element)) pushOr(readTableConstraint(element), constraints, element);
    else if (seesIndex(element)) indexes.push(readIndexClause(element));
    else if (element.sees('PERIOD', 'FOR')) {
      bounds.push(...readPeriod(element));
    } else pushOr(readColumnDefinition(element), columns, element);
    element.leaveRest('this part of the table is not understood');
  }
  const options = readOptions(cursor);
  const hasBody = inside !== null || options.asQuery || like !== null || partitionOf !== null;
  if (!hasBody && !cursor.source.unread.length) cursor.miss('the columns are missing');
  return [
    {
      kind: 'create-table',
      table,
      columns: withNotNull(columns, bounds),
      constraints,
      indexes,
      ifNotExists,
      temporary: modifiers.some((word) => word === 'TEMP' || word === 'TEMPORARY'),
      unlogged: modifiers.includes('UNLOGGED'),
      asQuery: options.asQuery,
      like,
      inherits: options.inherits,
      partitionOf,
      partitionBy: options.partitionBy,
      ...(options.strict ? { strict: true } : {}),
      ...(options.withoutRowid ? { withoutRowid: true } : {}),
      range: cursor.range(0, cursor.to),
    },
  ];
}

/** The columns between which a row is valid cannot be NULL, whether that is written or not. */
function withNotNull(columns: ColumnDefinition[], bounds: readonly Identifier[]): ColumnDefinition[] {
  return columns.map((column) => {
    const bound = bounds.find(({ name }) => name.toLowerCase() === column.name.name.toLowerCase());
    return bound === undefined || column.notNull !== null ? column : { ...column, notNull: bound.range };
  });
}

function pushOr<T>(read: T | null, into: T[], cursor: Cursor): void {
  if (read !== null) into.push(read);
  else cursor.leaveRest('this part of the table is not understood');
}

interface TableOptions {
  asQuery: boolean;
  inherits: ObjectName[];
  partitionBy: string[] | null;
  strict: boolean;
  withoutRowid: boolean;
}

/** What follows the parentheses. What is no option of the dialect stays where it is, and so is left unread. */
function readOptions(cursor: Cursor): TableOptions {
  const found: TableOptions = {
    asQuery: false,
    inherits: [],
    partitionBy: null,
    strict: false,
    withoutRowid: false,
  };
  while (!cursor.done) {
    if (readQuery(cursor) || readModule(cursor)) found.asQuery = true;
    else if (cursor.take('PARTITION', 'BY')) {
      found.partitionBy = readPartitionKey(cursor);
      if (cursor.isMysql) skipPartitions(cursor);
    } else if (cursor.source.dialect === 'postgres') {
      if (cursor.take('INHERITS'))
        found.inherits = (cursor.parentheses()?.list() ?? []).flatMap((part) => readName(part) ?? []);
      else cursor.skip();
    } else if (cursor.source.dialect === 'sqlite') {
      if (cursor.take('STRICT')) found.strict = true;
      else if (cursor.take('WITHOUT', 'ROWID')) found.withoutRowid = true;
      else if (!cursor.takeSymbol(',')) break;
    } else if (!readOption(cursor)) break;
  }
  return found;
}

function readQuery(cursor: Cursor): boolean {
  const from = cursor.at;
  if (cursor.isMysql) cursor.takeAny('IGNORE', 'REPLACE');
  const isQuery =
    cursor.sees('AS') ||
    cursor.sees('SELECT') ||
    cursor.sees('VALUES') ||
    cursor.sees('TABLE') ||
    (cursor.sees('WITH') && !cursor.sees('WITH', 'SYSTEM') && !cursor.seesSymbol('(', 1)) ||
    (cursor.seesSymbol('(') && /^(?:SELECT|WITH|VALUES)$/.test(cursor.word(1)));
  if (!isQuery) {
    cursor.at = from;
    return false;
  }
  if (cursor.sees('AS') && cursor.to - cursor.at === 1) cursor.miss('the query is missing');
  cursor.at = cursor.to;
  return true;
}

/** CREATE VIRTUAL TABLE … USING module (…): the module decides which columns there are. */
function readModule(cursor: Cursor): boolean {
  if (cursor.source.dialect !== 'sqlite' || !cursor.take('USING')) return false;
  if (readIdentifier(cursor) === null) cursor.miss('the name of the module is missing');
  cursor.parentheses();
  return true;
}

function readOption(cursor: Cursor): boolean {
  if (cursor.takeSymbol(',')) return true;
  const from = cursor.at;
  if (cursor.take('WITH', 'SYSTEM', 'VERSIONING') || cursor.take('WITHOUT', 'SYSTEM', 'VERSIONING')) {
    onlyMariadb(cursor, 'SYSTEM VERSIONING', from);
    return true;
  }
  if (cursor.take('START', 'TRANSACTION')) {
    onlyMysql(cursor, 'START TRANSACTION in CREATE TABLE', from);
    return true;
  }
  if (readTableOption(cursor) !== null) return true;
  // Engines of MariaDB have options of their own: `name = value`.
  if (cursor.token()?.kind !== 'word' || !cursor.seesSymbol('=', 1) || cursor.to - cursor.at < 3)
    return false;
  cursor.at += 3;
  onlyMariadb(cursor, 'options of storage engines', from);
  return true;
}

/** PARTITIONS n, SUBPARTITION BY …, and the list of partitions. */
function skipPartitions(cursor: Cursor): void {
  for (;;) {
    if (cursor.take('PARTITIONS') || cursor.take('SUBPARTITIONS')) cursor.at++;
    else if (
      cursor.take('SUBPARTITION', 'BY') ||
      cursor.takeAny('INTERVAL', 'STARTS', 'LIMIT', 'AUTO') !== null
    )
      skipToPartitionClause(cursor);
    else if (cursor.seesSymbol('(') && cursor.word(1) === 'PARTITION') {
      cursor.skip();
      return;
    } else return;
  }
}

function skipToPartitionClause(cursor: Cursor): void {
  while (
    !cursor.done &&
    !/^(?:PARTITIONS|SUBPARTITIONS|SUBPARTITION|LIMIT|STARTS|AUTO)$/.test(cursor.word()) &&
    !(cursor.seesSymbol('(') && cursor.word(1) === 'PARTITION')
  )
    cursor.skip();
}

/** The columns of `RANGE (a)`, `LIST COLUMNS (a, b)`, `KEY ()`; SYSTEM_TIME has none. */
function readPartitionKey(cursor: Cursor): string[] {
  if (cursor.isMysql && cursor.take('SYSTEM_TIME')) {
    onlyMariadb(cursor, 'PARTITION BY SYSTEM_TIME', cursor.at - 1);
    return [];
  }
  while (!cursor.done && !cursor.seesSymbol('(')) cursor.at++;
  const inside = cursor.parentheses();
  if (inside === null) cursor.miss('what the table is partitioned by is missing');
  return inside === null ? [] : partitionColumns(inside);
}

/** Names only: an expression gives none, because its columns do not say how rows are spread. */
function partitionColumns(cursor: Cursor): string[] {
  const parts = cursor.list();
  if (parts.some((part) => part.to - part.at > 1)) return [];
  return parts.flatMap((part) => readIdentifier(part)?.name ?? []);
}
