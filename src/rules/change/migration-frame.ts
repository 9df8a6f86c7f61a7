import type { History, Migration } from '../../model/migration';
import type { TextEdit } from '../../model/text';
import type { Frame } from '../../migrations/frameworks/framework';
import { frameworkNamed } from '../../migrations/frameworks/registry';

export type { Frame };

/** Whether it is known how a migration of this text is made to run outside a transaction. */
export function canLeaveTransaction(history: History, text: string): boolean {
  return frameworkNamed(history.framework).frames(text) !== null;
}

/**
 * The edit that makes the runner of this migration run it outside a transaction, or the part of it that holds the
 * offset (absolute in the script); null when that is not known.
 */
export function leaveTransaction(history: History, migration: Migration, offset = 0): TextEdit | null {
  const { text } = migration.script;
  return frameworkNamed(history.framework).frames(text)?.leave(migration.file, text, offset) ?? null;
}
