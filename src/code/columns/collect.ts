import type { ColumnUse, ColumnUseKind, LibraryName, TableUse } from '../../model/code';
import type { Confidence } from '../../model/dialect';
import { isScript, isTest } from '../code-files';

/** What the uses found together have in common. */
export interface UseSource {
  readonly library: LibraryName;
  readonly confidence: Confidence;
}

/** The uses of tables and columns in one file. A place is entered once per table and column; the first entry counts. */
export class FileUses {
  readonly columns: ColumnUse[] = [];
  readonly tables: TableUse[] = [];
  private readonly seen = new Set<string>();
  private readonly inTest: boolean;

  constructor(readonly file: string) {
    this.inTest = isTest(file) || isScript(file);
  }

  column(
    start: number,
    end: number,
    table: string,
    column: string,
    use: ColumnUseKind,
    { library, confidence }: UseSource,
  ): void {
    const key = `${start} ${columnKey(table, column)}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const { file, inTest } = this;
    this.columns.push({ file, range: { start, end }, table, column, use, library, confidence, inTest });
  }

  table(
    start: number,
    end: number,
    table: string,
    use: ColumnUseKind,
    { library, confidence }: UseSource,
  ): void {
    const { file, inTest } = this;
    this.tables.push({ file, range: { start, end }, table, use, library, confidence, inTest });
  }
}

/** The uses of all files by table and column. Keys are lower case: a lookup may come from a dialect that folds names. */
export class UseTable {
  private readonly byColumn = new Map<string, ColumnUse[]>();
  private readonly byTable = new Map<string, TableUse[]>();
  private readonly byFile = new Map<string, FileUses[]>();

  constructor(files: Iterable<FileUses>) {
    for (const own of files) {
      const { columns, tables } = own;
      push(this.byFile, own.file, own);
      for (const use of columns) push(this.byColumn, columnKey(use.table, use.column), use);
      for (const use of tables) push(this.byTable, use.table.toLowerCase(), use);
    }
  }

  columnUses(table: string, column: string): readonly ColumnUse[] {
    return this.byColumn.get(columnKey(table, column)) ?? [];
  }

  usesIn(file: string): readonly ColumnUse[] {
    return (this.byFile.get(file) ?? []).flatMap(({ columns }) => columns);
  }

  tableUses(table: string): readonly TableUse[] {
    return this.byTable.get(table.toLowerCase()) ?? [];
  }
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

function columnKey(table: string, column: string): string {
  return `${table.toLowerCase()}\0${column.toLowerCase()}`;
}
