import { isRefusal, type Evolution, type Refusal } from '../../evolution/recipes/recipe';
import { renameColumn } from '../../evolution/recipes/rename-column';
import { renameTable } from '../../evolution/recipes/rename-table';
import type { Fix } from '../../model/finding';
import type { FixContext } from '../rule';

/** The stages of a rename as one fix; none where the recipe refuses (it says why in its own words). */
export function splitRename(context: FixContext): readonly Fix[] {
  const { change } = context;
  if (change.kind === 'rename-column' || change.kind === 'redefine-column')
    return offered(renameColumn({ ...inputOf(context), change }));
  if (change.kind === 'rename-table') return offered(renameTable({ ...inputOf(context), change }));
  return [];
}

function inputOf(context: FixContext): Omit<FixContext, 'change'> {
  return context;
}

function offered(result: Evolution | Refusal): readonly Fix[] {
  return isRefusal(result) ? [] : [{ title: result.title, kind: 'stages', edits: result.edits }];
}
