import { planEvolution } from '../../evolution/plan-evolution';
import { defaultOptions, isRefused, type AskingStatement, type Ground } from '../../evolution/recipes/recipe';
import { recipes } from '../../evolution/recipes/registry';
import type { Fix } from '../../model/finding';
import type { TextEdit } from '../../model/text';
import type { FixContext } from '../rule';
import { pairAsOne } from './pair-as-one';

/**
 * The change of a finding in stages: one fix for each recipe that knows it and does not refuse; a recipe says
 * why it does in its own words, where a person asks for it (`evolens plan`).
 */
export function splitIntoSteps(context: FixContext): readonly Fix[] {
  if (isStage(context)) return [];
  const { history, migration, statement, index, changeIndex, change, before } = context;
  const asking = { migration, statement, index, changeIndex, change };
  const pair = pairAsOne(context);
  return [
    ...(pair === null ? [] : staged(context, pair, pair.edits)),
    ...staged(context, { history, before, asking }, []),
  ];
}

/** `edits` take away what else goes with the change. */
function staged(
  context: FixContext,
  asked: Pick<Ground, 'history' | 'before'> & { readonly asking: AskingStatement },
  edits: readonly TextEdit[],
): readonly Fix[] {
  const { before, asking } = asked;
  const ground = { ...asked, options: defaultOptions };
  return recipes.flatMap((recipe): readonly Fix[] => {
    if (!recipe.dialects.includes(before.dialect)) return [];
    const answers = recipe.answersOf(asking.change, before);
    if (answers === null) return [];
    const evolution = planEvolution(recipe, answers, ground, context);
    if (isRefused(evolution)) return [];
    return [{ title: evolution.title, kind: 'stages', edits: [...evolution.edits, ...edits] }];
  });
}

/** A stage of a plan is no change to be split again. */
function isStage({ plans, migration }: FixContext): boolean {
  return plans.some(({ plan }) => plan.stages.some((stage) => stage.migration === migration.file));
}
