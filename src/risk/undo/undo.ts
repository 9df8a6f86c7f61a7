import type { Undo } from '../../model/risk';
import type { Schema } from '../../model/schema';
import type { ChangeOf } from '../../model/schema-change';
import { consequencesOf } from '../consequences';
import type { ChangeInPlace } from '../change-in-place';
import { columnUndo } from './column-undo';
import { constraintUndo, indexUndo } from './constraint-undo';
import { objectUndo, typeUndo } from './object-undo';
import { whole, type UndoOf } from './outcome';
import { tableUndo } from './table-undo';

/** A change in its place, with the schema on both sides of it. */
export type UndoneChange = ChangeInPlace & { readonly after: Schema };

/**
 * Whether a change can be undone after it ran and committed: by which statement, and what does not come back.
 * null for what is no change of schema or data, and for what has changed nothing.
 */
export function undoOf(context: UndoneChange): Undo | null {
  const found = byKind(context);
  if (found === null) return null;
  const consequences = consequencesOf(context);
  if (
    context.change.kind === 'drop-table' &&
    consequences?.deletesData === null &&
    !context.isNew(context.change.table)
  )
    return whole(null, 'Its rows are in the table that takes over its name: rebuild that one in turn.');
  const lost = consequences?.deletesData ?? consequences?.losesDetail ?? null;
  return lost === null || found.extent === 'none'
    ? found
    : { ...found, extent: found.statement === null ? 'none' : 'shape', reason: lost };
}

function byKind(context: UndoneChange): Undo | null {
  const { change, before, after } = context;
  const facts: UndoOf = { before, after, version: context.history.target.version };
  switch (change.kind) {
    case 'create-table':
    case 'drop-table':
    case 'rename-table':
    case 'move-table':
    case 'truncate-table':
    case 'attach-partition':
    case 'detach-partition':
    case 'change-table-setting':
      return tableUndo(change, facts);
    case 'add-column':
    case 'drop-column':
    case 'rename-column':
    case 'alter-column-type':
    case 'redefine-column':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'set-identity':
    case 'drop-identity':
    case 'set-generated':
    case 'drop-generated':
      return columnUndo(change, facts);
    case 'add-constraint':
    case 'drop-constraint':
    case 'validate-constraint':
    case 'rename-constraint':
    case 'alter-constraint':
      return constraintUndo(change, facts);
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
    case 'attach-index':
      return indexUndo(change, facts);
    case 'create-enum':
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'rename-type':
    case 'create-domain':
    case 'alter-domain':
    case 'drop-type':
      return typeUndo(change, facts);
    case 'create-object':
    case 'drop-object':
    case 'rename-object':
    case 'alter-object':
      return objectUndo(change, facts);
    case 'insert':
      return whole(null, 'The rows can be deleted again as long as they can be told from others.');
    case 'update':
    case 'delete':
      return dataUndo(context, change);
    case 'other':
      return grantUndo(change);
    case 'reindex':
    case 'refresh-materialized-view':
    case 'transaction':
    case 'set-setting':
    case 'lock-table':
      return null;
  }
}

function dataUndo(context: UndoneChange, change: ChangeOf<'update' | 'delete'>): Undo {
  const consequences = consequencesOf(context);
  const lost = consequences?.deletesData ?? consequences?.losesDetail ?? null;
  if (lost === null)
    return whole(null, 'What it fills is new in this migration, so nothing that was there is lost.');
  const from = change.kind === 'delete' ? 'The rows' : 'The values before';
  return { extent: 'none', statement: null, reason: `${lost} ${from} come back from a backup only.` };
}

function grantUndo({ grant }: ChangeOf<'other'>): Undo | null {
  if (grant === undefined) return null;
  return whole(
    null,
    grant.action === 'grant' ? 'By REVOKE of the same rights.' : 'By GRANT of the same rights.',
  );
}
