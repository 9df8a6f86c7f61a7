import type { ColumnUse, ColumnUseKind, LibraryName, TableUse } from '../../model/code';
import type { Confidence } from '../../model/dialect';
import { isTest, isScript } from '../code-files';

/** Gathers uses by table and column. Keys are lower case: a lookup may come from a dialect that folds names. */
export class UseTable {
  private readonly columns = new Map<string, ColumnUse[]>();
  private readonly tables = new Map<string, TableUse[]>();

  column(
    file: string,
    start: number,
    end: number,
    table: string,
    column: string,
    use: ColumnUseKind,
    library: LibraryName,
    confidence: Confidence,
  ): void {
    const key = columnKey(table, column);
    const list = this.columns.get(key);
    const entry: ColumnUse = {
      file,
      range: { start, end },
      table,
      column,
      use,
      library,
      confidence,
      inTest: isTest(file) || isScript(file),
    };
    if (!list) this.columns.set(key, [entry]);
    else if (!list.some((known) => known.file === file && known.range.start === start)) list.push(entry);
  }

  table(
    file: string,
    start: number,
    end: number,
    table: string,
    use: ColumnUseKind,
    library: LibraryName,
    confidence: Confidence,
  ): void {
    const key = table.toLowerCase();
    const list = this.tables.get(key);
    const entry: TableUse = {
      file,
      range: { start, end },
      table,
      use,
      library,
      confidence,
      inTest: isTest(file) || isScript(file),
    };
    if (list) list.push(entry);
    else this.tables.set(key, [entry]);
  }

  columnUses(table: string, column: string): readonly ColumnUse[] {
    return this.columns.get(columnKey(table, column)) ?? [];
  }

  tableUses(table: string): readonly TableUse[] {
    return this.tables.get(table.toLowerCase()) ?? [];
  }
}

function columnKey(table: string, column: string): string {
  return `${table.toLowerCase()}\0${column.toLowerCase()}`;
}
