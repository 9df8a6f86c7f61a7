import type { History } from '../model/migration';
import type { TextEdit } from '../model/text';
import type { Frame, MigrationFile } from './frameworks/framework';
import { fileBody } from './file-body';
import { frameworkNamed } from './frameworks/registry';
import { nextMigrationFile } from './naming';
import { writtenCode } from './written-code';

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

/** How migrations in code are written in this history. */
export interface CodeManner {
  /** The source of one of them. */
  readonly source: string;
  /** The runner opens one transaction around all pending migrations. */
  readonly sharesTransaction: boolean;
}

/**
 * The files of new migrations that run after all that exist, in this order, in the manner of `like` (the text of a
 * migration of this history), with what has to lie beside them and what has to list them. null: the history is
 * written in code whose manner is not given or not known, or its list cannot be added to.
 */
export function writeMigrations(
  history: History,
  wanted: readonly NewMigration[],
  like: string,
  now: Date,
  textOf: (file: string) => string | null,
  code: CodeManner | null = null,
): WrittenMigrations | null {
  const framework = frameworkNamed(history.framework);
  const lineEnd = like.includes('\r\n') ? '\r\n' : '\n';
  const frames = framework.frames(like);
  const files: MigrationFile[] = [];
  const edits = wanted.flatMap(({ words, statements, frame }): readonly (TextEdit | null)[] => {
    const made = nextMigrationFile(history, words, now, files);
    files.push(made);
    if (made.reads === 'code') {
      const asked = { framework: framework.name, file: made, statements, frame };
      const text =
        code === null
          ? null
          : writtenCode({ ...asked, like: code.source, sharesTransaction: code.sharesTransaction });
      return [text === null ? null : created(made.file, text)];
    }
    const bare = statements.map((statement) => statement.replace(/;\s*$/, ''));
    const body = fileBody(bare, history.target.dialect, framework);
    const lines = [...(frames?.header(frame, made.id) ?? []), ...body.split(/\r?\n/)];
    const beside = frames?.beside(made.file, frame) ?? null;
    return [
      created(made.file, lines.join(lineEnd) + lineEnd),
      ...(beside === null ? [] : [created(beside.file, beside.text)]),
    ];
  });
  const possible = edits.filter((edit) => edit !== null);
  if (possible.length < edits.length) return null;
  const listing = framework.list === undefined ? [] : framework.list(history.folder, files, textOf, now);
  return listing === null ? null : { files, edits: [...possible, ...listing] };
}

function created(file: string, newText: string): TextEdit {
  return { file, range: { start: 0, end: 0 }, newText };
}
