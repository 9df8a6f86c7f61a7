import { findTable, sameName, sameObject, type QualifiedName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';
import { earlierChanges, laterChanges } from './changes-around';

/** A table that is copied into a new one, dropped, and replaced by the copy (sqlite.org/lang_altertable.html#otheralter). */
export interface TableRebuild {
  /** Columns of the old table that the new one has not. */
  readonly lost: readonly string[];
}

/**
 * Whether the drop of `table` is the drop step of a rebuild: a table made earlier in this migration was
 * filled from a query, and takes over the dropped table's name afterwards. Null when it is a plain drop.
 */
export function rebuildOf(context: ChangeContext, table: QualifiedName): TableRebuild | null {
  const { dialect } = context.before;
  const takeover = laterChanges(context, 'rename-table').find((change) =>
    sameName(dialect, change.newName.name, table.name),
  );
  if (takeover === undefined || !context.isNew(takeover.table)) return null;
  const filled =
    earlierChanges(context, 'insert').some(
      (change) => change.source === 'query' && sameObject(dialect, change.table, takeover.table),
    ) ||
    earlierChanges(context, 'create-table').some(
      (change) => change.asQuery && sameObject(dialect, change.table, takeover.table),
    );
  if (!filled) return null;
  const old = findTable(context.before, table);
  const copy = findTable(context.before, takeover.table);
  if (old === null || copy?.columnsKnown !== true) return { lost: [] };
  const lost = old.columns.filter(
    (column) => !copy.columns.some((kept) => sameName(dialect, kept.name, column.name)),
  );
  return { lost: lost.map((column) => column.name) };
}
