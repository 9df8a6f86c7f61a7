import type { StageFile } from './recipe';

/** All SQL of one column rename, whatever the dialect. */
export interface ColumnSql {
  /** Takes the place of the rename. */
  readonly expand: string;
  /** Undoes expand: gives the table back as it was. */
  readonly expandRollback: string;
  /** Indexes of the new column, each built online in a file of its own. */
  readonly indexes: readonly StageFile[];
  readonly backfill: string;
  /** Brings constraints to full force once every row is filled; null when there is none. */
  readonly verify: string | null;
  readonly verifyRollback: string;
  readonly contract: string;
  /** Counts rows in which the two columns differ. */
  readonly verification: string;
}
