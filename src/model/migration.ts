import type { DatabaseTarget } from './dialect';
import type { SqlScript } from './statement';

/** What the runner does around a file. */
export type TransactionMode =
  /** The runner wraps the file in one transaction. */
  | 'wrapped'
  /** Each statement commits by itself unless the file says BEGIN. */
  | 'autocommit'
  /** Sent as one multi-statement query: one implicit transaction unless the file holds one statement only (Prisma on Postgres). */
  | 'single-query'
  /** Not known: rules that depend on it say so. */
  | 'unknown';

/** A unit that changes a schema. Only the up direction is kept in `script`. */
export interface Migration {
  /** Stable and unique within its history: the folder of a Prisma migration, the file name elsewhere. */
  readonly id: string;
  readonly file: string;
  readonly order: number;
  readonly transaction: TransactionMode;
  readonly script: SqlScript;
  /** The text exists unchanged at the base revision, or the configuration declares it released: its findings stay quiet. */
  readonly released: boolean;
  readonly hasDown: boolean;
}

/** The ordered migrations of one database. */
export interface History {
  /** The folder that holds them, relative to the root; '' is the root itself. */
  readonly folder: string;
  readonly framework: FrameworkName;
  readonly target: DatabaseTarget;
  readonly migrations: readonly Migration[];
}

export type FrameworkName = 'prisma' | 'plain';
