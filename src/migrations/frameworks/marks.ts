import type { Frame, Frames } from './framework';

interface Mark {
  /** Tells the runner in a migration text. */
  readonly mark: RegExp;
  readonly frames: Readonly<Record<Frame, readonly string[]>>;
  /** The text that replaces what `mark` found, for a file that must run outside a transaction. */
  readonly opened: (found: string) => string;
}

// goose: "+goose NO TRANSACTION"; dbmate: "migrate:up transaction:false".
const marks: readonly Mark[] = [
  {
    mark: /^--\s*\+goose\s+Up\b/im,
    frames: { transaction: ['-- +goose Up'], 'no-transaction': ['-- +goose NO TRANSACTION', '-- +goose Up'] },
    opened: (found) => `-- +goose NO TRANSACTION\n${found}`,
  },
  {
    mark: /^--\s*migrate:up\b/im,
    frames: { transaction: ['-- migrate:up'], 'no-transaction': ['-- migrate:up transaction:false'] },
    opened: (found) => `${found} transaction:false`,
  },
];

/** The frames of the runner whose marks stand in the text; null when none does. */
export function framesByMark(text: string): Frames | null {
  const runner = marks.find((candidate) => candidate.mark.test(text));
  if (runner === undefined) return null;
  return {
    header: (frame) => runner.frames[frame],
    beside: () => null,
    leave: (file, own) => {
      const found = runner.mark.exec(own);
      if (found === null) return null;
      const range = { start: found.index, end: found.index + found[0].length };
      return { file, range, newText: runner.opened(found[0]) };
    },
  };
}
