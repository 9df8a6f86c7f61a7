import { daysAfterExpiry, lastCredential, takesAway } from '../../evolution/decommission';
import { hasArrived } from '../../evolution/progress';
import { atStage } from '../plan/stages';
import type { CodeDraft, PlanRule } from '../rule';

export const planDecommissionTooEarly: PlanRule = {
  meta: {
    id: 'plan-decommission-too-early',
    family: 'evolution',
    title: 'A plan takes a shape away while clients hold credentials for versions that use it.',
    level: 'warning',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://www.rfc-editor.org/rfc/rfc8594.html'],
  },

  check(context): readonly CodeDraft[] {
    const { plan, progress, decommission } = context;
    const contract = progress.stages.find(({ stage }) => stage.name === 'contract');
    if (contract === undefined || hasArrived(contract) || !takesAway(plan)) return [];
    const last = lastCredential(plan, decommission);
    if (last === null || progress.facts.now.getTime() >= Date.parse(last.free)) return [];
    const waits = contract.stage.preconditions.some(
      (one) =>
        (one.kind === 'not-before' && one.date >= last.free) ||
        (one.kind === 'declared' && one.what.includes(last.credential.name)),
    );
    if (waits) return [];
    return [
      atStage(
        context,
        contract.index,
        {
          what: `Contract does not wait for ${last.credential.name}, valid until ${last.credential.expires}.`,
          why: 'Whoever holds one may still call a version that needs the old shape, and fails the moment it is gone.',
          remedy: `Give contract a precondition of kind not-before with date ${last.free}: ${daysAfterExpiry} days after the last one has expired.`,
        },
        'preconditions',
      ),
    ];
  },
};
