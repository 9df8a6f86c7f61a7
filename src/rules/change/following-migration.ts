import type { TextEdit } from '../../model/text';
import { writeMigrations, type NewMigration } from '../../migrations/write-migration';
import type { FixContext } from '../rule';

export type { NewMigration };

/**
 * New migrations that run after all that exist, in this order, with the files that have to lie beside them; null when
 * one of their files exists already, or the history is written in code.
 */
export function followingMigrations(
  context: FixContext,
  wanted: readonly NewMigration[],
): readonly TextEdit[] | null {
  const { history, migration } = context;
  const written = writeMigrations(history, wanted, migration.script.text, context.now, (file) =>
    context.textOf(file),
  );
  if (written === null) return null;
  const isThere = written.edits.some(({ file, range }) => range.end === 0 && context.exists(file));
  return isThere ? null : written.edits;
}
