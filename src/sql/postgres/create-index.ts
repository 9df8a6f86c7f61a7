import type { ChangeOf, IndexColumn } from '../../model/schema-change';
import type { IndexStmt, Node } from './ast';
import { readExpression } from './expression';
import { tableName } from './names';
import type { Source, Span } from './source';

/** CREATE INDEX in all its forms. */
export function readCreateIndex(statement: IndexStmt, source: Source): ChangeOf<'create-index'> | null {
  const relation = statement.relation;
  if (relation === undefined) return null;
  const table = tableName(relation, source);
  const afterTable: Span = { from: source.indexAt(table.range.end), to: source.tokens.length };
  const keys = source.parenthesised(afterTable);
  const parts = keys === null ? [] : source.list(keys);
  return {
    kind: 'create-index',
    range: source.whole,
    table,
    index: {
      name: indexName(statement, source, table.range.start, relation.schemaname ?? null),
      columns: (statement.indexParams ?? []).map((node, i) =>
        indexColumn(node, source, parts[i] ?? afterTable),
      ),
      includes: (statement.indexIncludingParams ?? []).flatMap((node) =>
        'IndexElem' in node && node.IndexElem.name !== undefined ? [node.IndexElem.name] : [],
      ),
      unique: statement.unique === true,
      method: statement.accessMethod ?? 'btree',
      where: wherePredicate(statement, source, afterTable),
      nullsNotDistinct: statement.nulls_not_distinct === true,
      range: source.whole,
    },
    concurrently: statement.concurrent === true,
    ifNotExists: statement.if_not_exists === true,
    only: relation.inh !== true,
  };
}

/** An index lives in the schema of its table. */
function indexName(
  statement: IndexStmt,
  source: Source,
  tableStart: number,
  schema: string | null,
): ChangeOf<'create-index'>['index']['name'] {
  if (statement.idxname === undefined) return null;
  // … [IF NOT EXISTS] name ON [ONLY] table
  let i = source.indexAt(tableStart) - 1;
  if (source.word(i) === 'ONLY') i--;
  return { name: statement.idxname, schema, range: source.range({ from: i - 1, to: i }) };
}

/** One column or expression of an index, read from its part of the list. */
export function indexColumn(node: Node, source: Source, span: Span): IndexColumn {
  const element = 'IndexElem' in node ? node.IndexElem : {};
  return {
    column: element.name ?? null,
    text: source.slice(span),
    descending: element.ordering === 'SORTBY_DESC',
    length: null,
  };
}

function wherePredicate(statement: IndexStmt, source: Source, span: Span) {
  if (statement.whereClause === undefined) return null;
  const where = source.findWord(span, 'WHERE');
  return readExpression(statement.whereClause, source, source.range({ from: where + 1, to: span.to }));
}
