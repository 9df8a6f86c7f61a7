import type { CodeComment } from '../../model/code';
import type { EmbeddedPiece, UnreadCode } from '../../model/embedding';

/** What a migration written in code does, as SQL. */
export interface MigrationCode {
  /** The SQL of all calls in order, each ended by a terminator on a line of its own. */
  readonly text: string;
  readonly pieces: readonly EmbeddedPiece[];
  /** What could not be read; absolute in the file, in order. */
  readonly unread: readonly UnreadCode[];
  /** Calls of the migration library that run, those included that were not read. */
  readonly calls: number;
  readonly hasDown: boolean;
  /** Comments that carry a directive. */
  readonly comments: readonly CodeComment[];
}
