import type { DatabaseTarget } from './dialect';
import type { SqlEmbedding } from './embedding';
import type { SqlScript } from './statement';

/** What the runner does around a file. */
export const transactionModes = [
  /** The runner wraps the file in one transaction. */
  'wrapped',
  /** Each statement commits by itself unless the file says BEGIN. */
  'autocommit',
  /** Sent as one multi-statement query: one implicit transaction unless the file holds one statement only (Prisma on Postgres). */
  'single-query',
  /** Not known: rules that depend on it say so. */
  'unknown',
] as const;
export type TransactionMode = (typeof transactionModes)[number];

/** How far a `wrapped` transaction reaches: one file, or all pending migrations of a run together. */
export type TransactionSpan = 'file' | 'run';

/** A part of a file that the runner treats by itself, such as a changeset of Liquibase. It ends where the next begins. */
export interface TransactionPart {
  /** Absolute offset in the script. */
  readonly start: number;
  readonly transaction: TransactionMode;
}

/** A unit that changes a schema. Only the up direction is kept in `script`. */
export interface Migration {
  /** Stable and unique within its history: the folder of a Prisma migration, the file name elsewhere. */
  readonly id: string;
  /** What the framework records in its own table (a number, a timestamp, a name); null when it records nothing or it is not known. */
  readonly version: string | null;
  readonly file: string;
  readonly order: number;
  readonly transaction: TransactionMode;
  readonly transactionSpan: TransactionSpan;
  /** Empty: the whole file is one part, run as `transaction` says. Else every part with its own mode, in order. */
  readonly transactionParts: readonly TransactionPart[];
  readonly script: SqlScript;
  /** null: the file is SQL itself. Else `script` is the SQL that the file's code sends, and this says where it is written. */
  readonly embedding: SqlEmbedding | null;
  /** The text exists unchanged at the base revision, or the configuration declares it released: its findings stay quiet. */
  readonly released: boolean;
  readonly hasDown: boolean;
}

/**
 * What is wrong with a migration's place in the history, seen against the base revision: `out-of-order` runs
 * before `other`, which the base ran already; `edited` differs from what the base ran (`edited-comments`: in
 * comments and white space only); `duplicate` has the version of `other`; `missing`: the base ran `other`,
 * which is gone from before this file.
 */
export interface HistoryFault {
  readonly kind: 'out-of-order' | 'edited' | 'edited-comments' | 'duplicate' | 'missing';
  /** The migration it is reported on. */
  readonly file: string;
  readonly other: string | null;
  /** Of an edited SQL migration: its statements that the base ran, as `bareStatements` writes them. */
  readonly unchanged?: ReadonlySet<string>;
}

/** The ordered migrations of one database. */
export interface History {
  /** The folder that holds them, relative to the root; '' is the root itself. One folder may hold a history for each dialect. */
  readonly folder: string;
  readonly framework: FrameworkName;
  readonly target: DatabaseTarget;
  readonly migrations: readonly Migration[];
  /** Empty where nothing is known of the base revision. */
  readonly faults: readonly HistoryFault[];
}

export const frameworkNames = [
  'prisma',
  'drizzle',
  'supabase',
  'flyway',
  'golang-migrate',
  'dbmate',
  'goose',
  'sqlx',
  'diesel',
  'atlas',
  'liquibase',
  'node-pg-migrate',
  'rails',
  'pop',
  'typeorm',
  'knex',
  'sequelize',
  'mikro-orm',
  'kysely',
  'slonik',
  'plain',
] as const;
export type FrameworkName = (typeof frameworkNames)[number];

/** What a tool that wrote a migration says about the data it loses (the block of Prisma). */
export interface GeneratedWarning {
  readonly kind:
    | 'drop-table'
    | 'drop-column'
    /** Dropped and made anew, because no cast leads from the old type to the new one. */
    | 'recreate-column'
    | 'change-type'
    /** Added without a default to a table that may hold rows. */
    | 'required-column'
    | 'made-required'
    | 'unique'
    | 'primary-key'
    | 'enum-values';
  /** The table as the tool writes it, or the enum for `enum-values`. */
  readonly table: string;
  /** Several for a unique constraint; the values that go for `enum-values`; empty where the whole table is meant. */
  readonly columns: readonly string[];
  /** Absolute offsets of the line in the file. */
  readonly start: number;
  readonly end: number;
}
