import type { Finding } from '../model/finding';
import type { LevelSettings } from '../rules/levels';
import type { PlanContext } from '../rules/rule';
import { runPlanRules } from '../rules/run-plan-rules';
import type { PlanFiles } from './plan-files';
import type { Project } from './project';

/** What the rules of plans say about every plan that can be read: in the plan files, and in code. */
export function planFindings(
  plans: PlanFiles,
  project: Project,
  settings: LevelSettings,
  fault: (message: string) => void,
): readonly Finding[] {
  const { tables, decommission } = project.configuration;
  const byName = new Map(Object.entries(tables).map(([name, table]) => [name.toLowerCase(), table]));
  const declared: PlanContext['declared'] = (table) =>
    byName.get(table.toLowerCase()) ??
    byName.get(table.slice(table.lastIndexOf('.') + 1).toLowerCase()) ??
    null;
  return plans.all(true).flatMap(({ file, plan, progress }) => {
    if (progress === null) return [];
    const placeOf: PlanContext['placeOf'] = (path) => ({ file, range: plans.document(file).rangeOf(path) });
    return runPlanRules({ file, plan, progress, placeOf, declared, decommission }, settings, fault);
  });
}
