import type { TextEdit } from '../../model/text';
import type { Migration } from '../../model/migration';

/** Whether a migration is to run in the transaction of its runner, or outside one. */
export type Frame = 'transaction' | 'no-transaction';

interface Runner {
  /** Its mark in a migration text. */
  readonly mark: RegExp;
  readonly frames: Readonly<Record<Frame, readonly string[]>>;
  /** Turns the text of a file that runs in a transaction into one that does not; range and text of the edit. */
  readonly opening: RegExp;
  readonly opened: (found: string) => string;
}

// goose: "+goose NO TRANSACTION"; dbmate: "migrate:up transaction:false"; Atlas: "atlas:txmode none" as a file
// directive with an empty line after it.
const runners: readonly Runner[] = [
  {
    mark: /^--\s*\+goose\s+Up\b/im,
    frames: { transaction: ['-- +goose Up'], 'no-transaction': ['-- +goose NO TRANSACTION', '-- +goose Up'] },
    opening: /^--\s*\+goose\s+Up\b/im,
    opened: (found) => `-- +goose NO TRANSACTION\n${found}`,
  },
  {
    mark: /^--\s*migrate:up\b/im,
    frames: { transaction: ['-- migrate:up'], 'no-transaction': ['-- migrate:up transaction:false'] },
    opening: /^--\s*migrate:up\b/im,
    opened: (found) => `${found} transaction:false`,
  },
];

/** The lines a new migration begins with, in the manner of a migration of the same folder. */
export function frameLike(text: string, frame: Frame): readonly string[] {
  const runner = runners.find((candidate) => candidate.mark.test(text));
  return runner?.frames[frame] ?? [];
}

/** Whether the text belongs to a runner whose way of running outside a transaction is known. */
export function canLeaveTransaction(text: string): boolean {
  return runners.some((runner) => runner.mark.test(text));
}

/** The edit that makes the runner of this migration run it outside a transaction; null when that is not known. */
export function leaveTransaction(migration: Migration): TextEdit | null {
  const { text } = migration.script;
  const runner = runners.find((candidate) => candidate.mark.test(text));
  const found = runner?.opening.exec(text);
  if (runner === undefined || found == null) return null;
  return {
    file: migration.file,
    range: { start: found.index, end: found.index + found[0].length },
    newText: runner.opened(found[0]),
  };
}
