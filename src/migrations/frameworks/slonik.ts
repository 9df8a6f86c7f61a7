import { codeFile, codeFilesIn, codeFolders, type CodeFile } from './code-folders';
import type { Framework, MigrationFolder } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { nextVersion } from './numbers';
import { slugOf } from './timestamps';
import { baseName, compareText, joined, type Tree } from './tree';

/** `1.0.0-1677208902-name.ts` and `next-1786414712-name.ts`: the moment stands behind a release. */
const released = /^(?:next|\d+(?:\.\d+)+(?:[-_][a-z]+(?:\.\d+)?)?)-(\d+(?:\.\d+)?)-/;

/**
 * Migrations that call Slonik's `sql`: @slonik/migrator runs `.sql`, `.ts` and `.js` files of a folder in the order
 * of their names (its `down/` folder holds the way back); runners of one's own, such as Logto's, order by a
 * timestamp behind the release. Source: mmkal/slonik-tools, packages/migrator/src/migrator.ts.
 */
export const slonik: Framework = {
  name: 'slonik',
  reads: 'code',
  find: (tree) =>
    codeFolders(tree, 'slonik').flatMap(({ path, files }) => unlessEmpty(historyOf(tree, path, files))),
  at: (tree, folder) => unlessEmpty(historyOf(tree, folder, codeFilesIn(tree, folder))),

  // connectMethod = 'transaction' (migrator.ts).
  transaction: () => wholeFile('wrapped'),

  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const match = last === null ? null : released.exec(baseName(last.file));
    const ending = /\.(?:[cm]?[jt]s|sql)$/.exec(last?.file ?? '')?.[0] ?? '.ts';
    const words = slugOf(slug).replaceAll('_', '-');
    const stamp = match?.[1]?.split('.')[0] ?? null;
    const name =
      stamp === null
        ? `${nextVersion(/^\d+/.exec(last?.id ?? '')?.[0] ?? null, now)}.${words}${ending}`
        : `next-${nextVersion(stamp, now)}-${words}${ending}`;
    return { ...sqlFile(name, joined(folder, name), name), reads: ending === '.sql' ? 'sql' : 'code' };
  },
};

function historyOf(tree: Tree, folder: string, files: readonly CodeFile[]): MigrationFolder {
  const names = tree.namesIn(folder).filter((name) => /^\d.*\.sql$/.test(name));
  const downs = new Set(tree.namesIn(joined(folder, 'down')));
  const all = [
    ...files.map((one) => codeFile(one, one.name, versionOf(one.name))),
    ...names.map((name) => sqlFile(name, joined(folder, name), name, downs.has(name))),
  ];
  return oneHistory(
    'slonik',
    folder,
    all.sort((one, other) => compare(one.id, other.id)),
    { dialect: 'postgres' },
  );
}

function versionOf(name: string): string {
  return released.exec(name)?.[1] ?? name;
}

function compare(one: string, other: string): number {
  const left = released.exec(one)?.[1];
  const right = released.exec(other)?.[1];
  if (left === undefined || right === undefined) return compareText(one, other);
  return Number(left) - Number(right) || compareText(one, other);
}
