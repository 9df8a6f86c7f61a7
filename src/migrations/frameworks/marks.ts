import type { Frame, Frames } from './framework';
import { isFixture } from './paths';
import { joined, type Tree } from './tree';

export interface Mark {
  /** Tells the runner in a migration text. */
  readonly mark: RegExp;
  readonly frames: Readonly<Record<Frame, readonly string[]>>;
  /** The text that replaces what `mark` found, for a file that must run outside a transaction. */
  readonly opened: (found: string) => string;
  /** The file says already that it runs outside one. */
  readonly outside: RegExp;
}

export const marks = {
  goose: {
    mark: /^--\s*\+goose\s+Up\b/im,
    frames: { transaction: ['-- +goose Up'], 'no-transaction': ['-- +goose NO TRANSACTION', '-- +goose Up'] },
    opened: (found) => `-- +goose NO TRANSACTION\n${found}`,
    outside: /^--\s*\+goose\s+NO\s+TRANSACTION\b/im,
  },
  dbmate: {
    mark: /^--\s*migrate:up\b/im,
    frames: { transaction: ['-- migrate:up'], 'no-transaction': ['-- migrate:up transaction:false'] },
    opened: (found) => `${found} transaction:false`,
    outside: /^--\s*migrate:up\b.*\btransaction:false\b/im,
  },
  /** Nothing marks a file that runs in a transaction; these stand on its first line when it does not. */
  sqlx: {
    mark: /^/,
    frames: { transaction: [], 'no-transaction': ['-- no-transaction'] },
    opened: () => '-- no-transaction\n',
    outside: /^-- no-transaction/,
  },
  atlas: {
    mark: /^/,
    frames: { transaction: [], 'no-transaction': ['-- atlas:txmode none', ''] },
    opened: () => '-- atlas:txmode none\n\n',
    outside: /^--\s*atlas:txmode\s+none\b/im,
  },
} satisfies Readonly<Record<string, Mark>>;

const elsewhere = /^--\s*disable-transaction\b/im;

/** The frames of one runner's marks. */
export function framesOf(runner: Mark): Frames {
  return {
    header: (frame) => runner.frames[frame],
    beside: () => null,
    leave: (file, text, offset) => {
      const found = lastBefore(text, runner.mark, offset);
      if (
        found === null ||
        runner.outside.test(lineAt(text, found.index)) ||
        runner.outside.test(topOf(text))
      )
        return null;
      const range = { start: found.index, end: found.index + found[0].length };
      return { file, range, newText: runner.opened(found[0]) };
    },
  };
}

/** The frames of the runner whose marks stand in the text; null when none does. */
export function framesByMark(text: string): Frames | null {
  const runner = [marks.goose, marks.dbmate].find((candidate) => candidate.mark.test(text));
  return runner === undefined ? null : framesOf(runner);
}

/** A mark of any runner says that the file runs outside a transaction. */
export function leavesTransaction(text: string): boolean {
  return elsewhere.test(text) || Object.values(marks).some((runner) => runner.outside.test(text));
}

/** The folders with files named as the runner wants them, whose first or last carries its mark; without fixtures. */
export function markedFolders(tree: Tree, named: RegExp, { mark }: Mark): readonly string[] {
  const carriesMark = (folder: string, name: string | undefined): boolean =>
    name !== undefined && mark.test(tree.text(joined(folder, name)) ?? '');
  return tree.sqlFolders.flatMap(({ path, names }) => {
    const files = isFixture(path) ? [] : names.filter((name) => named.test(name));
    return carriesMark(path, files[0]) || carriesMark(path, files.at(-1)) ? [path] : [];
  });
}

/** The mark that governs an offset: the last one before it, else the first. */
function lastBefore(text: string, mark: RegExp, offset: number): RegExpExecArray | null {
  const every = [...text.matchAll(new RegExp(mark.source, `${mark.flags}g`))];
  return every.findLast((match) => match.index <= offset) ?? every[0] ?? null;
}

function lineAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(offset, end < 0 ? text.length : end);
}

/** The comments a text begins with. */
function topOf(text: string): string {
  return /^(?:[ \t]*(?:--.*)?\r?\n)*/.exec(text)?.[0] ?? '';
}
