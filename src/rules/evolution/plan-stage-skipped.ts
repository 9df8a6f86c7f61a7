import type { EvolutionKind, StageName } from '../../model/evolution';
import { hasArrived } from '../../evolution/progress';
import { shapesOf } from '../../evolution/shapes';
import { listed } from '../change/words';
import { atStage, replacesShape } from '../plan/stages';
import type { CodeDraft, PlanContext, PlanRule } from '../rule';

export const planStageSkipped: PlanRule = {
  meta: {
    id: 'plan-stage-skipped',
    family: 'evolution',
    title: 'A stage is left out of a plan, or passed over while later ones are made.',
    level: 'warning',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },

  check(context): readonly CodeDraft[] {
    return [...leftOut(context), ...passedOver(context)];
  },
};

const why: Readonly<Record<StageName, string>> = {
  expand: 'the new shape is nowhere made',
  'dual-write': 'rows written in the meantime are missing in the new shape',
  backfill: 'rows from before are missing in the new shape',
  verify: 'nobody knows whether both shapes agree',
  'switch-reads': 'readers still ask for the old shape when it goes',
  'stop-old-writes': 'writers still name the old shape when it goes, and fail',
  contract: 'the old shape stays',
};

/** The name of the column stays, so no reader and no writer has anything to switch. */
const keepsName: readonly EvolutionKind[] = ['change-column-type', 'redefine-column', 'replace-primary-key'];

/** The contract stage itself fails while rows stand in the way. */
const checksItself: readonly EvolutionKind[] = ['make-unique', 'add-foreign-key'];

function leftOut(context: PlanContext): readonly CodeDraft[] {
  const { plan } = context;
  const names = new Set(plan.stages.map((stage) => stage.name));
  const contract = plan.stages.findIndex(({ name }) => name === 'contract');
  if (contract < 0) return [];
  const missing = needed(context).filter((name) => !names.has(name));
  if (missing.length === 0) return [];
  return [
    atStage(context, contract, {
      what: `The plan leaves out ${listed(missing)}.`,
      why: `Without ${missing.length === 1 ? 'it' : 'them'} ${listed(missing.map((name) => why[name]))}.`,
      remedy: `Add ${missing.length === 1 ? 'the stage' : 'the stages'} before contract; one that needs nothing here says so and is done: true.`,
    }),
  ];
}

/** What must stand before contract. */
function needed(context: PlanContext): readonly StageName[] {
  const { plan } = context;
  // One table under two names: there is nothing to fill or to compare.
  if (plan.kind === 'rename-table') return ['expand', 'switch-reads', 'stop-old-writes'];
  if (checksItself.includes(plan.kind)) return [];
  if (replacesShape(context))
    return keepsName.includes(plan.kind)
      ? ['expand', 'dual-write', 'backfill', 'verify']
      : ['expand', 'dual-write', 'backfill', 'verify', 'switch-reads', 'stop-old-writes'];
  if (shapesOf(plan).old.length > 0 && (plan.kind === 'drop-column' || plan.kind === 'drop-table'))
    return plan.stages.some(({ name }) => name === 'switch-reads') ? [] : ['stop-old-writes'];
  return plan.stages.some(({ name }) => name === 'backfill') ? ['verify'] : [];
}

/** A stage that nobody has made, while one behind it is made already. */
function passedOver(context: PlanContext): readonly CodeDraft[] {
  const { stages } = context.progress;
  const skipped = stages.find(
    ({ standing, index }) =>
      (standing === 'due' || standing === 'not-due') &&
      stages.slice(index + 1).some((later) => later.standing === 'in-work-tree' || isMade(later)),
  );
  if (skipped === undefined) return [];
  const later = stages.slice(skipped.index + 1).find((one) => one.standing === 'in-work-tree' || isMade(one));
  const name = later?.stage.name ?? 'a later one';
  return [
    {
      ...atStage(context, skipped.index, {
        what: `Stage ${skipped.stage.name} is not done, and ${name} is made already.`,
        why: `If ${skipped.stage.name} is really missing, ${why[skipped.stage.name]}.`,
        remedy: `Do ${skipped.stage.name} before ${name} is merged; where it has run, set done: true on it.`,
      }),
      evidence:
        later === undefined
          ? []
          : [{ ...context.placeOf(['stages', later.index, 'name']), message: `${name} comes after it.` }],
    },
  ];
}

/** By a migration. Stages that a plan declares done from the start (triggers, nothing to do) pass over nothing. */
function isMade(one: PlanContext['progress']['stages'][number]): boolean {
  return hasArrived(one) && one.stage.migration !== null;
}
