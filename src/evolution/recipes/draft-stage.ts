import type { Precondition, StageName } from '../../model/evolution';
import type { DraftStage } from './recipe';

/** A stage that does nothing but what is said of it. Its label is its name unless another is given. */
export function draftStage(name: StageName, said: Partial<Omit<DraftStage, 'name'>>): DraftStage {
  return {
    name,
    label: name,
    statements: [],
    frame: 'transaction',
    batches: null,
    guard: null,
    application: 'Nothing to do.',
    preconditions: [],
    verification: null,
    rollback: [],
    rollbackNote: 'Nothing to undo.',
    rollbackFrame: 'transaction',
    oneWay: false,
    done: false,
    ...said,
  };
}

/** All entries of that stage are complete. */
export function released(stage: StageName): Precondition {
  return { kind: 'stage-released', stage };
}

/** Nothing in the released version names the table, or the column of it. */
export function unused(table: string, column: string | null): Precondition {
  return { kind: 'unused-in-released-version', table, column };
}

export function baked(stage: StageName, hours: number): Precondition {
  return { kind: 'bake-time', stage, hours };
}

/** What only a person can know: a full sentence that may stand in the plan word for word. */
export function declared(what: string): Precondition {
  return { kind: 'declared', what };
}

/** product.md, decommission rule: monthly and quarterly jobs count. */
export function batchIntervalPassed(what: string): Precondition {
  return declared(`the longest batch interval has passed since the last version that used ${what}`);
}
