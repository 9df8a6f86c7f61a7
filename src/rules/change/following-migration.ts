import type { TextEdit } from '../../model/text';
import type { MigrationFile } from '../../migrations/frameworks/framework';
import { nextMigrationFile } from '../../migrations/naming';
import type { FixContext } from '../rule';
import { frameBeside, frameLike, type Frame } from './migration-frame';

/** A migration that a fix adds. */
export interface NewMigration {
  /** What its file name says. */
  readonly words: string;
  /** Each with its terminator. */
  readonly statements: readonly string[];
  readonly frame: Frame;
}

/**
 * New migrations that run after all that exist, in this order, with the files that have to lie beside them; null when
 * one of their files exists already, or the history is written in code.
 */
export function followingMigrations(
  context: FixContext,
  wanted: readonly NewMigration[],
): readonly TextEdit[] | null {
  const { history, migration } = context;
  const { text } = migration.script;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const files: MigrationFile[] = [];
  const edits = wanted.flatMap(({ words, statements, frame }): readonly TextEdit[] => {
    const next = nextMigrationFile(history, words, context.now, files);
    files.push(next);
    const lines = [
      ...frameLike(history, text, frame, next.id),
      ...statements.flatMap((statement) => statement.split(/\r?\n/)),
    ];
    const beside = frameBeside(history, text, next.file, frame);
    const created = { file: next.file, range: { start: 0, end: 0 }, newText: lines.join(lineEnd) + lineEnd };
    return beside === null ? [created] : [created, beside];
  });
  if (files.some((file) => file.reads === 'code')) return null;
  return edits.some((edit) => context.exists(edit.file)) ? null : edits;
}
