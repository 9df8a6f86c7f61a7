import { bareName, shapesOf } from '../../evolution/shapes';
import { sameName, type QualifiedName } from '../../schema/lookup';
import type { ChangeContext, PlannedEvolution } from '../rule';

/** Plans that take this table, or this column of it, away with their contract stage. */
export function plansTaking(
  { plans, before }: ChangeContext,
  table: QualifiedName,
  column: string | null,
): readonly PlannedEvolution[] {
  const { dialect } = before;
  return plans.filter(({ plan }) =>
    shapesOf(plan).old.some(
      (shape) =>
        sameName(dialect, bareName(shape.table), table.name) &&
        (shape.column === null
          ? column === null
          : column !== null && sameName(dialect, shape.column, column)),
    ),
  );
}
