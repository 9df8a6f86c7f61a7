import type { ObjectName } from '../../model/schema-change';
import { reservedWords } from '../reserved-words';
import { readName } from './names';
import type { Cursor } from './source';

/** What a query names: tables behind FROM and JOIN, and words that can be columns, as `table.column` when so written. */
export function readQueryUses(cursor: Cursor): { tables: ObjectName[]; columns: string[] } {
  const tables: ObjectName[] = [];
  const columns = new Set<string>();
  const reserved = reservedWords[cursor.source.dialect];
  while (!cursor.done) {
    if (cursor.takeAny('FROM', 'JOIN') !== null) {
      do {
        const table = readName(cursor);
        if (table !== null) tables.push(table);
        cursor.take('AS');
        if (
          cursor.token()?.kind === 'word' &&
          !reserved.has(cursor.word().toLowerCase()) &&
          !/^(?:INNER|LEFT|JOIN)$/.test(cursor.word())
        )
          cursor.at++;
      } while (tables.length > 0 && cursor.takeSymbol(','));
      continue;
    }
    const token = cursor.token();
    const isName =
      token?.kind === 'quoted' || (token?.kind === 'word' && !reserved.has(token.text.toLowerCase()));
    if (isName && !cursor.seesSymbol('(', 1)) {
      const name = readName(cursor);
      if (name !== null) columns.add(name.schema === null ? name.name : `${name.schema}.${name.name}`);
    } else cursor.at++;
  }
  return { tables, columns: [...columns] };
}
