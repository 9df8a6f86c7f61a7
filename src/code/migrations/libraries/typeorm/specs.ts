import type { Range } from '../../../../model/text';

/* What the classes of TypeORM's schema builder say (src/schema-builder/options), as far as it reaches SQL. */

/** A table, by the names it is asked for with. */
export interface TablePath {
  readonly schema: string | null;
  readonly name: string;
}

export interface ColumnSpec {
  readonly place: Range;
  readonly name: string;
  readonly type: string;
  readonly length: string;
  readonly width: string;
  readonly precision: string | null;
  readonly scale: string | null;
  readonly isArray: boolean;
  readonly isNullable: boolean;
  readonly isPrimary: boolean;
  readonly isUnique: boolean;
  readonly isGenerated: boolean;
  readonly generationStrategy: string | null;
  readonly generatedIdentity: string | null;
  readonly unsigned: boolean;
  readonly zerofill: boolean;
  readonly charset: string | null;
  readonly collation: string | null;
  readonly comment: string | null;
  readonly default: string | null;
  readonly onUpdate: string | null;
  readonly enum: readonly string[] | null;
  readonly enumName: string | null;
  readonly asExpression: string | null;
  readonly generatedType: string | null;
  readonly primaryKeyConstraintName: string | null;
  readonly spatialFeatureType: string | null;
  readonly srid: string | null;
}

export interface IndexSpec {
  readonly place: Range;
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly isUnique: boolean;
  readonly isSpatial: boolean;
  readonly isFulltext: boolean;
  readonly isConcurrent: boolean;
  readonly parser: string | null;
  readonly type: string | null;
  readonly where: string;
}

export interface ForeignKeySpec {
  readonly place: Range;
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly references: TablePath;
  readonly referencedColumns: readonly string[];
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  readonly deferrable: string | null;
}

export interface UniqueSpec {
  readonly place: Range;
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly deferrable: string | null;
}

/** A check or an exclusion constraint. */
export interface ExpressionSpec {
  readonly place: Range;
  readonly name: string | null;
  readonly expression: string;
  readonly deferrable: string | null;
}

export interface TableSpec extends TablePath {
  readonly place: Range;
  readonly columns: readonly ColumnSpec[];
  readonly indices: readonly IndexSpec[];
  readonly uniques: readonly UniqueSpec[];
  readonly checks: readonly ExpressionSpec[];
  readonly exclusions: readonly ExpressionSpec[];
  readonly foreignKeys: readonly ForeignKeySpec[];
  readonly engine: string | null;
  readonly comment: string | null;
  readonly withoutRowid: boolean;
}

/** What `createTable` is asked for besides the table. */
export interface CreateTableOptions {
  readonly ifNotExists: boolean;
  readonly foreignKeys: boolean;
  readonly indices: boolean;
}
