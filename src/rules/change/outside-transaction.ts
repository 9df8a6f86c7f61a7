import type { FixKind } from '../../model/finding';
import type { FixContext } from '../rule';
import { canLeaveTransaction } from './migration-frame';

/** Whether the runner opens a transaction is not known, and no mark of a file keeps it from doing so: a person has to see to it. */
export function isUnsureToLeave({ history, migration }: FixContext): boolean {
  return migration.transaction === 'unknown' && !canLeaveTransaction(history, migration.script.text);
}

/** What a title says behind its end about a step that must run outside a transaction. */
export function outside(context: FixContext): string {
  return isUnsureToLeave(context) ? ' (run it outside a transaction)' : '';
}

/** How sure a fix can be that holds such a step. */
export function kindOutside(context: FixContext): FixKind {
  return isUnsureToLeave(context) ? 'review' : 'safe';
}
