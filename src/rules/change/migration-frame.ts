import type { History, Migration } from '../../model/migration';
import type { TextEdit } from '../../model/text';
import type { Frame } from '../../migrations/frameworks/framework';
import { frameworkNamed } from '../../migrations/frameworks/registry';

export type { Frame };

/** The lines a new migration of this id begins with, in the manner of a migration of the same history. */
export function frameLike(history: History, text: string, frame: Frame, id: string): readonly string[] {
  return frameworkNamed(history.framework).frames(text)?.header(frame, id) ?? [];
}

/** The file that has to lie beside a new migration so that it runs in this frame; null: none. */
export function frameBeside(history: History, text: string, file: string, frame: Frame): TextEdit | null {
  const beside = frameworkNamed(history.framework).frames(text)?.beside(file, frame) ?? null;
  return beside === null ? null : { file: beside.file, range: { start: 0, end: 0 }, newText: beside.text };
}

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
