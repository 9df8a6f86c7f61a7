import type { Range } from '../model/text';

/** A table that a query names. The range is that of its bare name in the text, without quotes. */
export interface QueryTable extends Range {
  readonly name: string;
  readonly use: 'read' | 'write';
}

/** A column that a query names, with the tables it may belong to: several where the text leaves it open. */
export interface QueryColumn extends Range {
  readonly name: string;
  readonly tables: readonly string[];
  readonly use: 'read' | 'write' | 'filter';
}

/** What one SELECT, INSERT, UPDATE, DELETE or MERGE asks. Names are as written; common table expressions are no tables. */
export interface QueryReading {
  readonly tables: readonly QueryTable[];
  readonly columns: readonly QueryColumn[];
  /** Of the outermost statement: columns compared with AND, OR and NOT; null where one compares no column. */
  readonly filters:
    | readonly {
        readonly column: string;
        readonly operator: 'equals' | 'in' | 'range' | 'like' | 'other';
      }[]
    | null;
  readonly condition: boolean;
  readonly order: readonly { readonly column: string; readonly descending: boolean }[] | null;
  readonly limited: 'one' | 'limit' | 'none';
  readonly offset: boolean;
  readonly locks: boolean;
  /** Columns of the outermost list; null where one is an expression. */
  readonly selected: 'all' | readonly string[] | null;
  /** null: not named (`INSERT INTO t VALUES …`). Empty for a read. */
  readonly written: readonly string[] | null;
  readonly rows: 'one' | 'many' | 'unknown';
}
