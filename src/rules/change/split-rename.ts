import { isRefusal, type Evolution, type Refusal } from '../../evolution/recipes/recipe';
import { renameColumn } from '../../evolution/recipes/rename-column';
import { renameTable } from '../../evolution/recipes/rename-table';
import type { Fix } from '../../model/finding';
import type { ChangeOf, SchemaChangeKind } from '../../model/schema-change';
import type { FixContext } from '../rule';
import { splitIntoSteps } from './split-into-steps';

/** The stages of a rename as one fix; none where the recipe refuses (it says why in its own words). */
export function splitRename(context: FixContext): readonly Fix[] {
  const steps = splitIntoSteps(context);
  if (steps.length > 0) return steps;
  if (isAbout(context, 'rename-column') || isAbout(context, 'redefine-column'))
    return offered(renameColumn(context));
  return isAbout(context, 'rename-table') ? offered(renameTable(context)) : [];
}

function isAbout<K extends SchemaChangeKind>(
  context: FixContext,
  kind: K,
): context is FixContext & { readonly change: ChangeOf<K> } {
  return context.change.kind === kind;
}

function offered(result: Evolution | Refusal): readonly Fix[] {
  return isRefusal(result) ? [] : [{ title: result.title, kind: 'stages', edits: result.edits }];
}
