import type { SchemaChange } from '../../model/schema-change';
import type { CopyStmt } from './ast';
import { tableName } from './names';
import type { Source } from './source';
import { stringsOf } from './walk';

/** COPY … FROM puts rows into its table; COPY … TO only reads, and is null here. */
export function readCopy(statement: CopyStmt, source: Source): SchemaChange | null {
  if (statement.is_from !== true || statement.relation === undefined) return null;
  const table = tableName(statement.relation, source);
  const names = stringsOf(statement.attlist);
  const inside = source.parenthesised({ from: source.indexAt(table.range.end), to: source.tokens.length });
  const places = names.length === 0 || inside === null ? [] : source.identifiers(inside);
  const columns = names.map((name, i) => ({ name, range: places[i]?.range ?? table.range }));
  return { kind: 'insert', range: source.whole, table, columns, source: 'copy' };
}
