import type { TransactionPart } from '../../model/migration';
import type { Framework, Frames, MigrationFile } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { changelogRoots } from './liquibase-changelog';
import { compareVersions, nextVersion } from './numbers';
import { isFixture } from './paths';
import { slugOf } from './timestamps';
import { baseName, compareText, joined, parentOf, type Tree } from './tree';

const header = /^\s*--\s*liquibase\s+formatted/i;
const changeset = /^\s*--\s*changeset\s+("[^"]+"|[^:\s]+):\s*("[^"]+"|\S+)(.*)$/gim;
const telling =
  /(^|\/)[^/]*(?:changelogs?|change[-_]?sets?|changes|liquibase|migrations?|db|sql)[^/]*(\/|$)/i;

/**
 * Liquibase's formatted SQL: files that begin with `--liquibase formatted sql`, in the order in which a changelog
 * in XML, YAML or JSON includes them, else in that of their names. Each `--changeset` is a part with its own
 * transaction; `--rollback` lines are the way back. Source: liquibase/liquibase,
 * AbstractFormattedChangeLogParser.java.
 */
export const liquibase: Framework = {
  name: 'liquibase',
  reads: 'sql',

  find(tree) {
    const roots = changelogRoots(tree);
    const ordered = roots.map((root) => historyOf(tree, parentOf(root.file), root.sql));
    const taken = new Set(roots.flatMap((root) => root.sql));
    const loose = tree.sqlFolders
      .filter(
        ({ path, names }) => telling.test(path) && !isFixture(path) && isProbed(tree, path, names, taken),
      )
      .flatMap(({ path }) => this.at(tree, path));
    return [...ordered.flatMap(unlessEmpty), ...loose];
  },

  at(tree, folder) {
    const files = tree
      .namesIn(folder)
      .filter((name) => isFormatted(tree, joined(folder, name)))
      .sort((one, other) => compareVersions(numberOf(one), numberOf(other)) || compareText(one, other))
      .map((name) => joined(folder, name));
    return unlessEmpty(historyOf(tree, folder, files));
  },

  // "runInTransaction", default true, of each changeset (RUN_IN_TRANSACTION_PATTERN).
  transaction(_dialect, text) {
    const parts = [...text.matchAll(changeset)].map((match): TransactionPart => ({
      start: match.index,
      transaction: /\brunInTransaction:\s*"?false\b/i.test(match[3] ?? '') ? 'autocommit' : 'wrapped',
    }));
    const [first] = parts;
    return { ...wholeFile(first?.transaction ?? 'wrapped'), parts: parts.length > 1 ? parts : [] };
  },

  frames: (text) => framesLike(text),

  downSection: (lines) => lines.map((line) => `--rollback ${line}`.trimEnd()),

  nameAfter(folder, last, slug, now) {
    const within = last === null ? folder : parentOf(last.file);
    const previous = last === null ? null : numberOf(baseName(last.file));
    const number = previous === null || previous === '' ? nextVersion(null, now) : nextVersion(previous, now);
    const separator = last === null ? '_' : (/^\d+(?:\.\d+)*([-_])/.exec(baseName(last.file))?.[1] ?? '_');
    const name = `${number}${separator}${slugOf(slug)}.sql`;
    const file = joined(within, name);
    return sqlFile(folder === '' ? file : file.slice(folder.length + 1), file, null);
  },
};

function historyOf(tree: Tree, folder: string, files: readonly string[]): ReturnType<typeof oneHistory> {
  return oneHistory(
    'liquibase',
    folder,
    files.map((file): MigrationFile => {
      const id = folder !== '' && file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
      return sqlFile(id, file, id, /^\s*--\s*rollback\b/im.test(tree.text(file) ?? ''));
    }),
  );
}

/** The first or the last file of a folder tells. */
function isProbed(tree: Tree, folder: string, names: readonly string[], taken: ReadonlySet<string>): boolean {
  const probed = [names[0], names.at(-1)].flatMap((name) =>
    name === undefined ? [] : [joined(folder, name)],
  );
  return probed.some((file) => !taken.has(file) && isFormatted(tree, file));
}

function isFormatted(tree: Tree, file: string): boolean {
  return file.toLowerCase().endsWith('.sql') && header.test(tree.text(file) ?? '');
}

function numberOf(name: string): string {
  return /^\d+(?:\.\d+)*/.exec(name)?.[0] ?? '';
}

/** A new file repeats the author of the last one; its name is the id, which has to be unique in the changelog. */
function framesLike(text: string): Frames {
  const author = [...text.matchAll(changeset)].at(-1)?.[1] ?? 'evolens';
  return {
    header: (frame, id) => [
      '--liquibase formatted sql',
      '',
      `--changeset ${author}:${baseName(id).replace(/\.sql$/, '')}${frame === 'transaction' ? '' : ' runInTransaction:false'}`,
    ],
    beside: () => null,
    leave: (file, own, at) => {
      const mark = [...own.matchAll(changeset)].findLast((match) => match.index <= at);
      if (mark === undefined || /\brunInTransaction:/i.test(mark[3] ?? '')) return null;
      const end = mark.index + mark[0].trimEnd().length;
      return { file, range: { start: end, end }, newText: ' runInTransaction:false' };
    },
  };
}
