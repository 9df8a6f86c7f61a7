import type { ColumnUseKind } from '../../model/code';
import type { Confidence } from '../../model/dialect';
import type { QueryReading } from '../../sql/query-reading';
import type { SqlUse } from '../libraries/raw-sql';
import type { SqlNames } from '../libraries/sql-names';
import type { FileUses } from './collect';

/** Tables and columns that the SQL texts of a file name. */
export function addSqlUses(texts: readonly SqlUse[], uses: FileUses): void {
  for (const { fact, names, reading } of texts) {
    if (reading) addByGrammar(fact.start, reading, uses);
    else addByWords(fact.start, names, uses);
  }
}

/** A column that may be of several tables is one of low confidence of each. */
function addByGrammar(start: number, { tables, columns }: QueryReading, uses: FileUses): void {
  for (const table of tables)
    uses.table(start + table.start, start + table.end, table.name, table.use, {
      library: 'sql',
      confidence: 'high',
    });
  for (const column of columns) {
    const confidence: Confidence = column.tables.length === 1 ? 'high' : 'low';
    for (const table of column.tables)
      if (table !== '')
        uses.column(start + column.start, start + column.end, table, column.name, column.use, {
          library: 'sql',
          confidence,
        });
  }
}

/** A word without qualifier belongs to the one table there is; with several it is a guess. */
function addByWords(start: number, names: SqlNames, uses: FileUses): void {
  const statement = names.keyword;
  const writes =
    statement === 'INSERT' || statement === 'UPDATE' || statement === 'REPLACE' || statement === 'MERGE';
  const use: ColumnUseKind = writes ? 'unknown' : statement === 'DELETE' ? 'filter' : 'read';
  for (const table of names.tables)
    uses.table(
      start + table.start,
      start + table.end,
      table.name,
      writes || statement === 'DELETE' ? 'write' : 'read',
      {
        library: 'sql',
        confidence: 'high',
      },
    );
  for (const word of names.words) {
    const { qualifier } = word;
    const qualified =
      qualifier === null
        ? names.tables
        : names.tables.filter(
            (table) => sameName(table.alias ?? table.name, qualifier) || sameName(table.name, qualifier),
          );
    const confidence: Confidence = qualified.length === 1 ? 'high' : 'low';
    for (const table of qualified)
      uses.column(start + word.start, start + word.end, table.name, word.name, use, {
        library: 'sql',
        confidence,
      });
  }
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
