import type { Constraint, Schema } from '../../model/schema';
import type { ObjectName } from '../../model/schema-change';
import { findTable, sameName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';
import { isFromHere } from './made-here';

/** A primary key that a migration replaces by one on other columns. */
export interface ChangedKey {
  readonly old: Constraint;
  readonly columns: readonly string[];
}

/**
 * The primary key that this DROP CONSTRAINT takes from an older table, where the table has another one at the end
 * of the migration and nothing keeps the old columns unique any more. Null for everything else.
 */
export function changedKey(context: ChangeContext): ChangedKey | null {
  const { change, before, siblings } = context;
  if (change.kind !== 'drop-constraint' || context.isNew(change.table)) return null;
  const written = change.constraint?.name ?? null;
  const old = keyOf(before, change.table);
  if (old === null || isFromHere(context, old)) return null;
  if (written !== null && !sameName(before.dialect, written, old.name)) return null;
  const end = siblings.at(-1)?.after ?? context.after;
  const now = keyOf(end, change.table);
  if (now === null || now.columns.length === 0 || isStillUnique(end, change.table, old.columns)) return null;
  return { old, columns: now.columns };
}

function keyOf(schema: Schema, table: ObjectName): Constraint | null {
  return findTable(schema, table)?.constraints.find((one) => one.type === 'primary-key') ?? null;
}

/** An index or constraint on just these columns: ON CONFLICT finds no other. */
function isStillUnique(schema: Schema, name: ObjectName, columns: readonly string[]): boolean {
  const table = findTable(schema, name);
  if (table === null) return true;
  const isSame = (own: readonly (string | null)[]): boolean =>
    own.length === columns.length &&
    own.every((one) => one !== null && columns.some((column) => sameName(schema.dialect, column, one)));
  const keys = table.constraints.filter((one) => one.type === 'primary-key' || one.type === 'unique');
  const indexes = table.indexes.filter((one) => one.unique && one.where === null);
  return (
    keys.some((one) => isSame(one.columns)) ||
    indexes.some((one) => isSame(one.columns.map((part) => part.column)))
  );
}
