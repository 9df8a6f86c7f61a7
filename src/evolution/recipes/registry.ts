import type { EvolutionKind } from '../../model/evolution';
import { makeRequired } from './make-required';
import type { Recipe } from './recipe-frame';

/** Every recipe, in the order lists show them. */
export const recipes: readonly Recipe[] = [makeRequired];

/** The recipe of a kind; null: there is none. */
export function recipeOf(kind: EvolutionKind): Recipe | null {
  return recipes.find((one) => one.kind === kind) ?? null;
}
