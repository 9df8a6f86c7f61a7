import type { Schema } from '../../model/schema';
import type { ObjectName } from '../../model/schema-change';

/** Where a change happens: the schema before it, the server's version, and what is new in its transaction. */
export interface Setting {
  readonly before: Schema;
  readonly version: number;
  readonly isNew: (table: ObjectName) => boolean;
  /** SQLite, MySQL and MariaDB: whether the connection checks foreign keys; null: not known. */
  readonly foreignKeys: () => boolean | null;
}
