import type {
  ColumnDefinition,
  ConstraintDefinition,
  IndexDefinition,
  ObjectName,
  SchemaChange,
} from '../../model/schema-change';
import { readColumnDefinition } from './column';
import { readTableConstraint, seesConstraint } from './constraint';
import { readIndexClause, seesIndex } from './index-definition';
import { readIdentifier, readName } from './names';
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
    else if (element.sees('PERIOD', 'FOR')) element.at = element.to;
    else pushOr(readColumnDefinition(element), columns, element);
    element.leaveRest('this part of the table is not understood');
  }
  const options = readOptions(cursor);
  const hasBody = inside !== null || options.asQuery || like !== null || partitionOf !== null;
  if (!hasBody && !cursor.source.unread.length) cursor.miss('the columns are missing');
  return [
    {
      kind: 'create-table',
      table,
      columns,
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
      range: cursor.range(0, cursor.to),
    },
  ];
}

function pushOr<T>(read: T | null, into: T[], cursor: Cursor): void {
  if (read !== null) into.push(read);
  else cursor.leaveRest('this part of the table is not understood');
}

/** What follows the parentheses: table options, PARTITION BY, INHERITS, AS query. */
function readOptions(cursor: Cursor): {
  asQuery: boolean;
  inherits: ObjectName[];
  partitionBy: string[] | null;
} {
  const found: ReturnType<typeof readOptions> = { asQuery: false, inherits: [], partitionBy: null };
  while (!cursor.done) {
    if (
      cursor.sees('AS') ||
      cursor.sees('SELECT') ||
      cursor.sees('WITH', 'RECURSIVE') ||
      (cursor.seesSymbol('(') && cursor.word(1) === 'SELECT')
    ) {
      found.asQuery = true;
      cursor.at = cursor.to;
    } else if (cursor.take('INHERITS')) {
      found.inherits = (cursor.parentheses()?.list() ?? []).flatMap((part) => readName(part) ?? []);
    } else if (cursor.take('PARTITION', 'BY')) {
      while (cursor.at < cursor.to && !cursor.seesSymbol('(')) cursor.at++;
      const inside = cursor.parentheses();
      found.partitionBy = inside === null ? [] : partitionColumns(inside);
    } else cursor.skip();
  }
  return found;
}

/** Names only: an expression gives none, because its columns do not say how rows are spread. */
function partitionColumns(cursor: Cursor): string[] {
  const parts = cursor.list();
  if (parts.some((part) => part.to - part.at > 1)) return [];
  return parts.flatMap((part) => readIdentifier(part)?.name ?? []);
}
