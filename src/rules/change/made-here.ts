import type { Origin } from '../../model/schema';
import { findColumn, type QualifiedName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';

/** Whether the column was added earlier in this migration. */
export function isMadeHere(context: ChangeContext, table: QualifiedName, column: string): boolean {
  return isFromHere(context, findColumn(context.before, table, column));
}

/** Whether something of the schema comes from this migration; what is not known does not. */
export function isFromHere(context: ChangeContext, made: { readonly createdBy: Origin } | null): boolean {
  return made?.createdBy.migration === context.migration.id;
}
