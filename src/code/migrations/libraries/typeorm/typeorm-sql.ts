import type { Sql } from '../rendered';
import type {
  ColumnSpec,
  CreateTableOptions,
  ExpressionSpec,
  ForeignKeySpec,
  IndexSpec,
  TablePath,
  TableSpec,
  UniqueSpec,
} from './specs';

export type Statement = Sql;
type Statements = readonly Statement[];

/**
 * The SQL that TypeORM's query runner of one database sends for each of its calls. TypeORM also asks the database
 * how a table looks, and renames or drops what depends on a column by itself; the database does that for the most
 * part too. null: what it sends depends on what it finds there.
 */
export interface TypeormSql {
  createTable(table: TableSpec, options: CreateTableOptions): Statements;
  dropTable(table: TablePath, ifExists: boolean): Statements;
  renameTable(table: TablePath, to: string): Statements;
  addColumn(table: TablePath, column: ColumnSpec): Statements;
  dropColumn(table: TablePath, column: string, ifExists: boolean): Statements;
  renameColumn(table: TablePath, from: string, to: string): Statements;
  changeColumn(table: TablePath, from: string, column: ColumnSpec): Statements;
  /** What a change of a column may do besides, which depends on how the column was. */
  readonly changeColumnLoses: string;
  createIndex(table: TablePath, index: IndexSpec): Statements;
  dropIndex(
    table: TablePath,
    name: string,
    options: { readonly isConcurrent: boolean; readonly ifExists: boolean },
  ): Statements;
  createForeignKey(table: TablePath, one: ForeignKeySpec): Statements;
  dropForeignKey(table: TablePath, name: string, ifExists: boolean): Statements;
  createUnique(table: TablePath, one: UniqueSpec): Statements;
  dropUnique(table: TablePath, name: string, ifExists: boolean): Statements;
  createCheck(table: TablePath, one: ExpressionSpec): Statements;
  dropCheck(table: TablePath, name: string, ifExists: boolean): Statements;
  createExclusion(table: TablePath, one: ExpressionSpec): Statements;
  dropExclusion(table: TablePath, name: string, ifExists: boolean): Statements;
  createPrimaryKey(table: TablePath, columns: readonly string[], name: string | null): Statements;
  dropPrimaryKey(table: TablePath, name: string | null): Statements | null;
  createView(view: TablePath, expression: Sql, isMaterialized: boolean): Statements;
  dropView(view: TablePath, ifExists: boolean): Statements;
  createSchema(name: string, ifNotExists: boolean): Statements;
  dropSchema(name: string, ifExists: boolean, isCascade: boolean): Statements;
  clearTable(table: TablePath): Statements;
}
