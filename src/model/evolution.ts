import type { Dialect } from './dialect';

export const stageNames = [
  'expand',
  'dual-write',
  'backfill',
  'verify',
  'switch-reads',
  'stop-old-writes',
  'contract',
] as const;
export type StageName = (typeof stageNames)[number];

/** The kinds of change that are carried through stages: one recipe each (evolution/recipes/registry.ts). */
export const evolutionKinds = [
  'rename-column',
  'rename-table',
  'change-column-type',
  'split-column',
  'merge-columns',
  'columns-to-json',
  'json-to-columns',
  'move-column',
  'extract-table',
  'drop-column',
  'drop-table',
  'make-required',
  'make-unique',
  'add-foreign-key',
  'add-primary-key',
  'replace-primary-key',
  'add-enum-value',
  'rename-enum-value',
  'remove-enum-value',
  'enum-to-lookup-table',
  'replace-index',
  'change-default',
  'backfill',
  'redefine-column',
  'rebuild-table',
] as const;
export type EvolutionKind = (typeof evolutionKinds)[number];

/** A table, or one column of it, that an evolution takes away or brings. Names as the database has them. */
export interface EvolvingShape {
  /** Qualified where the history qualifies it: `orders`, `sales.orders`. */
  readonly table: string;
  /** null: the table as a whole. */
  readonly column: string | null;
}

/** How a stage is rolled out; the base rates of failure are told apart by it (product.md, failure probability). */
export const stagePatterns = [
  'expand-contract',
  'feature-flag',
  'canary',
  'parallel-run',
  'blue-green',
  'branch-by-abstraction',
  'strangler',
  'versioned-api',
  'event-replay',
  'big-bang',
] as const;
export type StagePattern = (typeof stagePatterns)[number];

/** Figures seen while a stage is held. Every limit is optional; null: it is not watched. */
export interface Limits {
  /** Rise of p99 latency in percent. */
  readonly latencyPercent: number | null;
  /** Error rate in percentage points. */
  readonly errorPercent: number | null;
  /** Rows or answers that agree, in percent. */
  readonly agreementPercent: number | null;
}

/** When a stage goes on, waits, or goes back. */
export interface Thresholds {
  /** At most this (agreement: at least). */
  readonly advance: Limits;
  /** From this on (agreement: below). */
  readonly pause: Limits;
  readonly rollback: Limits;
}

/** Rollout advice; an inconsistency of data is always a reason to go back. */
export const defaultThresholds: Thresholds = {
  advance: { latencyPercent: 10, errorPercent: 0.01, agreementPercent: 99.9 },
  pause: { latencyPercent: 20, errorPercent: 0.1, agreementPercent: null },
  rollback: { latencyPercent: 50, errorPercent: 0.5, agreementPercent: null },
};

/** What must hold before a stage may be advanced. */
export type Precondition =
  /** The migration of the named stage is on the base branch. */
  | { readonly kind: 'stage-released'; readonly stage: StageName }
  /** A person declares it in the plan file (`done: true` on the stage, or an entry under `declared`). */
  | { readonly kind: 'declared'; readonly what: string }
  /** Nothing in the released version names the old shape. */
  | { readonly kind: 'unused-in-released-version'; readonly table: string; readonly column: string | null }
  /** At least so many hours since the named stage reached the base branch. */
  | { readonly kind: 'bake-time'; readonly stage: StageName; readonly hours: number }
  /** `date` (YYYY-MM-DD, UTC) has come; `why` is a sentence. */
  | { readonly kind: 'not-before'; readonly date: string; readonly why: string };

export interface PlanStage {
  readonly name: StageName;
  /** The file of the stage: beside the plan while it is not due, else null when the stage has no SQL. */
  readonly file: string | null;
  /** Where the file went when it was advanced, relative to the root; null before. */
  readonly migration: string | null;
  /** by-hand: the file must run outside the runner's transaction, so a person runs it and sets `done`. */
  readonly run: 'runner' | 'by-hand';
  /** What the application must do at this stage, in one sentence. */
  readonly application: string;
  readonly preconditions: readonly Precondition[];
  /** How it is rolled out; null: as stages usually are, expand-contract. */
  readonly pattern: StagePattern | null;
  /** Hours the stage is held once it is on the base branch, before the next is due; null: none of its own. */
  readonly bakeHours: number | null;
  /** null: those of the plan. */
  readonly thresholds: Thresholds | null;
  /** A query whose result must be empty or zero; null when there is nothing to check. */
  readonly verification: string | null;
  readonly rollback: string;
  readonly oneWay: boolean;
  /** Declared by a person: the stage ran and its verification held. */
  readonly done: boolean;
}

export interface Plan {
  readonly version: 1;
  readonly name: string;
  readonly why: string;
  readonly kind: EvolutionKind;
  readonly dialect: Dialect;
  readonly table: string;
  /** Old and new name or description where the kind has them. */
  readonly from: string | null;
  readonly to: string | null;
  /** What goes away with contract, and what takes its place; empty: the plan does not say (evolution/shapes.ts). */
  readonly old: readonly EvolvingShape[];
  readonly new: readonly EvolvingShape[];
  /** Who carries it through: a person or a team; null: nobody is named. */
  readonly owner: string | null;
  /** For every stage that has none of its own; null: none are given. */
  readonly thresholds: Thresholds | null;
  /** Preconditions of kind `declared` that a person declares to hold, word for word. */
  readonly declared: readonly string[];
  readonly stages: readonly PlanStage[];
}
