import { atStage, heavyTable } from '../plan/stages';
import type { CodeDraft, PlanContext, PlanRule } from '../rule';

export const planBigBang: PlanRule = {
  meta: {
    id: 'plan-big-bang',
    family: 'evolution',
    title: 'A table declared large or critical is changed all at once.',
    level: 'warning',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://sre.google/workbook/canarying-releases/'],
  },

  check(context): readonly CodeDraft[] {
    const heavy = heavyTable(context);
    const bang = heavy === null ? null : atOnce(context);
    if (heavy === null || bang === null) return [];
    return [
      atStage(
        context,
        bang.at,
        {
          what: `${bang.what} ${heavy.table} is declared ${heavy.is}.`,
          why: 'When it goes wrong, it goes wrong for everybody, and there is no smaller step to go back to.',
          remedy: bang.remedy,
        },
        bang.key,
      ),
    ];
  },
};

interface Bang {
  readonly at: number;
  readonly key: 'name' | 'pattern';
  readonly what: string;
  readonly remedy: string;
}

function atOnce({ plan, progress }: PlanContext): Bang | null {
  const declared = plan.stages.findIndex((stage) => stage.pattern === 'big-bang' && !stage.done);
  if (declared >= 0)
    return {
      at: declared,
      key: 'pattern',
      what: `Stage ${plan.stages[declared]?.name ?? ''} is rolled out as a big bang.`,
      remedy: 'Roll it out behind a flag or as a canary: 1, 5, 25, 50, 75, then 100 percent.',
    };
  if (plan.stages.length === 1)
    return {
      at: 0,
      key: 'name',
      what: 'The plan has one stage only.',
      remedy: 'Divide it into expand, migrate and contract, each released on its own.',
    };
  const contract = progress.stages.find(
    ({ stage, standing }) => stage.name === 'contract' && standing === 'in-work-tree',
  );
  const expand = progress.stages.find(
    ({ stage, standing }) => stage.name === 'expand' && standing === 'in-work-tree',
  );
  if (contract === undefined || expand === undefined) return null;
  return {
    at: contract.index,
    key: 'name',
    what: 'Expand and contract are in one release.',
    remedy: 'Take the contract migration out, release expand alone, and advance stage by stage.',
  };
}
