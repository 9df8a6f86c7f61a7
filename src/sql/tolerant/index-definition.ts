import type {
  Expression,
  Identifier,
  IndexColumn,
  IndexDefinition,
  ObjectName,
} from '../../model/schema-change';
import { skipOption } from './constraint';
import { readExpression } from './expression';
import { readColumnNames, readIdentifier, readName } from './names';
import { onlyMariadb, onlyMysql, takeOfMariadb } from './only';
import type { Cursor } from './source';

/** Whether MySQL's [FULLTEXT | SPATIAL | VECTOR] {INDEX | KEY} begins at the position. */
export function seesIndex(cursor: Cursor): boolean {
  if (!cursor.isMysql) return false;
  const word = cursor.word();
  if (/^(?:FULLTEXT|SPATIAL|VECTOR)$/.test(word))
    return /^(?:INDEX|KEY)$/.test(cursor.word(1)) || cursor.seesSymbol('(', 2) || cursor.seesSymbol('(', 1);
  return word === 'INDEX' || (word === 'KEY' && !cursor.done);
}

/** MariaDB's PERIOD FOR name (from, to): the two columns. The position is at PERIOD. */
export function readPeriod(cursor: Cursor): readonly Identifier[] {
  const from = cursor.at;
  cursor.at += 2;
  readIdentifier(cursor);
  const bounds = readColumnNames(cursor.parentheses());
  if (bounds.length !== 2) cursor.miss('the two columns of the period are missing');
  onlyMariadb(cursor, 'PERIOD FOR', from);
  return bounds;
}

/** MySQL's index clause of CREATE TABLE and ALTER TABLE … ADD, to the end of the span. */
export function readIndexClause(cursor: Cursor): IndexDefinition {
  const from = cursor.at;
  const kind = cursor.takeAny('FULLTEXT', 'SPATIAL', 'VECTOR');
  cursor.takeAny('INDEX', 'KEY');
  takeOfMariadb(cursor, 'IF', 'NOT', 'EXISTS');
  const name = cursor.seesSymbol('(') || cursor.sees('USING') ? null : readName(cursor);
  return readIndexBody(cursor, from, name, false, kind);
}

/** [USING method] (columns) and options, of any form of index. `from` is where its range begins. */
export function readIndexBody(
  cursor: Cursor,
  from: number,
  name: ObjectName | null,
  unique: boolean,
  kind: string | null,
): IndexDefinition {
  let method = kind?.toLowerCase() ?? 'btree';
  if (cursor.take('USING')) method = (readIdentifier(cursor)?.name ?? method).toLowerCase();
  const inside = cursor.parentheses();
  if (inside === null) cursor.miss('the columns of the index are missing');
  const columns = (inside?.list() ?? []).flatMap((part) => (part.done ? [] : [readIndexColumn(part)]));
  let includes: string[] = [];
  let where: Expression | null = null;
  let nullsNotDistinct = false;
  for (;;) {
    if (cursor.take('INCLUDE')) includes = readColumnNames(cursor.parentheses()).map((column) => column.name);
    else if (cursor.take('NULLS', 'NOT', 'DISTINCT')) nullsNotDistinct = true;
    else if (cursor.take('NULLS', 'DISTINCT')) continue;
    else if (cursor.take('TABLESPACE')) cursor.at++;
    else if (cursor.take('WHERE')) where = readExpression(cursor);
    else if (cursor.sees('USING')) {
      cursor.at++;
      method = (readIdentifier(cursor)?.name ?? method).toLowerCase();
    } else if (!skipOption(cursor)) break;
  }
  return { name, columns, includes, unique, method, where, nullsNotDistinct, range: cursor.rangeFrom(from) };
}

function readIndexColumn(cursor: Cursor): IndexColumn {
  const text = cursor.slice(cursor.range(cursor.at, cursor.to));
  const last = cursor.source.tokens[cursor.to - 1]?.text.toUpperCase();
  const descending = last === 'DESC' || /\bDESC\s+NULLS\s+\w+$/i.test(text);
  const isCall = cursor.seesSymbol('(', 1) && cursor.token(2)?.kind !== 'number';
  const isExpression = cursor.seesSymbol('(') || isCall || cursor.token(1)?.kind === 'operator';
  if (isExpression && cursor.isMysql) onlyMysql(cursor, 'indexes on expressions', cursor.at);
  const column = isExpression ? null : (readIdentifier(cursor)?.name ?? null);
  const length = isExpression || !cursor.seesSymbol('(') ? null : Number(cursor.token(1)?.text);
  return { column, text, descending, length: length !== null && Number.isFinite(length) ? length : null };
}
