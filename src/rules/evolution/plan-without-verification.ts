import { atStage, replacesShape } from '../plan/stages';
import type { CodeDraft, PlanContext, PlanRule } from '../rule';

export const planWithoutVerification: PlanRule = {
  meta: {
    id: 'plan-without-verification',
    family: 'evolution',
    title: 'A plan moves data and never compares the old shape with the new one.',
    level: 'warning',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },

  check(context): readonly CodeDraft[] {
    const at = unverifiedFrom(context);
    if (at === null) return [];
    const stage = context.plan.stages[at]?.name ?? 'backfill';
    return [
      atStage(context, at, {
        what: `No stage from ${stage} on has a verification query.`,
        why: 'Rows that were missed or converted wrongly are noticed only after the old shape is gone, when they can no longer be corrected.',
        remedy:
          'Give this stage, or verify, a verification: a query that counts the rows in which both shapes differ, and whose result must be zero.',
      }),
    ];
  },
};

/** The stage from which on nothing verifies though data was moved; null: something does, or nothing is moved. */
function unverifiedFrom(context: PlanContext): number | null {
  const { stages } = context.plan;
  const fills = stages.findIndex(({ name, file, migration, done }) => {
    const runs = file !== null || migration !== null;
    return name === 'backfill' && (runs || !done);
  });
  const contract = stages.findIndex(({ name }) => name === 'contract');
  const from = fills >= 0 ? fills : contract >= 0 && replacesShape(context) ? contract : null;
  if (from === null) return null;
  // Without a backfill there is one set of rows: whatever checks it will do.
  const looked = fills >= 0 ? stages.slice(fills) : stages;
  return looked.some(({ verification }) => (verification ?? '').trim() !== '') ? null : from;
}
