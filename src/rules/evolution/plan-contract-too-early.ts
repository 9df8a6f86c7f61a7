import type { Precondition } from '../../model/evolution';
import { asksForBatches, rarestBatch } from '../../evolution/decommission';
import { hasArrived } from '../../evolution/progress';
import { shapesOf } from '../../evolution/shapes';
import { atStage } from '../plan/stages';
import type { CodeDraft, PlanContext, PlanRule } from '../rule';

/** Hours every stage is held at least (rollout advice). */
const least = 24;

export const planContractTooEarly: PlanRule = {
  meta: {
    id: 'plan-contract-too-early',
    family: 'evolution',
    title: 'A plan lets the old shape go before every job that may use it has run again.',
    level: 'warning',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },

  check(context): readonly CodeDraft[] {
    const { plan, decommission, progress } = context;
    const contract = progress.stages.find(({ stage }) => stage.name === 'contract');
    if (contract === undefined || hasArrived(contract) || shapesOf(plan).old.length === 0) return [];
    if (contract.stage.preconditions.some(asksForBatches)) return [];
    const held = heldHours(context, contract.stage.preconditions);
    const batch = rarestBatch(plan, decommission);
    const wanted = Math.max(least, (batch?.everyDays ?? 0) * 24);
    if (held >= wanted) return [];
    const days = (hours: number): string => (hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`);
    return [
      atStage(
        context,
        contract.index,
        {
          what:
            held === 0
              ? 'Contract follows at once: nothing is held before it.'
              : `Contract follows ${held} hours after the stage before it.`,
          why:
            batch === null || held >= batch.everyDays * 24
              ? 'A fault of the new shape shows only under a day of load, and after contract there is no way back.'
              : `${batch.name} runs every ${batch.everyDays} days: it may use the old shape, and would find it gone.`,
          remedy: `Give contract a precondition of kind bake-time with at least ${wanted} hours (${days(wanted)}).`,
        },
        'preconditions',
      ),
    ];
  },
};

/** Hours between the end of the old shape's use and contract, by bake times and by stages that are held. */
function heldHours({ plan }: PlanContext, preconditions: readonly Precondition[]): number {
  const baked = preconditions.map((one) => (one.kind === 'bake-time' ? one.hours : 0));
  const late = plan.stages.filter(({ name }) => name === 'switch-reads' || name === 'stop-old-writes');
  return Math.max(0, ...baked, ...late.map((stage) => stage.bakeHours ?? 0));
}
