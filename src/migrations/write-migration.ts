import type { History } from '../model/migration';
import type { TextEdit } from '../model/text';
import type { Frame, MigrationFile } from './frameworks/framework';
import { frameworkNamed } from './frameworks/registry';
import { nextMigrationFile } from './naming';

/** A migration to be added to a history. */
export interface NewMigration {
  /** What its file name says. */
  readonly words: string;
  /** Each with its terminator; comments may stand before it. */
  readonly statements: readonly string[];
  readonly frame: Frame;
}

export interface WrittenMigrations {
  readonly files: readonly MigrationFile[];
  readonly edits: readonly TextEdit[];
}

/**
 * The files of new migrations that run after all that exist, in this order, in the manner of `like` (the text of a
 * migration of this history), with what has to lie beside them and what has to list them. null: the history is
 * written in code, or its list cannot be added to.
 */
export function writeMigrations(
  history: History,
  wanted: readonly NewMigration[],
  like: string,
  now: Date,
  textOf: (file: string) => string | null,
): WrittenMigrations | null {
  const framework = frameworkNamed(history.framework);
  const lineEnd = like.includes('\r\n') ? '\r\n' : '\n';
  const frames = framework.frames(like);
  const files: MigrationFile[] = [];
  const edits = wanted.flatMap(({ words, statements, frame }): readonly TextEdit[] => {
    const made = nextMigrationFile(history, words, now, files);
    files.push(made);
    const body = statements.flatMap((statement, index) => [
      ...(index > 0 && framework.between !== undefined ? [framework.between] : []),
      ...statement.split(/\r?\n/),
    ]);
    const lines = [...(frames?.header(frame, made.id) ?? []), ...body];
    const beside = frames?.beside(made.file, frame) ?? null;
    return [
      created(made.file, lines.join(lineEnd) + lineEnd),
      ...(beside === null ? [] : [created(beside.file, beside.text)]),
    ];
  });
  if (files.some((file) => file.reads === 'code')) return null;
  const listing = framework.list === undefined ? [] : framework.list(history.folder, files, textOf, now);
  return listing === null ? null : { files, edits: [...edits, ...listing] };
}

function created(file: string, newText: string): TextEdit {
  return { file, range: { start: 0, end: 0 }, newText };
}
