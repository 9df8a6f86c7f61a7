import type { Range } from './text';

// Every range in this file is relative to the start of the statement that holds it, so that a reading
// stays valid when text above it changes. `Statement.start` makes it absolute.

/** A name as the catalogue would hold it (folded by the dialect's rules, unquoted), and where it is written. */
export interface Identifier {
  readonly name: string;
  readonly range: Range;
}

/** A possibly qualified name. `range` covers the whole qualified name. */
export interface ObjectName extends Identifier {
  readonly schema: string | null;
}

/** An SQL expression as written, with the facts that later layers decide on. */
export interface Expression {
  readonly text: string;
  readonly range: Range;
  /** A literal, possibly signed or cast, or an array or row of such. NULL is a literal. */
  readonly isLiteral: boolean;
  /** Functions called, lower case, with their schema if written; keywords such as `current_timestamp` included. */
  readonly functions: readonly string[];
  /** Columns named anywhere in it. */
  readonly columns: readonly string[];
  /** Columns that cannot be NULL where it is true: the `c IS NOT NULL` operands of its top-level ANDs. */
  readonly provesNotNull: readonly string[];
}

export interface ColumnType {
  /** As written, white space folded. */
  readonly text: string;
  /** The dialect's canonical base name in lower case: `integer`, `character varying`, `timestamp with time zone`, `varchar`, `int`, … */
  readonly name: string;
  readonly schema: string | null;
  /** Length, precision and scale, fractional seconds: whatever numbers the type carries. */
  readonly arguments: readonly number[];
  readonly isArray: boolean;
  readonly unsigned: boolean;
  /** Values of an inline ENUM or SET (MySQL, MariaDB). */
  readonly values: readonly string[] | null;
  readonly characterSet: string | null;
  readonly range: Range;
}

export interface ColumnDefinition {
  readonly name: Identifier;
  /** null where the dialect allows none (SQLite) or it could not be read. */
  readonly type: ColumnType | null;
  /** NOT NULL is written (an inline PRIMARY KEY is a constraint, see below). */
  readonly notNull: Range | null;
  readonly default: Expression | null;
  readonly onUpdate: Expression | null;
  readonly generated: { readonly expression: Expression; readonly stored: boolean } | null;
  readonly identity: 'always' | 'by-default' | null;
  /** serial types of Postgres, AUTO_INCREMENT, AUTOINCREMENT. */
  readonly autoIncrement: boolean;
  readonly collation: string | null;
  readonly comment: string | null;
  /** MySQL and MariaDB: FIRST or AFTER column. */
  readonly position: 'first' | { readonly after: string } | null;
  /** Inline PRIMARY KEY, UNIQUE, REFERENCES, CHECK; `columns` of each is this column. */
  readonly constraints: readonly ConstraintDefinition[];
  readonly range: Range;
}

export type ConstraintType = 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclude' | 'not-null';

export interface ConstraintDefinition {
  readonly name: Identifier | null;
  readonly type: ConstraintType;
  readonly columns: readonly Identifier[];
  /** false: NOT VALID (Postgres). */
  readonly validated: boolean;
  /** false: NOT ENFORCED. */
  readonly enforced: boolean;
  readonly usingIndex: Identifier | null;
  /** The index behind it where it is more than the columns: EXCLUDE, INCLUDE (Postgres). */
  readonly index?: {
    readonly columns: readonly IndexColumn[];
    readonly includes: readonly string[];
    readonly method: string;
    readonly where: Expression | null;
  };
  readonly references: {
    readonly table: ObjectName;
    /** Empty: the primary key of the referenced table. */
    readonly columns: readonly Identifier[];
    readonly onDelete: string | null;
    readonly onUpdate: string | null;
  } | null;
  /** Of CHECK; of NOT NULL it is null and `columns` holds the column. */
  readonly expression: Expression | null;
  /** CHECK … NO INHERIT. */
  readonly noInherit?: boolean;
  readonly deferrable: boolean;
  readonly range: Range;
}

export interface IndexColumn {
  /** null: an expression. */
  readonly column: string | null;
  readonly text: string;
  readonly descending: boolean;
  /** MySQL prefix length. */
  readonly length: number | null;
}

interface Common {
  /** The action inside its statement (one of several in an ALTER TABLE), or the whole statement. */
  readonly range: Range;
}
interface OnTable extends Common {
  readonly table: ObjectName;
}
interface OnColumn extends OnTable {
  readonly column: Identifier;
}

/** MySQL and MariaDB: what the statement asks for; the same object on every action of one ALTER TABLE. */
export interface RequestedAlgorithm {
  readonly algorithm: 'default' | 'instant' | 'inplace' | 'nocopy' | 'copy' | null;
  readonly lock: 'default' | 'none' | 'shared' | 'exclusive' | null;
}

/** What a LIKE clause of Postgres copies besides columns, their types and NOT NULL. */
export type LikeOption =
  | 'comments'
  | 'compression'
  | 'constraints'
  | 'defaults'
  | 'generated'
  | 'identity'
  | 'indexes'
  | 'statistics'
  | 'storage';

export interface LikeClause {
  readonly table: ObjectName;
  readonly including: readonly LikeOption[];
  /** How many columns of the definition stand before it. */
  readonly after: number;
}

export type TableChange =
  | (OnTable & {
      readonly kind: 'create-table';
      readonly columns: readonly ColumnDefinition[];
      readonly constraints: readonly ConstraintDefinition[];
      /** MySQL KEY / INDEX clauses. */
      readonly indexes: readonly IndexDefinition[];
      readonly ifNotExists: boolean;
      readonly temporary: boolean;
      readonly unlogged: boolean;
      /** SQLite: values have to be of the type of their column. */
      readonly strict?: boolean;
      /** SQLite: the rows lie in the primary key. */
      readonly withoutRowid?: boolean;
      /** AS SELECT: columns are then unknown. */
      readonly asQuery: boolean;
      readonly like: ObjectName | null;
      /** LIKE clauses of Postgres with what they include, in order; `like` is the first. */
      readonly likes?: readonly LikeClause[];
      readonly inherits: readonly ObjectName[];
      readonly partitionOf: ObjectName | null;
      /** PARTITION BY columns (empty when by expression), null when not partitioned. */
      readonly partitionBy: readonly string[] | null;
    })
  | (OnTable & {
      readonly kind: 'drop-table';
      readonly ifExists: boolean;
      readonly cascade: boolean;
      readonly temporary: boolean;
    })
  | (OnTable & { readonly kind: 'rename-table'; readonly newName: ObjectName; readonly ifExists: boolean })
  | (OnTable & { readonly kind: 'move-table'; readonly newSchema: Identifier })
  | (OnTable & { readonly kind: 'truncate-table'; readonly cascade: boolean })
  | (OnTable & { readonly kind: 'attach-partition'; readonly partition: ObjectName; readonly bound: string })
  | (OnTable & {
      readonly kind: 'detach-partition';
      readonly partition: ObjectName;
      readonly concurrently: boolean;
    })
  /** An ALTER TABLE action or table option that leaves columns and constraints as they are; `setting` in the manual's words, lower case: `owner to`, `enable row level security`, `set storage`, `replica identity`, `set logged`, `engine`, `convert to character set`, … */
  | (OnTable & {
      readonly kind: 'change-table-setting';
      readonly setting: string;
      readonly value: string | null;
    });

export type ColumnChange =
  | (OnTable & {
      readonly kind: 'add-column';
      readonly column: ColumnDefinition;
      readonly ifNotExists: boolean;
    })
  | (OnColumn & { readonly kind: 'drop-column'; readonly ifExists: boolean; readonly cascade: boolean })
  | (OnColumn & { readonly kind: 'rename-column'; readonly newName: Identifier })
  | (OnColumn & {
      readonly kind: 'alter-column-type';
      readonly type: ColumnType;
      readonly using: Expression | null;
      readonly collation: string | null;
    })
  /** MySQL and MariaDB MODIFY and CHANGE: the whole definition is replaced. `column` is the old name, `definition.name` the new. */
  | (OnColumn & { readonly kind: 'redefine-column'; readonly definition: ColumnDefinition })
  | (OnColumn & { readonly kind: 'set-not-null' })
  | (OnColumn & { readonly kind: 'drop-not-null' })
  | (OnColumn & { readonly kind: 'set-default'; readonly default: Expression })
  | (OnColumn & { readonly kind: 'drop-default' })
  | (OnColumn & { readonly kind: 'set-identity'; readonly identity: 'always' | 'by-default' })
  | (OnColumn & { readonly kind: 'drop-identity'; readonly ifExists: boolean })
  | (OnColumn & { readonly kind: 'set-generated'; readonly expression: Expression })
  | (OnColumn & { readonly kind: 'drop-generated'; readonly ifExists: boolean });

export type ConstraintChange =
  | (OnTable & { readonly kind: 'add-constraint'; readonly constraint: ConstraintDefinition })
  | (OnTable & {
      readonly kind: 'drop-constraint';
      /** null: DROP PRIMARY KEY of MySQL. */
      readonly constraint: Identifier | null;
      /** What the syntax says it is (DROP FOREIGN KEY …), null when it does not say. */
      readonly constraintType: ConstraintType | null;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (OnTable & { readonly kind: 'validate-constraint'; readonly constraint: Identifier })
  | (OnTable & {
      readonly kind: 'rename-constraint';
      readonly constraint: Identifier;
      readonly newName: Identifier;
    })
  | (OnTable & {
      readonly kind: 'alter-constraint';
      readonly constraint: Identifier;
      readonly text: string;
      /** Postgres: what is said about each, absent when nothing is. */
      readonly enforced?: boolean;
      readonly deferrable?: boolean;
      readonly noInherit?: boolean;
    });

export interface IndexDefinition {
  /** null: the database chooses the name. */
  readonly name: ObjectName | null;
  readonly columns: readonly IndexColumn[];
  readonly includes: readonly string[];
  readonly unique: boolean;
  /** Lower case: btree, gin, hash, fulltext, spatial, … */
  readonly method: string;
  readonly where: Expression | null;
  readonly nullsNotDistinct: boolean;
  readonly range: Range;
}

export type IndexChange =
  | (OnTable & {
      readonly kind: 'create-index';
      readonly index: IndexDefinition;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
      /** CREATE INDEX ON ONLY */ readonly only: boolean;
    })
  | (Common & {
      readonly kind: 'drop-index';
      readonly index: ObjectName;
      /** The dialects that name it (MySQL, MariaDB); null elsewhere: the schema knows. */
      readonly table: ObjectName | null;
      readonly concurrently: boolean;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (Common & {
      readonly kind: 'rename-index';
      readonly index: ObjectName;
      readonly table: ObjectName | null;
      readonly newName: Identifier;
    })
  | (Common & { readonly kind: 'attach-index'; readonly index: ObjectName; readonly partition: ObjectName })
  | (Common & {
      readonly kind: 'reindex';
      readonly target: 'index' | 'table' | 'schema' | 'database' | 'system';
      readonly name: ObjectName | null;
      readonly concurrently: boolean;
    });

export type DomainAction =
  | 'set-default'
  | 'drop-default'
  | 'set-not-null'
  | 'drop-not-null'
  | 'add-constraint'
  | 'drop-constraint'
  | 'validate-constraint'
  | 'rename-constraint';

export type TypeChange =
  | (Common & { readonly kind: 'create-enum'; readonly type: ObjectName; readonly values: readonly string[] })
  | (Common & {
      readonly kind: 'add-enum-value';
      readonly type: ObjectName;
      readonly value: string;
      readonly ifNotExists: boolean;
      readonly before: string | null;
      readonly after: string | null;
    })
  | (Common & {
      readonly kind: 'rename-enum-value';
      readonly type: ObjectName;
      readonly value: string;
      readonly newValue: string;
    })
  | (Common & { readonly kind: 'rename-type'; readonly type: ObjectName; readonly newName: Identifier })
  | (Common & {
      readonly kind: 'create-domain';
      readonly type: ObjectName;
      readonly base: ColumnType;
      readonly notNull: boolean;
      readonly default: Expression | null;
      readonly constraints: readonly ConstraintDefinition[];
    })
  | (Common & {
      readonly kind: 'alter-domain';
      readonly type: ObjectName;
      readonly text: string;
      readonly addsConstraint: boolean;
      readonly validated: boolean;
      /** Postgres: what is done to the domain. */
      readonly action?: DomainAction;
      /** Of `add-constraint`. */
      readonly constraint?: ConstraintDefinition;
      /** Of the actions that name one that exists. */
      readonly constraintName?: string;
    })
  | (Common & {
      readonly kind: 'drop-type';
      readonly type: ObjectName;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    });

/** Objects of which the schema keeps name and dependencies only. */
export type ObjectKind =
  | 'view'
  | 'materialized-view'
  | 'function'
  | 'procedure'
  | 'trigger'
  | 'sequence'
  | 'schema'
  | 'database'
  | 'extension'
  | 'policy'
  | 'rule'
  | 'type'
  | 'event'
  | 'statistics';

export type ObjectChange =
  | (Common & {
      readonly kind: 'create-object';
      readonly object: ObjectKind;
      readonly name: ObjectName;
      readonly replace: boolean;
      readonly ifNotExists: boolean;
      /** The table of a trigger, policy or rule. */
      readonly table: ObjectName | null;
      /** Tables a view reads, as far as its query shows. */
      readonly uses: readonly ObjectName[];
      /** Columns a view reads or returns, as `table.column` or bare `column`. */
      readonly usesColumns: readonly string[];
      /** Of a sequence: OWNED BY; null for NONE. */
      readonly ownedBy?: { readonly table: ObjectName; readonly column: string } | null;
      /** The function a trigger executes. */
      readonly executes?: ObjectName;
      /** A trigger FOR EACH ROW: partitions get it too. */
      readonly forEachRow?: boolean;
      /** Argument types of a function or procedure, as they tell overloads apart. */
      readonly signature?: string;
    })
  | (Common & {
      readonly kind: 'drop-object';
      readonly object: ObjectKind;
      readonly name: ObjectName;
      readonly table: ObjectName | null;
      readonly ifExists: boolean;
      readonly cascade: boolean;
      /** Argument types of a function or procedure; absent: the only one of that name. */
      readonly signature?: string;
    })
  | (Common & {
      readonly kind: 'rename-object';
      readonly object: ObjectKind;
      readonly name: ObjectName;
      readonly newName: Identifier;
      readonly table: ObjectName | null;
      readonly signature?: string;
    })
  | (Common & {
      readonly kind: 'alter-object';
      readonly object: ObjectKind;
      readonly name: ObjectName;
      readonly text: string;
      /** The table of a policy. */
      readonly table?: ObjectName;
      /** SET SCHEMA. */
      readonly newSchema?: Identifier;
      /** Of a sequence: OWNED BY; null for NONE. */
      readonly ownedBy?: { readonly table: ObjectName; readonly column: string } | null;
      readonly signature?: string;
    })
  | (Common & {
      readonly kind: 'refresh-materialized-view';
      readonly name: ObjectName;
      readonly concurrently: boolean;
      readonly withData: boolean;
    });

export type DataChange =
  | (OnTable & {
      readonly kind: 'insert';
      readonly columns: readonly Identifier[];
      /** `copy`: COPY … FROM of Postgres, whose rows the statement does not hold. */
      readonly source: 'values' | 'query' | 'default' | 'copy';
    })
  | (OnTable & {
      readonly kind: 'update';
      readonly columns: readonly Identifier[];
      readonly where: WhereClause;
    })
  | (OnTable & { readonly kind: 'delete'; readonly where: WhereClause });

/** `none` and `always-true` touch every row; `some` has a condition; LIMIT of MySQL counts as `some`. */
export type WhereClause = 'none' | 'always-true' | 'some';

export type SessionChange =
  | (Common & {
      readonly kind: 'transaction';
      readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'rollback-to' | 'release';
      readonly savepoint: string | null;
    })
  | (Common & {
      readonly kind: 'set-setting';
      readonly setting: string;
      readonly value: string | null;
      readonly scope: 'local' | 'session' | 'global';
    })
  | (OnTable & { readonly kind: 'lock-table'; readonly mode: string });

/** Understood, and of no consequence for the schema: SELECT, COMMENT, ANALYZE, GRANT, … `what` is the statement's keyword in upper case. */
export type OtherChange = Common & {
  readonly kind: 'other';
  readonly what: string;
  /** Of REINDEX in SQLite: the table, or one of its indexes. */
  readonly tables: readonly ObjectName[];
  /** Of ALTER INDEX: the index, and `set tablespace` where it is moved. */
  readonly index?: ObjectName;
  readonly action?: 'set tablespace';
  /** Of GRANT and REVOKE. */
  readonly grant?: Grant;
  /** ALTER DATABASE or ROLE … SET: what sessions begin with from now on; this one keeps its setting. */
  readonly sessionDefault?: {
    readonly of: 'database' | 'role';
    readonly setting: string;
    /** As written; null: back to the server's default. */
    readonly value: string | null;
  };
};

/** Rights given or taken away (Postgres). */
export interface Grant {
  readonly action: 'grant' | 'revoke';
  /** Upper case; empty: ALL PRIVILEGES. Of a membership: the roles given. */
  readonly privileges: readonly string[];
  /** Lower case, as the manual names it: `table`, `all tables in schema`, `schema`, `function`, `role`, … */
  readonly on: string;
  /** Names of what is not a table, as written. */
  readonly names: readonly string[];
  /** PUBLIC and CURRENT_USER in lower case. */
  readonly to: readonly string[];
}

export type SchemaChange = (
  | TableChange
  | ColumnChange
  | ConstraintChange
  | IndexChange
  | TypeChange
  | ObjectChange
  | DataChange
  | SessionChange
  | OtherChange
) & {
  /** Set on the actions of one ALTER TABLE of MySQL or MariaDB that states ALGORITHM or LOCK. */
  readonly requested?: RequestedAlgorithm;
  /** ALTER TABLE ONLY, CREATE INDEX … ON ONLY: partitions and inheriting tables are left out. */
  readonly only?: boolean;
};
export type SchemaChangeKind = SchemaChange['kind'];
export type ChangeOf<K extends SchemaChangeKind> = Extract<SchemaChange, { readonly kind: K }>;
