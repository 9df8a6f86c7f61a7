import { listed } from '../change/words';
import { atStage } from '../plan/stages';
import type { CodeDraft, PlanRule } from '../rule';

export const planWithoutRollback: PlanRule = {
  meta: {
    id: 'plan-without-rollback',
    family: 'evolution',
    title: 'A stage of a plan does not say how to go back.',
    level: 'warning',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://martinfowler.com/bliki/ParallelChange.html'],
  },

  check(context): readonly CodeDraft[] {
    const open = context.progress.stages.filter(
      ({ stage, standing }) => !stage.oneWay && stage.rollback.trim() === '' && standing !== 'complete',
    );
    const [first, ...others] = open;
    if (first === undefined) return [];
    const names = listed(open.map(({ stage }) => stage.name));
    return [
      {
        ...atStage(context, first.index, {
          what: `${open.length === 1 ? 'Stage' : 'Stages'} ${names} ${open.length === 1 ? 'has' : 'have'} no rollback.`,
          why: 'Whoever is on duty when the stage goes wrong has to find the way back while users wait.',
          remedy:
            'Write under rollback the SQL that leads back, or a comment that says why nothing has to be undone; set oneWay where there is no way back.',
        }),
        evidence: others.map(({ stage, index }) => ({
          ...context.placeOf(['stages', index, 'name']),
          message: `${stage.name} has none either.`,
        })),
      },
    ];
  },
};
