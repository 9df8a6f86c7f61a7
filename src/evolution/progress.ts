import type { Plan, PlanStage } from '../model/evolution';
import type { Evidence } from '../model/finding';
import { madeInCode } from './made-in-code';
import { comesFirst, missingFor, notBaked, type Blocker } from './preconditions';
import type { ShapeUses } from './shape-uses';

/** What is known around a plan when its state is asked for: nothing is read or run. */
export interface EvolutionFacts {
  readonly plan: Plan;
  readonly planFile: string;
  readonly now: Date;
  /** Whether a migration is unchanged on the base branch; null: there is no base to compare with. */
  isReleased: (file: string) => boolean | null;
  /** When it got there; null when that is not known. */
  releasedAt: (file: string) => Date | null;
  /** Places of the released version that name the table or column; null when its code is not known. */
  usesInReleasedVersion: (table: string, column: string | null) => readonly Evidence[] | null;
  exists: (file: string) => boolean;
  /** Who uses the shapes of the plan in the work tree; null: its code is not known. */
  readonly work: ShapeUses | null;
  /** The same of the released version. */
  readonly released: ShapeUses | null;
  /** The database itself keeps both shapes in step: a trigger or a view of the plan's migrations. */
  readonly keptInStep: boolean;
}

export const standings = ['not-due', 'due', 'in-work-tree', 'on-base', 'complete'] as const;
/**
 * not-due: something must hold first. due: it can be advanced or done. in-work-tree: made, but not on the base
 * branch. on-base: there, and held for its bake time. complete: nothing of it is left.
 */
export type Standing = (typeof standings)[number];

export interface StageProgress {
  readonly stage: PlanStage;
  /** Its place among the stages of the plan. */
  readonly index: number;
  readonly standing: Standing;
  /** How that is known, in a sentence. */
  readonly because: string;
  /** When it reached the base branch (date of the commit that brought it there); null when that is not known. */
  readonly since: Date | null;
  /** Until when it is held; null when it is not. */
  readonly bakesUntil: Date | null;
  /** What must happen before it goes on, each with the places concerned; empty when it is complete. */
  readonly blockers: readonly Blocker[];
}

/** The state of an evolution, derived from its plan, its migrations, the base branch and the code. */
export interface EvolutionProgress {
  readonly planFile: string;
  readonly plan: Plan;
  readonly stages: readonly StageProgress[];
  /** The first stage that has not reached the base branch; null: all have. */
  readonly next: StageProgress | null;
  readonly facts: EvolutionFacts;
}

/** Where every stage of the plan stands. Never throws. */
export function progressOf(facts: EvolutionFacts): EvolutionProgress {
  const { plan, planFile } = facts;
  const stages: StageProgress[] = [];
  for (const [index, stage] of plan.stages.entries()) stages.push(stageProgress(stage, index, stages, facts));
  return { planFile, plan, stages, next: stages.find((one) => !hasArrived(one)) ?? null, facts };
}

/** The stage is on the base branch, or a person says that it is done. */
export function hasArrived({ standing }: StageProgress): boolean {
  return standing === 'on-base' || standing === 'complete';
}

/** Whether the evolution is over: every stage is complete. */
export function isFinished({ stages }: EvolutionProgress): boolean {
  return stages.every((one) => one.standing === 'complete');
}

function stageProgress(
  stage: PlanStage,
  index: number,
  before: readonly StageProgress[],
  facts: EvolutionFacts,
): StageProgress {
  const known = { stage, index, since: null, bakesUntil: null, blockers: [] };
  const earlier = before.find((one) => !hasArrived(one));
  if (stage.done)
    return earlier === undefined || stage.file !== null || stage.migration !== null
      ? { ...known, standing: 'complete', because: 'The plan says that it is done.' }
      : {
          ...known,
          standing: 'not-due',
          because: `It is done as soon as ${earlier.stage.name} is.`,
          blockers: comesFirst(earlier),
        };
  if (stage.migration !== null) return ofMigration(known, stage.migration, facts);
  const missing = missingFor(stage, before, facts);
  const inCode = stage.file === null && earlier === undefined ? madeInCode(stage.name, facts) : null;
  if (inCode !== null && missing.length === 0) return { ...known, ...inCode };
  const blockers = missing.length > 0 ? missing : comesFirst(earlier);
  if (blockers.length > 0)
    return { ...known, standing: 'not-due', because: 'Something must hold first.', blockers };
  return { ...known, standing: 'due', because: 'All that it needs holds.' };
}

function ofMigration(
  known: Omit<StageProgress, 'standing' | 'because'>,
  migration: string,
  facts: EvolutionFacts,
): StageProgress {
  const { stage } = known;
  if (facts.isReleased(migration) !== true)
    return {
      ...known,
      standing: 'in-work-tree',
      because: `${migration} is in the work tree.`,
      blockers: [notMerged(stage, migration, facts)],
    };
  const since = facts.releasedAt(migration);
  const until = since === null || stage.bakeHours === null ? null : later(since, stage.bakeHours);
  const because =
    since === null
      ? `${migration} is on the base branch.`
      : `${migration} reached the base branch on ${since.toISOString()}.`;
  const held = until !== null && facts.now < until && stage.bakeHours !== null;
  return held
    ? {
        ...known,
        standing: 'on-base',
        because,
        since,
        bakesUntil: until,
        blockers: notBaked(stage.name, stage.bakeHours, [since], facts),
      }
    : { ...known, standing: 'complete', because, since };
}

function notMerged(stage: PlanStage, migration: string, facts: EvolutionFacts): Blocker {
  const places = [
    { file: migration, range: { start: 0, end: 0 }, message: `The migration of ${stage.name}.` },
  ];
  if (!facts.exists(migration))
    return {
      what: `${migration} of stage ${stage.name} does not exist. Restore it, or correct migration: in ${facts.planFile}.`,
      places: [],
    };
  if (facts.isReleased(migration) === null)
    return {
      what: `There is no base branch to compare with. When ${migration} has run, set done: true on stage ${stage.name} in ${facts.planFile}.`,
      places,
    };
  return {
    what: `Stage ${stage.name} is not on the base branch yet, or comes after what evolens.yml calls released. Merge ${migration} first.`,
    places,
  };
}

function later(since: Date, hours: number): Date {
  return new Date(since.getTime() + hours * 3_600_000);
}
