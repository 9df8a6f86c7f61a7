import type { Limits, Thresholds } from '../../model/evolution';
import type { CodeDraft, PlanContext, PlanRule } from '../rule';

export const planWithoutThresholds: PlanRule = {
  meta: {
    id: 'plan-without-thresholds',
    family: 'evolution',
    title: 'A plan does not say at which figures a stage waits or goes back.',
    level: 'warning',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://sre.google/workbook/canarying-releases/'],
  },

  check(context): readonly CodeDraft[] {
    const { plan, progress } = context;
    const without = progress.stages.filter(
      ({ stage, standing }) => standing !== 'complete' && !leadsBack(stage.thresholds ?? plan.thresholds),
    );
    if (without.length === 0) return [];
    const given = plan.thresholds !== null || without.some(({ stage }) => stage.thresholds !== null);
    return [
      {
        ...place(context),
        message: {
          what: given
            ? 'The thresholds of this plan name no figure at which a stage goes back.'
            : 'This plan has no thresholds.',
          why: 'Whether a stage may go on is then argued about while it hurts, and a slow decline passes unnoticed.',
          remedy:
            'Add thresholds with figures to advance, pause and roll back: for example go back at 50 percent more latency (latencyPercent: 50) or an error rate of 0.5 percent (errorPercent: 0.5).',
        },
      },
    ];
  },
};

function place(context: PlanContext): ReturnType<PlanContext['placeOf']> {
  return context.placeOf(context.plan.thresholds === null ? ['name'] : ['thresholds']);
}

function leadsBack(thresholds: Thresholds | null): boolean {
  return thresholds !== null && [thresholds.rollback, thresholds.pause].some(hasFigure);
}

function hasFigure(limits: Limits): boolean {
  return limits.latencyPercent !== null || limits.errorPercent !== null || limits.agreementPercent !== null;
}
