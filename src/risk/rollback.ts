import type { ChangeInPlace } from './change-in-place';
import { findColumn } from '../schema/lookup';
import type { Consequences } from './consequences';

/** One line: how to go back after the change has run, or that there is no way back. */
export function rollbackOf(context: ChangeInPlace, consequences: Consequences): string {
  const { change } = context;
  switch (change.kind) {
    case 'create-table':
      return `Drop table ${change.table.name}; rows written since are lost.`;
    case 'add-column':
      return `Drop column ${change.table.name}.${change.column.name.name}; values written since are lost.`;
    case 'drop-table':
    case 'truncate-table':
      return consequences.deletesData === null
        ? 'Nothing to go back to: what it removes was made in the same migration.'
        : `No way back by a migration: the rows of ${change.table.name} come back from a backup only.`;
    case 'drop-column':
      return rollbackOfDropColumn(consequences, `${change.table.name}.${change.column.name}`);
    case 'delete':
      return `No way back by a migration: the rows of ${change.table.name} come back from a backup only.`;
    case 'update':
      return consequences.losesDetail === null
        ? 'Set the new columns to NULL again.'
        : 'No way back by a migration unless the old values are kept: copy them to another column or table first.';
    case 'rename-column':
      return `Rename ${change.newName.name} back to ${change.column.name}, together with the code that was deployed for it.`;
    case 'rename-table':
      return `Rename ${change.newName.name} back to ${change.table.name}, together with the code that was deployed for it.`;
    case 'move-table':
      return `Move ${change.table.name} back to its schema, together with the code that was deployed for it.`;
    case 'alter-column-type':
    case 'redefine-column':
      return rollbackOfType(context, consequences, `${change.table.name}.${change.column.name}`);
    case 'set-not-null':
      return `DROP NOT NULL on ${change.table.name}.${change.column.name}.`;
    case 'drop-not-null':
      return `SET NOT NULL on ${change.table.name}.${change.column.name}, after the NULLs written since are filled.`;
    default:
      return rollbackOfRest(context, consequences);
  }
}

function rollbackOfDropColumn(consequences: Consequences, column: string): string {
  if (consequences.deletesData !== null) {
    return `No way back by a migration: the column can be added again, its values come back from a backup only (${column}).`;
  }
  return consequences.breaksReleased === null
    ? 'Nothing to go back to: the column was made in the same migration.'
    : `Add ${column} again: its values are computed.`;
}

function rollbackOfType(context: ChangeInPlace, consequences: Consequences, name: string): string {
  const { change, before } = context;
  if (change.kind !== 'alter-column-type' && change.kind !== 'redefine-column') return '';
  if (consequences.losesDetail !== null) return `No full way back: what was cut from ${name} is not kept.`;
  const old = findColumn(before, change.table, change.column.name)?.type?.text;
  const to = old === undefined ? 'the old type' : old;
  return `Change ${name} back to ${to}: another run over the table, and it fails on values that only the new type holds.`;
}

function rollbackOfRest({ change }: ChangeInPlace, consequences: Consequences): string {
  switch (change.kind) {
    case 'create-index':
      return `Drop the index${change.index.name === null ? '' : ` ${change.index.name.name}`}.`;
    case 'drop-index':
      return `Create index ${change.index.name} again; the build takes its time on a large table.`;
    case 'add-constraint':
      return `Drop the constraint${change.constraint.name === null ? '' : ` ${change.constraint.name.name}`}.`;
    case 'drop-constraint':
      return 'Add the constraint again; it fails on rows written since that break it.';
    case 'validate-constraint':
      return 'Nothing to go back to: the constraint held before, for new rows.';
    case 'add-enum-value':
      return 'A value cannot be taken out of an enum; leave it unused.';
    case 'create-object':
      return change.replace
        ? 'Put the earlier definition back.'
        : `Drop ${change.object.replace('-', ' ')} ${change.name.name}.`;
    case 'drop-object':
      return consequences.deletesData === null
        ? `Create ${change.object.replace('-', ' ')} ${change.name.name} again from the history.`
        : 'No way back by a migration: what was in it comes back from a backup only.';
    case 'rename-object':
    case 'rename-index':
    case 'rename-type':
    case 'rename-constraint':
      return 'Rename it back.';
    case 'rename-enum-value':
      return `Rename it back to '${change.value}', together with the code that was deployed for it.`;
    default:
      return 'Write a migration that does the opposite.';
  }
}
