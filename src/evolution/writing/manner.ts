import type { History, TransactionMode } from '../../model/migration';
import { frameworkNamed } from '../../migrations/frameworks/registry';
import { nextMigrationFile } from '../../migrations/naming';
import {
  namedOutside,
  writeMigrations,
  type CodeManner,
  type NewMigration,
  type WrittenMigrations,
} from '../../migrations/write-migration';
import type { DraftStage } from '../recipes/recipe';
import type { ScriptManner } from './script-driver';

/** How a history takes new migrations. */
export interface Manner {
  readonly history: History;
  readonly now: Date;
  /** How backfills are written as scripts; null: they are SQL. */
  readonly script: ScriptManner | null;
  textOf(file: string): string | null;
}

/** What the runner does around a new migration that says nothing of transactions. */
export function modeOfNew(history: History): TransactionMode {
  const usual = frameworkNamed(history.framework).transaction(history.target.dialect, '').mode;
  const modes = history.migrations.map((migration) => migration.transaction);
  return modes.includes(usual) ? usual : (modes.at(-1) ?? usual);
}

/** The text of the last migration, whose manner new ones take over. */
export function likeLast(history: History): string {
  return history.migrations.at(-1)?.script.text ?? '';
}

/** How code migrations are written here; null: this history is SQL, or holds no migration in code. */
export function codeManner(history: History): CodeManner | null {
  const last = history.migrations.findLast((migration) => migration.embedding !== null);
  if (last === undefined || last.embedding === null) return null;
  return {
    source: last.embedding.source,
    sharesTransaction: history.migrations.some((migration) => migration.transactionSpan === 'run'),
  };
}

/** New migrations behind all others; null: the manner of the history is not known. */
export function newMigration(
  manner: Manner,
  words: string,
  statements: readonly string[],
  frame: DraftStage['frame'],
  back: Pick<NewMigration, 'down' | 'noWayBack'> = {},
): WrittenMigrations | null {
  const { history, now } = manner;
  return writeMigrations(
    history,
    [{ words, statements, frame, ...back }],
    likeLast(history),
    now,
    (file) => manner.textOf(file),
    codeManner(history),
  );
}

/** Whether a script of the project takes the place of the stage's SQL. */
export function isScripted(stage: DraftStage, manner: Manner): boolean {
  return manner.script !== null && stage.batches !== null;
}

/**
 * Whether the runner of this history runs the statements of a stage as they need it. What must be outside a
 * transaction (CONCURRENTLY, batches that commit) is else run by a person; so are procedures of MySQL and
 * MariaDB, which take long.
 */
export function isForRunner(stage: DraftStage, manner: Manner): boolean {
  if (stage.frame === 'transaction') return true;
  if (isScripted(stage, manner)) return false;
  const { history } = manner;
  // A batch is run again until nothing is left to fill, and a rebuilt table needs a transaction of its own.
  if (history.target.dialect === 'sqlite') return false;
  if (history.target.dialect !== 'postgres') return !stage.statements.some((one) => one.includes(';'));
  const statements = stage.statements.length + (stage.guard === null ? 0 : 1);
  switch (modeOfNew(history)) {
    case 'autocommit':
      return true;
    case 'single-query':
      return statements === 1;
    case 'unknown':
      return false;
    case 'wrapped':
      return (
        (codeManner(history) !== null ||
          frameworkNamed(history.framework).frames(likeLast(history)) !== null ||
          namedOutside(history, nextMigrationFile(history, stage.label, manner.now)) !== null) &&
        newMigration(manner, stage.label, stage.statements, 'no-transaction') !== null
      );
  }
}
