import type { Confidence, Dialect } from './dialect';
import type { SchemaChange } from './schema-change';
import type { Range } from './text';

/** A part of a statement that was not understood. `range` is relative to the statement. */
export interface Unread {
  readonly range: Range;
  readonly reason: string;
}

/** What one statement's text means, independent of where it stands. All ranges are relative to its start. */
export interface StatementReading {
  readonly text: string;
  /** Leading keywords in upper case: `ALTER TABLE`, `CREATE INDEX`, `UPDATE`, `DO`, … */
  readonly keyword: string;
  readonly changes: readonly SchemaChange[];
  /** Empty when every action became a change with its details; else the statement counts as not analysed. */
  readonly unread: readonly Unread[];
  readonly reader: 'libpg-query' | 'sql-parser-cst' | 'tolerant';
  /** high: read by the dialect's own grammar. */
  readonly confidence: Confidence;
}

/** A statement in its file: without leading comments and white space, without its terminator. */
export interface Statement {
  /** Absolute offset in the file. */
  readonly start: number;
  readonly end: number;
  /** After the terminator (`;`, or the end of the text). */
  readonly next: number;
  readonly reading: StatementReading;
  /**
   * Set on what is no statement of its own: the body of the function or procedure created at `start`..`end`, as the
   * statement at this absolute range runs it. It stands after the calling statement; the ranges of its reading are
   * relative to `start` as always.
   */
  readonly calledFrom?: Range;
}

export interface Comment {
  /** Absolute in the file, delimiters included. */
  readonly range: Range;
  /** Without delimiters. */
  readonly text: string;
}

/** A whole SQL text, read. `section` markers of runners (goose, dbmate) have already removed the down part. */
export interface SqlScript {
  readonly text: string;
  readonly dialect: Dialect;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  /** What stands outside every statement and was not understood (a NUL, an unclosed quote, …); absolute. */
  readonly unread: readonly Unread[];
}
