import { bareName, shapesOf } from '../evolution/shapes';
import { sameName } from '../schema/lookup';
import type { ChangeContext } from './rule';

/**
 * Rules whose hazard is what a plan is there for: the stages before have seen to it, and the rules of evolutions see
 * to the stages. What a statement does to the table meanwhile, and who still uses a shape, are judged as ever.
 */
const settled: ReadonlySet<string> = new Set([
  // A person may have built the index of a stage, and then the history does not know what it is made of.
  'add-primary-key-nullable-index',
  'constraint-breaks-old-writers',
  'drop-column',
  'drop-column-with-dependents',
  'drop-constraint',
  'drop-default-in-use',
  'drop-not-null',
  'drop-or-disable-trigger',
  'drop-primary-key',
  'drop-shared-object',
  'drop-table',
  'lock-table',
  'rename-as-drop-and-add',
  'rename-column',
  'rename-table',
]);

/** Whether a finding of this rule is the intent of a plan: the migration is a stage of it, and the table is its own. */
export function isSettledByPlan(rule: string, context: ChangeContext): boolean {
  if (!settled.has(rule) || context.plans.length === 0) return false;
  const { change, migration, before } = context;
  const table = 'table' in change ? (change.table?.name ?? null) : null;
  return context.plans.some(({ plan }) => {
    if (!plan.stages.some((stage) => stage.migration === migration.file)) return false;
    const { old, new: made } = shapesOf(plan);
    const tables = [plan.table, ...[...old, ...made].map((shape) => shape.table)].map(bareName);
    // What is set aside before it goes has a name of ours.
    if (table === null || /^evolens_/i.test(table)) return true;
    return tables.some((name) => sameName(before.dialect, name, table));
  });
}
