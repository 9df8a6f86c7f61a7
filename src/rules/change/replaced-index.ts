import type { Index, Table } from '../../model/schema';
import type { ChangeOf } from '../../model/schema-change';
import { findIndex, findTable, sameName, sameObject } from '../../schema/lookup';
import type { ReplayedChange } from '../../schema/replay-history';
import type { ChangeContext } from '../rule';

/** An index that a migration drops before it builds the one that takes its place. */
export interface ReplacedIndex {
  readonly table: Table;
  readonly dropped: Index;
  readonly built: ReplayedChange & { readonly change: ChangeOf<'create-index'> };
}

/**
 * The index of this migration that replaces the one dropped here: on the same table, of the same name or led by the
 * same column, built by a later statement. Null when there is none, and when queries are served all the while.
 */
export function replacedIndex(context: ChangeContext): ReplacedIndex | null {
  const { change, before } = context;
  if (change.kind !== 'drop-index') return null;
  const found = findIndex(before, change.index, change.table);
  if (found === null || context.isNew(found.table)) return null;
  const { table, index } = found;
  if (index.createdBy.migration === context.migration.id || isServedMeanwhile(context, table, index))
    return null;
  for (const later of context.siblings) {
    if (later.statement <= context.index || later.rolledBack || later.change.kind !== 'create-index')
      continue;
    if (!sameObject(before.dialect, later.change.table, table)) continue;
    if (takesPlace(context, later.change, index))
      return { table, dropped: index, built: { ...later, change: later.change } };
  }
  return null;
}

function takesPlace({ before }: ChangeContext, built: ChangeOf<'create-index'>, dropped: Index): boolean {
  const { name, columns } = built.index;
  if (name !== null && sameName(before.dialect, name.name, dropped.name)) return true;
  const [first] = columns;
  const [own] = dropped.columns;
  if (first === undefined || own === undefined) return false;
  return first.column === null || own.column === null
    ? first.text === own.text
    : sameName(before.dialect, first.column, own.column);
}

/** Another index begins with the same columns, and is still there when the new one is built. */
function isServedMeanwhile({ before, after }: ChangeContext, table: Table, dropped: Index): boolean {
  if (dropped.unique) return false;
  return (findTable(after, table)?.indexes ?? []).some(
    (other) =>
      other.where === null &&
      dropped.columns.every((part, at) => {
        const same = other.columns[at];
        return (
          part.column !== null && same?.column != null && sameName(before.dialect, same.column, part.column)
        );
      }),
  );
}
