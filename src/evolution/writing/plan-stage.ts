import type { Dialect } from '../../model/dialect';
import type { PlanStage } from '../../model/evolution';
import { clientFile, fileBody } from '../../migrations/file-body';
import type { DraftStage } from '../recipes/recipe';

/** Where a stage went, and how it is run. */
export interface StagePlace {
  readonly dialect: Dialect;
  readonly file: string | null;
  readonly migration: string | null;
  readonly run: PlanStage['run'];
  readonly bakeHours: number;
}

/** A drafted stage as the plan file has it. */
export function planStage(stage: DraftStage, place: StagePlace): PlanStage {
  return {
    name: stage.name,
    file: place.file,
    migration: place.migration,
    run: stage.statements.length === 0 ? 'runner' : place.run,
    application: stage.application,
    preconditions: stage.preconditions,
    pattern: stage.name === 'switch-reads' ? 'feature-flag' : null,
    // Only what reaches the base branch has a time to count from.
    bakeHours: stage.statements.length > 0 && !stage.done && place.bakeHours > 0 ? place.bakeHours : null,
    thresholds: null,
    verification: stage.verification,
    rollback: rollbackText(stage, place.dialect),
    oneWay: stage.oneWay,
    done: stage.done,
  };
}

/** How to go back, as SQL a person can run: the note as a comment, then the statements. */
export function rollbackText(
  stage: Pick<DraftStage, 'rollback' | 'rollbackNote' | 'rollbackFrame'>,
  dialect: Dialect,
): string {
  const note = stage.rollbackNote === '' ? '' : `-- ${stage.rollbackNote.replaceAll('\n', '\n-- ')}\n`;
  const { rollback } = stage;
  if (rollback.length === 0) return note;
  const atOnce = dialect === 'postgres' && stage.rollbackFrame === 'transaction' && rollback.length > 1;
  const statements = atOnce ? ['BEGIN', ...rollback, 'COMMIT'] : rollback;
  return `${note}${fileBody(statements, dialect, clientFile)}\n`;
}
