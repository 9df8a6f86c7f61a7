import type { EvolvingShape, Plan } from '../model/evolution';

/** What a plan takes away and what takes its place. */
export interface PlanShapes {
  readonly old: readonly EvolvingShape[];
  readonly new: readonly EvolvingShape[];
}

/** As the plan says under `old` and `new`; a rename that says nothing there is read from `from` and `to`. */
export function shapesOf(plan: Plan): PlanShapes {
  if (plan.old.length > 0 || plan.new.length > 0) return { old: plan.old, new: plan.new };
  const { kind, table, from, to } = plan;
  const shape = (column: string | null): readonly EvolvingShape[] =>
    column === null ? [] : [{ table, column }];
  if (kind === 'rename-column') return { old: shape(from), new: shape(to) };
  if (kind === 'rename-table')
    return {
      old: from === null ? [] : [{ table: from, column: null }],
      new: to === null ? [] : [{ table: to, column: null }],
    };
  return { old: [], new: [] };
}

/** `orders.total`, `orders`. */
export function shapeName({ table, column }: EvolvingShape): string {
  return column === null ? table : `${table}.${column}`;
}

/** The table's own name: code names tables without their schema. */
export function bareName(table: string): string {
  return table.slice(table.lastIndexOf('.') + 1);
}
