import type { ObjectName, SchemaChange } from '../../model/schema-change';
import { readRequested } from './alter-table';
import { readIndexBody } from './index-definition';
import { readIdentifier, readName } from './names';
import { onlyMysql, takeOfMariadb, takeWait } from './only';
import type { Cursor } from './source';

/** CREATE INDEX; the position is behind INDEX, `modifiers` are the words before it. */
export function readCreateIndex(cursor: Cursor, modifiers: readonly string[]): SchemaChange[] {
  const concurrently = cursor.take('CONCURRENTLY');
  const ifNotExists = takeOfMariadb(cursor, 'IF', 'NOT', 'EXISTS');
  const name = cursor.sees('ON') ? null : readName(cursor);
  const kind = modifiers.find((word) => /^(?:FULLTEXT|SPATIAL|VECTOR)$/.test(word)) ?? null;
  const before = cursor.take('USING') ? (readIdentifier(cursor)?.name ?? null) : null;
  if (!cursor.take('ON')) {
    cursor.miss('the table of the index is missing');
    return [];
  }
  const only = cursor.take('ONLY');
  const table = readName(cursor);
  if (table === null) {
    cursor.miss('the table of the index is missing');
    return [];
  }
  const index = readIndexBody(cursor, 0, name, modifiers.includes('UNIQUE'), kind ?? before);
  takeWait(cursor);
  const requested = readRequested(cursor);
  takeWait(cursor);
  const range = cursor.range(0, cursor.to);
  return [
    {
      kind: 'create-index',
      table,
      index,
      concurrently,
      ifNotExists,
      only,
      range,
      ...(requested && { requested }),
    },
  ];
}

/** DROP INDEX; the position is behind INDEX. */
export function readDropIndex(cursor: Cursor): SchemaChange[] {
  const concurrently = cursor.take('CONCURRENTLY');
  const ifExists = takeOfMariadb(cursor, 'IF', 'EXISTS');
  const names: ObjectName[] = [];
  const from = cursor.at;
  do {
    const name = readName(cursor);
    if (name !== null) names.push(name);
  } while (cursor.takeSymbol(','));
  if (names.length === 0) cursor.miss('the name of the index is missing');
  const table = cursor.at > from && cursor.take('ON') ? readName(cursor) : null;
  if (cursor.isMysql && table === null) cursor.miss('the table of the index is missing');
  const cascade = cursor.takeAny('CASCADE', 'RESTRICT') === 'CASCADE';
  takeWait(cursor);
  const at = cursor.at;
  const requested = readRequested(cursor);
  if (requested !== undefined) onlyMysql(cursor, 'ALGORITHM and LOCK behind DROP INDEX', at);
  const whole = cursor.range(0, cursor.to);
  return names.map((index) => ({
    kind: 'drop-index',
    index,
    table,
    concurrently,
    ifExists,
    cascade,
    range: names.length === 1 ? whole : index.range,
    ...(requested && { requested }),
  }));
}
