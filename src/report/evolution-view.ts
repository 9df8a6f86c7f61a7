import { beside } from '../evolution/advance';
import type { PlanProblem } from '../evolution/plan-file';
import type { Blocker } from '../evolution/preconditions';
import { isFinished, type EvolutionProgress, type Standing, type StageProgress } from '../evolution/progress';
import { stageUses } from '../evolution/stage-uses';
import type { EvolutionKind, StageName } from '../model/evolution';
import type { Range } from '../model/text';
import { Positions, type PlacesOfRoot, type ReadablePlace } from './positions';

/** Something about a stage, with the places it is about. */
export interface NotedPlaces {
  readonly what: string;
  readonly places: readonly (ReadablePlace & { readonly message: string })[];
}

export interface StageView {
  readonly name: StageName;
  readonly standing: Standing;
  /** How that is known. */
  readonly because: string;
  /** ISO times; null when they are not known. */
  readonly since: string | null;
  readonly bakesUntil: string | null;
  readonly application: string;
  readonly oneWay: boolean;
  /** Its SQL: the migration, or the file beside the plan; null when it has none. */
  readonly file: string | null;
  /** `evolens advance` would move it where the runner looks. */
  readonly canAdvance: boolean;
  /** Where it stands in the plan. */
  readonly range: ReadablePlace['range'];
  /** What must happen before it goes on. */
  readonly blockers: readonly NotedPlaces[];
  /** What the work tree has of it already. */
  readonly uses: readonly NotedPlaces[];
}

/** One evolution as faces show it: plain data, lines and characters from zero. */
export interface EvolutionView {
  readonly plan: string;
  readonly name: string;
  readonly why: string;
  readonly kind: EvolutionKind;
  readonly owner: string | null;
  readonly finished: boolean;
  /** The first stage that is not on the base branch, as an index; null: all are. */
  readonly next: number | null;
  readonly stages: readonly StageView[];
}

/** A plan that cannot be read, so that its state is not known. */
export interface UnreadablePlan {
  readonly plan: string;
  readonly problems: readonly (ReadablePlace & { readonly message: string })[];
}

export interface EvolutionsView {
  readonly evolutions: readonly EvolutionView[];
  readonly unreadable: readonly UnreadablePlan[];
}

/** What is known of the plans of one root. */
export interface EvolutionsOfRoot extends PlacesOfRoot {
  readonly progress: readonly EvolutionProgress[];
  readonly unreadable: readonly { readonly file: string; readonly problems: readonly PlanProblem[] }[];
  /** Where a stage stands in its plan. */
  readonly stageRange: (plan: string, index: number) => Range;
}

/** The evolutions of a root as faces show them. */
export function evolutionsView(root: EvolutionsOfRoot): EvolutionsView {
  const positions = new Positions(root);
  return {
    evolutions: root.progress.map((progress) => viewOf(progress, root, positions)),
    unreadable: root.unreadable.map(({ file, problems }) => ({
      plan: positions.fileOf(file),
      problems: problems.map(({ range, message }) => ({ ...positions.placeOf({ file, range }), message })),
    })),
  };
}

function viewOf(progress: EvolutionProgress, root: EvolutionsOfRoot, positions: Positions): EvolutionView {
  const { plan, planFile, stages, next } = progress;
  return {
    plan: positions.fileOf(planFile),
    name: plan.name,
    why: plan.why,
    kind: plan.kind,
    owner: plan.owner,
    finished: isFinished(progress),
    next: next?.index ?? null,
    stages: stages.map((one) => stageOf(one, progress, root, positions)),
  };
}

/** What is to be done with a file that no runner runs: a due one is not without work. */
function byHand({ stage, standing }: StageProgress, file: string | null): string | null {
  if (standing !== 'due' || stage.run !== 'by-hand' || stage.file === null || stage.migration !== null)
    return null;
  const said = stage.application.replace(/^Nothing to do\.\s*/, '');
  return `Run ${file ?? stage.file} by hand: its first lines say how. ${said}`.trimEnd();
}

function stageOf(
  one: StageProgress,
  { facts, planFile }: EvolutionProgress,
  root: EvolutionsOfRoot,
  positions: Positions,
): StageView {
  const { stage, standing, because, since, bakesUntil, index } = one;
  const noted = ({ what, places }: Blocker): NotedPlaces => ({
    what,
    places: places.map((place) => ({ ...positions.placeOf(place), message: place.message })),
  });
  const own = stage.migration ?? (stage.file === null ? null : beside(planFile, stage.file));
  return {
    name: stage.name,
    standing,
    because,
    since: since?.toISOString() ?? null,
    bakesUntil: bakesUntil?.toISOString() ?? null,
    application: byHand(one, own) ?? stage.application,
    oneWay: stage.oneWay,
    file: own === null ? null : positions.fileOf(own),
    canAdvance: standing === 'due' && stage.file !== null && stage.run === 'runner',
    range: positions.rangeOf(planFile, root.stageRange(planFile, index)),
    blockers: one.blockers.map(noted),
    uses: stageUses(one, facts).map(noted),
  };
}
