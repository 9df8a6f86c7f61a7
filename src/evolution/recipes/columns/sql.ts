import type { Guard } from '../recipe';
import type { RowBatches } from '../row-batches';
import type { Frame } from '../../../migrations/frameworks/framework';

/** Statements of a part of a stage, without terminators, and those that go back. */
export interface Step {
  readonly statements: readonly string[];
  readonly rollback: readonly string[];
  /** What people must know of it, in sentences, beside what is said of its stage: why writers wait. */
  readonly note?: string;
}

export interface LabelledStep extends Step {
  readonly label: string;
  /** A unique index: with conversions, two values of the old version may become one. */
  readonly unique?: boolean;
  readonly frame: Frame;
  /** Counts rows that break what the step adds, where the server does not look itself. */
  readonly verification?: string;
}

/** All SQL of columns that replace others, in one dialect. */
export interface ReplacementSql {
  readonly expand: Step;
  /** Counts rows whose old values cannot be converted; null: there are none ever. */
  readonly unconvertible: string | null;
  /** Counts rows whose old values do not come back from the new ones; null: all do. */
  readonly altered: string | null;
  readonly backfill: {
    readonly statements: readonly string[];
    readonly frame: Frame;
    readonly batches?: RowBatches | null;
  };
  /** Each built online, in a stage of its own. */
  readonly indexes: readonly LabelledStep[];
  /** Constraints that are checked once every row is filled, stage by stage. */
  readonly verify: readonly LabelledStep[];
  /** What could break the old version, and waits until it is gone. */
  readonly stopOldWrites: readonly LabelledStep[];
  readonly contract: readonly string[];
  /** What people must know of contract: why writers wait. */
  readonly contractNote: string | null;
  /** Contract leaves generated columns to old readers: how they go in the end, and come back. null: it does not. */
  readonly oldReaders: Step | null;
  readonly guard: Guard | null;
  /** Counts rows in which old and new columns are not in step. */
  readonly verification: string;
}
