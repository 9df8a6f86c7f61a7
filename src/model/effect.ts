/** Lock modes of Postgres by their manual names (13.3.1), and those of the other vendors by theirs. */
export type LockMode =
  | 'ACCESS SHARE'
  | 'ROW SHARE'
  | 'ROW EXCLUSIVE'
  | 'SHARE UPDATE EXCLUSIVE'
  | 'SHARE'
  | 'SHARE ROW EXCLUSIVE'
  | 'EXCLUSIVE'
  | 'ACCESS EXCLUSIVE'
  /** MySQL and MariaDB: what the LOCK clause would be. */
  | 'NONE'
  | 'SHARED'
  /** SQLite: the database file. */
  | 'DATABASE';

export type AlterAlgorithm = 'INSTANT' | 'INPLACE' | 'COPY';

/** What one schema change does to one table. */
export interface Effect {
  /** The table's name, schema-qualified where the schema is known to be written; a part with a dot in it is quoted. */
  readonly table: string;
  readonly lock: LockMode | null;
  /** MySQL and MariaDB only. */
  readonly algorithm: AlterAlgorithm | null;
  readonly rewrite: boolean;
  readonly scan: boolean;
  readonly indexBuild: boolean;
  /** Checks existing rows against a constraint. */
  readonly validates: boolean;
  readonly losesData: boolean;
  /** Can fail because of rows that exist. */
  readonly canFail: boolean;
  /** measured: a test runs it on a real database; documented: rests on a manual; assumed: neither. */
  readonly proof: 'measured' | 'documented' | 'assumed';
  /** Of `documented`: manual, version and section. Else null. */
  readonly source: string | null;
}

/** What a change does in its place: after the schema and the transaction that precede it. */
export interface ChangeEffects {
  readonly effects: readonly Effect[];
  /** May run inside a transaction block. */
  readonly transactional: boolean;
  /** Says in words what an effect depends on that is not known (the old type, the session time zone). */
  readonly assumptions: readonly string[];
}
