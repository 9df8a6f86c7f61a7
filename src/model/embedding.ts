import type { CodeComment } from './code';
import type { Range } from './text';

/** Where the parts of a SQL text are written that was made from code. */
export interface SqlEmbedding {
  /** The text of the migration's file. */
  readonly source: string;
  /** In the order of the SQL text, which they cover but for the terminators between the calls. */
  readonly pieces: readonly EmbeddedPiece[];
  /** What of the code could not be read; absolute in the file. */
  readonly unread: readonly UnreadCode[];
  /** Comments of the code that carry a directive. */
  readonly comments: readonly CodeComment[];
}

/** A part of the SQL text that stands together in the code. */
export interface EmbeddedPiece {
  /** In the SQL text. */
  readonly sql: Range;
  /** In the migration's file. */
  readonly source: Range;
  /** The call that sends it, in the migration's file. */
  readonly call: Range;
  /** The code looks before it sends it: it may not run, as with IF NOT EXISTS. */
  readonly conditional: boolean;
  /** The same characters stand in the file: offsets map one to one, and edits may be made. */
  readonly verbatim: boolean;
  /** The delimiter of the literal that a verbatim piece stands in; null for the others. */
  readonly quote: "'" | '"' | '`' | null;
}

/** A call or a part of the code whose effect on the database is not known. */
export interface UnreadCode {
  readonly range: Range;
  readonly reason: string;
  /** How many calls of the migration library stand there. */
  readonly calls: number;
}
