import { beside } from '../evolution/advance';
import { progressOf, type EvolutionFacts, type EvolutionProgress } from '../evolution/progress';
import { shapeUses, type ShapeUses } from '../evolution/shape-uses';
import { shapesOf } from '../evolution/shapes';
import type { CodeIndex } from '../model/code';
import type { Plan } from '../model/evolution';
import type { Evidence } from '../model/finding';
import type { CodeSources } from './code-sources';
import type { Project } from './project';

/** What an evolution's state is derived from, besides its plan. */
export interface EvolutionSurroundings {
  readonly project: Project;
  readonly code: CodeSources;
  readonly now: Date;
}

/** The state of an evolution in its project. Nothing is written. */
export function evolutionProgress(
  planFile: string,
  plan: Plan,
  surroundings: EvolutionSurroundings,
): EvolutionProgress {
  return progressOf(evolutionFacts(planFile, plan, surroundings));
}

/** Gathers what is known around a plan. */
export function evolutionFacts(
  planFile: string,
  plan: Plan,
  { project, code, now }: EvolutionSurroundings,
): EvolutionFacts {
  const base = project.base();
  const released = (): CodeIndex | null => code.releasedVersion?.code ?? null;
  return {
    plan,
    planFile,
    now,
    isReleased: (file) => project.isReleased(file),
    releasedAt: (file) => base?.reachedAt(file) ?? null,
    usesInReleasedVersion: (table, column) => usesIn(released(), table, column),
    exists: (file) => project.text(file) !== null,
    get work() {
      return usesOf(plan, code.index);
    },
    get released() {
      const index = released();
      return index === null ? null : usesOf(plan, index);
    },
    keptInStep: isKeptInStep(plan, planFile, project),
  };
}

const known = new WeakMap<CodeIndex, WeakMap<Plan, ShapeUses>>();

/** Kept as long as the plan and the index are the same objects. */
function usesOf(plan: Plan, index: CodeIndex): ShapeUses {
  let byPlan = known.get(index);
  if (byPlan === undefined) known.set(index, (byPlan = new WeakMap()));
  let uses = byPlan.get(plan);
  if (uses === undefined) byPlan.set(plan, (uses = shapeUses(shapesOf(plan), index)));
  return uses;
}

function usesIn(code: CodeIndex | null, table: string, column: string | null): readonly Evidence[] | null {
  if (code === null) return null;
  const uses = column === null ? code.tableUses(table) : code.columnUses(table, column);
  return uses
    .filter((use) => !use.inTest)
    .map((use) => ({ file: use.file, range: use.range, message: `${use.library}: ${use.use}.` }));
}

const trigger = /\bcreate\s+(?:or\s+replace\s+)?(?:definer\s*=\s*\S+\s+)?(?:constraint\s+)?trigger\b/i;
const view = /\bcreate\s+(?:or\s+replace\s+)?(?:[\w =]+\s)?view\b/i;

/** The database fills both shapes: by a trigger of an early stage, or because there is one table under two names. */
function isKeptInStep(plan: Plan, planFile: string, project: Project): boolean {
  const early = plan.stages.filter((stage) => stage.name === 'expand' || stage.name === 'dual-write');
  const texts = early.flatMap(({ migration, file }) => [
    ...(migration === null ? [] : [project.text(migration) ?? '']),
    ...(file === null ? [] : [project.text(beside(planFile, file)) ?? '']),
  ]);
  return texts.some((text) => trigger.test(text) || (plan.kind === 'rename-table' && view.test(text)));
}
