import { codeFile, codeFilesIn, codeFolders, type CodeFile } from './code-folders';
import { dialectIn, literalOf, settingsNear } from './code-settings';
import type { Framework, MigrationFolder } from './framework';
import { oneHistory, unlessEmpty, wholeFile } from './framework';
import { compareText, joined, type Tree } from './tree';

const configurations =
  /^(?:ormconfig|(?:[\w.-]*[-_.])?data-?source[\w.-]*|typeorm[\w.-]*|[\w.-]*typeorm[\w.-]*\.config)\.(?:[cm]?[jt]s|json|ya?ml)$/i;

/**
 * TypeORM: classes that implement MigrationInterface, in the order of the timestamp at the end of the class name
 * (or of its `name`). Source: typeorm/typeorm, src/migration/MigrationExecutor.ts.
 */
export const typeorm: Framework = {
  name: 'typeorm',
  reads: 'code',
  find: (tree) =>
    codeFolders(tree, 'typeorm').flatMap(({ path, files }) => unlessEmpty(historyOf(tree, path, files))),
  at: (tree, folder) => unlessEmpty(historyOf(tree, folder, codeFilesIn(tree, folder))),

  // `transaction: "all" | "none" | "each" = "all"`; a class may say `transaction = false`.
  transaction: (_dialect, text) =>
    /^\s*(?:public\s+|readonly\s+)*transaction\s*(?::\s*\w+\s*)?=\s*false\b/m.test(text)
      ? wholeFile('autocommit')
      : wholeFile('wrapped', 'run'),

  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const previous = last === null ? 0 : timestampOf(last.version ?? '');
    const stamp = Math.max(now.getTime(), previous + 1);
    const words = slug.replace(/[^A-Za-z0-9]+(\w?)/g, (_all, next: string) => next.toUpperCase());
    const className = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    const id = `${stamp}-${className}`;
    const file = joined(folder, `${id}${/\.[cm]?[jt]s$/.exec(last?.file ?? '')?.[0] ?? '.ts'}`);
    return { id, version: `${className}${stamp}`, file, reads: 'code', hasDown: false, transaction: null };
  },
};

function historyOf(tree: Tree, folder: string, files: readonly CodeFile[]): MigrationFolder {
  const settings = settingsNear(tree, folder, configurations);
  const mode = literalOf(settings, 'migrationsTransactionMode');
  const ordered = [...files].sort(
    (one, other) =>
      timestampOf(nameOf(one)) - timestampOf(nameOf(other)) || compareText(one.name, other.name),
  );
  return oneHistory(
    'typeorm',
    folder,
    ordered.map((one) => codeFile(one, one.stem, nameOf(one))),
    {
      dialect: dialectIn(settings, ['type']),
      transaction: mode === 'none' ? 'autocommit' : null,
      transactionSpan: mode === 'each' ? 'file' : null,
    },
  );
}

function nameOf({ signs, stem }: CodeFile): string {
  return signs.ownName ?? signs.className ?? stem;
}

/** The last 13 characters of the name, as TypeORM reads them; a name without them comes first. */
function timestampOf(name: string): number {
  const stamp = Number.parseInt(name.slice(-13), 10);
  return Number.isNaN(stamp) ? 0 : stamp;
}
