import type { TextEdit } from '../../model/text';
import { nextMigrationFile } from '../../migrations/naming';
import type { FixContext } from '../rule';
import { frameLike, type Frame } from './migration-frame';

/** A new migration that runs after all that exist, holding these statements; null when its file exists already. */
export function followingMigration(
  context: FixContext,
  words: string,
  statements: readonly string[],
  frame: Frame,
): TextEdit | null {
  const next = nextMigrationFile(context.history, words, context.now);
  if (context.exists(next.file)) return null;
  const { text } = context.migration.script;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = [
    ...frameLike(context.history, text, frame),
    ...statements.flatMap((statement) => statement.split(/\r?\n/)),
  ];
  return { file: next.file, range: { start: 0, end: 0 }, newText: lines.join(lineEnd) + lineEnd };
}
