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

/** What must hold before a stage may be advanced. */
export type Precondition =
  /** The migration of the named stage is on the base branch. */
  | { readonly kind: 'stage-released'; readonly stage: StageName }
  /** A person declares it in the plan file (`done: true` on the stage, or an entry under `declared`). */
  | { readonly kind: 'declared'; readonly what: string }
  /** Nothing in the released version names the old shape. */
  | { readonly kind: 'unused-in-released-version'; readonly table: string; readonly column: string | null }
  /** At least so many hours since the named stage reached the base branch. */
  | { readonly kind: 'bake-time'; readonly stage: StageName; readonly hours: number };

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
  readonly kind: 'rename-column' | 'rename-table';
  readonly dialect: Dialect;
  readonly table: string;
  readonly from: string;
  readonly to: string;
  /** Preconditions of kind `declared` that a person declares to hold, word for word. */
  readonly declared: readonly string[];
  readonly stages: readonly PlanStage[];
}
