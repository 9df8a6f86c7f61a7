import type { PlanStage, StageName } from '../../model/evolution';
import { hasArrived, type StageProgress } from '../../evolution/progress';
import { shapesOf } from '../../evolution/shapes';
import type { DeclaredTable } from '../../risk/blast-radius';
import type { CodeDraft, Message, PlanContext } from '../rule';

/** A finding at a stage of the plan: at one of its keys, by default its name. */
export function atStage(
  context: PlanContext,
  index: number,
  message: Message,
  key: keyof PlanStage = 'name',
): CodeDraft {
  return { ...context.placeOf(['stages', index, key]), message };
}

/** Every entry of the stage is on the base branch or done; true as well when the plan has no such stage. */
export function hasStageArrived({ progress }: PlanContext, name: StageName): boolean {
  return entriesOf(progress.stages, name).every(hasArrived);
}

export function entriesOf(stages: readonly StageProgress[], name: StageName): readonly StageProgress[] {
  return stages.filter((one) => one.stage.name === name);
}

/** The plan puts a new shape in the place of an old one: both are written for a while. */
export function replacesShape({ plan }: PlanContext): boolean {
  const shapes = shapesOf(plan);
  return shapes.old.length > 0 && shapes.new.length > 0;
}

/** Rows from which waiting for a table is felt. */
const large = 1_000_000;

/** A table of the plan that is declared large or critical, with what is declared; null: none is. */
export function heavyTable(context: PlanContext): { readonly table: string; readonly is: string } | null {
  const { plan } = context;
  const shapes = shapesOf(plan);
  const tables = [plan.table, ...[...shapes.old, ...shapes.new].map((shape) => shape.table)];
  for (const table of new Set(tables)) {
    const is = weightOf(context.declared(table));
    if (is !== null) return { table, is };
  }
  return null;
}

function weightOf(table: DeclaredTable | null): string | null {
  if (table?.criticality === 'critical' || table?.criticality === 'high')
    return `${table.criticality} in criticality`;
  return (table?.rows ?? 0) >= large ? `to hold about ${(table?.rows ?? 0).toLocaleString('en')} rows` : null;
}
