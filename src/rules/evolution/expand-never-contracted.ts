import { rarestBatch } from '../../evolution/decommission';
import { hasArrived } from '../../evolution/progress';
import { shapeName, shapesOf } from '../../evolution/shapes';
import { listed } from '../change/words';
import { atStage } from '../plan/stages';
import type { CodeDraft, PlanContext, PlanRule } from '../rule';

const day = 86_400_000;
/** Days after everything a plan asks for is over. */
const longAfter = 30;

export const expandNeverContracted: PlanRule = {
  meta: {
    id: 'expand-never-contracted',
    family: 'evolution',
    title: 'An old shape is left behind long after the plan to remove it.',
    level: 'info',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },

  check(context): readonly CodeDraft[] {
    const { plan, progress } = context;
    const contract = progress.stages.find(({ stage }) => stage.name === 'contract');
    const { old } = shapesOf(plan);
    if (contract === undefined || hasArrived(contract) || old.length === 0) return [];
    if (contract.standing === 'in-work-tree') return [];
    const idle = idleDays(context);
    if (idle === null || idle < longAfter) return [];
    const next = progress.next?.stage.name ?? 'contract';
    return [
      atStage(context, contract.index, {
        what: `${listed(old.map(shapeName))} ${old.length === 1 ? 'is' : 'are'} still there, and the plan has not moved for ${Math.floor(idle)} days beyond what it waits for.`,
        why: 'Both shapes cost writes and storage, and the longer the old one stays, the more code begins to use it again.',
        remedy: `Go on with ${next} (Evolens: Advance Evolution says what is missing), or take the new shape back and delete the plan.`,
      }),
    ];
  },
};

/** Days since the plan could have gone on: after the last stage that arrived, and what contract waits for. null: no date is known. */
function idleDays({ plan, progress, decommission }: PlanContext): number | null {
  const times = progress.stages.flatMap(({ since }) => (since === null ? [] : [since.getTime()]));
  if (times.length === 0) return null;
  const preconditions = plan.stages.flatMap((stage) => stage.preconditions);
  const hours = Math.max(
    0,
    ...preconditions.map((one) => (one.kind === 'bake-time' ? one.hours : 0)),
    ...plan.stages.map((stage) => stage.bakeHours ?? 0),
    (rarestBatch(plan, decommission)?.everyDays ?? 0) * 24,
  );
  const free = Math.max(
    Math.max(...times) + hours * 3_600_000,
    ...preconditions.map((one) => (one.kind === 'not-before' ? Date.parse(one.date) : 0)),
  );
  return (progress.facts.now.getTime() - free) / day;
}
