import type { TextEdit } from '../../model/text';
import { writeMigrations, type NewMigration } from '../../migrations/write-migration';
import type { FixContext } from '../rule';

export type { NewMigration };

/**
 * New migrations that run after all that exist, in this order, with the files that have to lie beside them; null when
 * one of their files exists already, or the library that runs them has no way to run one in its frame.
 */
export function followingMigrations(
  context: FixContext,
  wanted: readonly NewMigration[],
): readonly TextEdit[] | null {
  const { history, migration } = context;
  const { embedding, script } = migration;
  const sharesTransaction = migration.transactionSpan === 'run';
  const written = writeMigrations(
    history,
    wanted,
    script.text,
    context.now,
    (file) => context.textOf(file),
    embedding === null ? null : { source: embedding.source, sharesTransaction },
  );
  if (written === null) return null;
  const isThere = written.edits.some(({ file, range }) => range.end === 0 && context.exists(file));
  return isThere ? null : written.edits;
}

/**
 * Follows the title of a fix over several migrations where they would end in one transaction if they were run
 * together, which takes away what splitting them gains.
 */
export function deployedApart({ migration }: FixContext): string {
  return migration.transactionSpan === 'run'
    ? ' (deploy this one before: the runner puts pending migrations into one transaction)'
    : '';
}
