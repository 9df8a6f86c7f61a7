import type { Dialect } from '../model/dialect';
import type { History } from '../model/migration';
import type { TextEdit } from '../model/text';
import type { Frame, Framework, MigrationFile } from './frameworks/framework';
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
  /** The way back, where the tool has one; without terminators. */
  readonly down?: readonly string[];
  /** There is none: the tool's way back stops with this message instead of doing nothing. */
  readonly noWayBack?: string;
  /** What is said of it at its top, line by line. */
  readonly comments?: readonly string[];
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
  const { dialect } = history.target;
  const files: MigrationFile[] = [];
  const edits = wanted.flatMap(
    ({ words, statements, frame, down = [], noWayBack, comments = [] }): readonly (TextEdit | null)[] => {
      const next = nextMigrationFile(history, words, now, files);
      const made = (frame === 'transaction' ? null : namedOutside(history, next)) ?? next;
      files.push(made);
      if (made.reads === 'code') {
        const asked = {
          framework: framework.name,
          dialect,
          file: made,
          statements,
          frame,
          down,
          comments,
          ...(noWayBack === undefined ? {} : { noWayBack }),
        };
        const text =
          code === null
            ? null
            : writtenCode({ ...asked, like: code.source, sharesTransaction: code.sharesTransaction });
        return [text === null ? null : created(made.file, text)];
      }
      const bare = statements.map((statement) => statement.replace(/;\s*$/, ''));
      const body = fileBody(bare, dialect, framework);
      const goingBack = noWayBack === undefined ? down : stopping(noWayBack, dialect);
      const back = goingBack.length === 0 ? null : wayBack(framework, history, made, frame, goingBack);
      const lines = [
        ...(frames?.header(frame, made.id) ?? []),
        ...comments.map((line) => `-- ${line}`.trimEnd()),
        ...body.split(/\r?\n/),
        ...(back?.kind === 'section' ? ['', ...back.lines] : []),
      ];
      const beside = frames?.beside(made.file, frame) ?? null;
      return [
        created(made.file, lines.join(lineEnd) + lineEnd),
        ...(beside === null ? [] : [created(beside.file, beside.text)]),
        ...(back?.kind === 'file' ? [created(back.file, `${back.lines.join(lineEnd)}${lineEnd}`)] : []),
      ];
    },
  );
  const possible = edits.filter((edit) => edit !== null);
  if (possible.length < edits.length) return null;
  const listing = framework.list === undefined ? [] : framework.list(history.folder, files, textOf, now);
  return listing === null ? null : { files, edits: [...possible, ...listing] };
}

/** A new file under a name that keeps it out of the runner's transaction; null: no name of this history does. */
export function namedOutside(history: History, made: MigrationFile): MigrationFile | null {
  const known = history.migrations.map(({ file }) => file);
  return frameworkNamed(history.framework).namedOutside?.(made, known) ?? null;
}

/** SQL that stops with a message; SQLite has none outside of triggers. */
function stopping(message: string, dialect: Dialect): readonly string[] {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  switch (dialect) {
    case 'postgres':
      return [`DO $evolens$\nBEGIN\n  RAISE EXCEPTION USING MESSAGE = ${quoted(message)};\nEND\n$evolens$`];
    case 'mysql':
    case 'mariadb':
      return [
        `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = ${quoted(message.replaceAll('\\', '/').slice(0, 128))}`,
      ];
    case 'sqlite':
      return [];
  }
}

type WayBack =
  | { readonly kind: 'section'; readonly lines: readonly string[] }
  | { readonly kind: 'file'; readonly file: string; readonly lines: readonly string[] };

/** The way back as this tool has it; null: it has none, or this history does not use it. */
function wayBack(
  framework: Framework,
  history: History,
  made: MigrationFile,
  frame: Frame,
  down: readonly string[],
): WayBack | null {
  const body = fileBody(down, history.target.dialect, framework).split('\n');
  if (framework.downSection !== undefined)
    return { kind: 'section', lines: framework.downSection(body, frame) };
  const isUsed = history.migrations.some((migration) => migration.hasDown);
  const file = isUsed ? (framework.downFile?.(made.file) ?? null) : null;
  return file === null ? null : { kind: 'file', file, lines: body };
}

function created(file: string, newText: string): TextEdit {
  return { file, range: { start: 0, end: 0 }, newText };
}
