import type { Dialect } from './dialect';
import type { ColumnType, ConstraintType, Expression, IndexColumn, ObjectKind } from './schema-change';

/** Which statement of which migration made something. */
export interface Origin {
  /** Migration id; '' for a setup given by hand. */
  readonly migration: string;
  /** Index of the statement in its script. */
  readonly statement: number;
}

/**
 * How a column or constraint of Postgres stands to the tables its table inherits from, or is a partition of.
 * It goes when the last of them lets go of it, unless it is declared here too.
 */
export interface Inheritance {
  /** How many parents have it. */
  readonly parents: number;
  /** Declared on the table itself too. */
  readonly local: boolean;
}

export interface Column {
  /** Survives renames: unique within the schema. */
  readonly id: string;
  readonly name: string;
  /** null: unknown (CREATE TABLE AS, SQLite without a type). */
  readonly type: ColumnType | null;
  /** false also for members of the primary key. */
  readonly nullable: boolean;
  readonly default: Expression | null;
  readonly generated: { readonly expression: Expression; readonly stored: boolean } | null;
  readonly identity: 'always' | 'by-default' | null;
  readonly autoIncrement: boolean;
  /** Key of the sequence that the default draws from (Postgres). */
  readonly sequence?: string;
  readonly collation: string | null;
  /** Absent: of this table alone. */
  readonly inherited?: Inheritance;
  readonly createdBy: Origin;
  readonly changedBy: Origin;
}

export interface Constraint {
  /** The name written, or the one the database chooses by its documented rule. */
  readonly name: string;
  readonly type: ConstraintType;
  readonly columns: readonly string[];
  readonly validated: boolean;
  readonly enforced: boolean;
  /** The index that backs a primary key, unique or exclude constraint. */
  readonly index: string | null;
  readonly references: {
    readonly table: string;
    readonly schema: string | null;
    readonly columns: readonly string[];
    readonly onDelete: string | null;
    readonly onUpdate: string | null;
  } | null;
  readonly expression: Expression | null;
  /** CHECK … NO INHERIT: tables below do not get it. */
  readonly noInherit?: boolean;
  /** Absent: of this table alone. */
  readonly inherited?: Inheritance;
  readonly createdBy: Origin;
  readonly validatedBy: Origin | null;
}

export interface Index {
  readonly name: string;
  readonly columns: readonly IndexColumn[];
  readonly includes: readonly string[];
  readonly unique: boolean;
  readonly method: string;
  readonly where: Expression | null;
  /** Names the database gave its columns when it was made; copies are named after them (Postgres). */
  readonly names?: readonly string[];
  /** false: on a partitioned table and not yet on all its partitions (CREATE INDEX … ON ONLY). */
  readonly valid: boolean;
  /** Made for a foreign key; gone as soon as another index serves it (MySQL, MariaDB). */
  readonly implicit?: boolean;
  /** Of a partition: the name of the index of its parent that it belongs to. */
  readonly parent: string | null;
  readonly createdBy: Origin;
}

export interface Table {
  readonly id: string;
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly Column[];
  /** false when it comes from CREATE TABLE AS or LIKE of an unknown table, or is only known by being altered. */
  readonly columnsKnown: boolean;
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly temporary: boolean;
  /** Key of the partitioned table. */
  readonly partitionOf: string | null;
  /** Keys of the tables it inherits from (INHERITS of Postgres). */
  readonly inherits?: readonly string[];
  readonly partitionBy: readonly string[] | null;
  readonly rowLevelSecurity: boolean;
  readonly createdBy: Origin;
  /** Settings seen, by the names of `change-table-setting`. */
  readonly settings: Readonly<Record<string, string | null>>;
}

export interface SchemaType {
  readonly name: string;
  readonly schema: string | null;
  readonly kind: 'enum' | 'domain' | 'other';
  readonly values: readonly string[];
  readonly base: ColumnType | null;
  /** NOT NULL or a CHECK of a domain. */
  readonly hasConstraints: boolean;
  readonly createdBy: Origin;
}

export interface SchemaObject {
  readonly object: ObjectKind;
  readonly name: string;
  readonly schema: string | null;
  /** Key of the table of a trigger, policy or rule, and of the table whose column owns a sequence. */
  readonly table: string | null;
  /** The column that owns a sequence. */
  readonly column?: string;
  /** Keys of the tables and views that a view or policy reads. */
  readonly uses: readonly string[];
  /** Columns it reads: `table.column` where its table is known, else bare; `*` where all columns are meant and not known. */
  readonly usesColumns: readonly string[];
  /** Key of the function a trigger executes. */
  readonly executes?: string;
  /** Argument types of a function or procedure, as they tell overloads apart. */
  readonly signature?: string;
  /** A trigger FOR EACH ROW: partitions get it too. */
  readonly forEachRow?: boolean;
  /** A trigger that a partition got from its table. */
  readonly inherited?: boolean;
  readonly createdBy: Origin;
}

/**
 * Tables, columns, types, constraints and indexes after replaying migrations up to a point.
 * Immutable: a replayed change gives a new one that shares what did not change.
 * Keys are made by `schema/lookup.ts` only.
 */
export interface Schema {
  readonly dialect: Dialect;
  readonly tables: ReadonlyMap<string, Table>;
  readonly types: ReadonlyMap<string, SchemaType>;
  readonly objects: ReadonlyMap<string, SchemaObject>;
}
