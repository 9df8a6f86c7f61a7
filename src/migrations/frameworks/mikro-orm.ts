import { byName, codeFile, codeFilesIn, codeFolders, type CodeFile } from './code-folders';
import { dialectIn, literalOf, settingsNear } from './code-settings';
import type { Framework, MigrationFolder } from './framework';
import { oneHistory, unlessEmpty, wholeFile } from './framework';
import { slugOf, timestampAfter } from './timestamps';
import { joined, type Tree } from './tree';

const configurations = /^(?:[\w.-]*mikro-?orm[\w.-]*)\.(?:[cm]?[jt]s|json)$/i;

/**
 * MikroORM: classes that extend Migration, in the order of the file names, which are what is recorded (without
 * their extension). Source: mikro-orm/mikro-orm, packages/core/src/utils/AbstractMigrator.ts,
 * packages/migrations/src/MigrationRunner.ts.
 */
export const mikroOrm: Framework = {
  name: 'mikro-orm',
  reads: 'code',
  find: (tree) =>
    codeFolders(tree, 'mikro-orm').flatMap(({ path, files }) => unlessEmpty(historyOf(tree, path, files))),
  at: (tree, folder) => unlessEmpty(historyOf(tree, folder, codeFilesIn(tree, folder))),

  // `transactional: true, allOrNothing: true` (Configuration.ts); isTransactional() of a migration may say no.
  transaction: (_dialect, text) =>
    /\bisTransactional\s*\(\s*\)\s*(?::\s*boolean\s*)?\{\s*return\s+false\b/.test(text)
      ? wholeFile('autocommit')
      : wholeFile('wrapped', 'run'),

  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const stamp = timestampAfter(/\d{14}/.exec(last?.id ?? '')?.[0] ?? null, now);
    const id = `Migration${stamp}_${slugOf(slug)}`;
    const file = joined(folder, `${id}${/\.[cm]?[jt]s$/.exec(last?.file ?? '')?.[0] ?? '.ts'}`);
    return { id, version: id, file, reads: 'code', hasDown: false, transaction: null };
  },
};

function historyOf(tree: Tree, folder: string, files: readonly CodeFile[]): MigrationFolder {
  const settings = settingsNear(tree, folder, configurations);
  return oneHistory(
    'mikro-orm',
    folder,
    byName(files).map((one) => codeFile(one, one.stem, one.stem)),
    {
      dialect: dialectIn(settings, ['driver', 'type']) ?? importedDriver(settings),
      transaction: literalOf(settings, 'transactional') === 'false' ? 'autocommit' : null,
      transactionSpan: literalOf(settings, 'allOrNothing') === 'false' ? 'file' : null,
    },
  );
}

function importedDriver(settings: string): 'postgres' | 'mysql' | 'mariadb' | 'sqlite' | null {
  switch (/['"]@mikro-orm\/(postgresql|mysql|mariadb|sqlite|better-sqlite|libsql)['"]/.exec(settings)?.[1]) {
    case 'postgresql':
      return 'postgres';
    case 'mysql':
      return 'mysql';
    case 'mariadb':
      return 'mariadb';
    case undefined:
      return null;
    default:
      return 'sqlite';
  }
}
