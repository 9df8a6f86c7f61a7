import type { Schema } from '../../model/schema';
import type { ObjectName } from '../../model/schema-change';

/** Where a change happens: the schema before it, the server's version, and what is new in its transaction. */
export interface Setting {
  readonly before: Schema;
  readonly version: number;
  readonly isNew: (table: ObjectName) => boolean;
  /** SQLite: PRAGMA foreign_keys, which a connection has on or off; null: not known. */
  readonly foreignKeys: () => boolean | null;
}
