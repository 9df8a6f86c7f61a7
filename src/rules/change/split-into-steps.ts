import { planEvolution } from '../../evolution/plan-evolution';
import { defaultOptions, isRefused } from '../../evolution/recipes/recipe';
import { recipes } from '../../evolution/recipes/registry';
import type { Fix } from '../../model/finding';
import type { FixContext } from '../rule';

/**
 * The change of a finding in stages: one fix for each recipe that knows it and does not refuse; a recipe says
 * why it does in its own words, where a person asks for it (`evolens plan`).
 */
export function splitIntoSteps(context: FixContext): readonly Fix[] {
  const { history, migration, statement, index, changeIndex, change, before } = context;
  if (isStage(context)) return [];
  const asking = { migration, statement, index, changeIndex, change };
  const ground = { history, before, asking, options: defaultOptions };
  return recipes.flatMap((recipe): readonly Fix[] => {
    if (!recipe.dialects.includes(before.dialect)) return [];
    const answers = recipe.answersOf(change, before);
    if (answers === null) return [];
    const evolution = planEvolution(recipe, answers, ground, context);
    return isRefused(evolution) ? [] : [{ title: evolution.title, kind: 'stages', edits: evolution.edits }];
  });
}

/** A stage of a plan is no change to be split again. */
function isStage({ plans, migration }: FixContext): boolean {
  return plans.some(({ plan }) => plan.stages.some((stage) => stage.migration === migration.file));
}
