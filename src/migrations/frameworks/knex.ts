import { byName, codeFile, codeFilesIn, codeFolders, type CodeFile } from './code-folders';
import { dialectIn, literalOf, settingsNear } from './code-settings';
import type { Framework, MigrationFolder } from './framework';
import { oneHistory, unlessEmpty, wholeFile } from './framework';
import { nextVersion } from './numbers';
import { slugOf } from './timestamps';
import { joined, type Tree } from './tree';

const configurations = /^(?:knexfile|knex\.config|knex-config)\.[cm]?[jt]s$/i;

/**
 * Knex: every file of the folder in the order of names, which are what is recorded; SQL files are not run.
 * Source: knex, lib/migrations/migrate/{Migrator,sources/fs-migrations}.js.
 */
export const knex: Framework = {
  name: 'knex',
  reads: 'code',
  find: (tree) =>
    codeFolders(tree, 'knex').flatMap(({ path, files }) => unlessEmpty(historyOf(tree, path, files))),
  at: (tree, folder) => unlessEmpty(historyOf(tree, folder, codeFilesIn(tree, folder))),

  // Migrator.latest: one transaction for all pending migrations unless one of them says
  // `config = { transaction: false }` or the configuration says disableTransactions.
  transaction: (_dialect, text) =>
    /\bconfig\b[^;]{0,40}=\s*\{[^}]*\btransaction\s*:\s*false\b/.test(text)
      ? wholeFile('autocommit')
      : wholeFile('wrapped', 'run'),

  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const version = nextVersion(/^\d+/.exec(last?.id ?? '')?.[0] ?? null, now);
    const name = `${version}_${slugOf(slug)}${/\.[cm]?[jt]s$/.exec(last?.file ?? '')?.[0] ?? '.js'}`;
    return {
      id: name,
      version: name,
      file: joined(folder, name),
      reads: 'code',
      hasDown: false,
      transaction: null,
    };
  },
};

const release = /^\d+(?:\.\d+)+(?:-[\w.]+)?$/;

/** Files named by releases need a migration source of their own, or `2.5.12` would come after `2.5.108`. */
function inOrder(files: readonly CodeFile[]): readonly CodeFile[] {
  if (!files.every(({ stem }) => release.test(stem))) return byName(files);
  return [...files].sort((one, other) => one.stem.localeCompare(other.stem, 'en', { numeric: true }));
}

function historyOf(tree: Tree, folder: string, files: readonly CodeFile[]): MigrationFolder {
  const settings = settingsNear(tree, folder, configurations);
  return oneHistory(
    'knex',
    folder,
    inOrder(files).map((one) => codeFile(one, one.name, one.name)),
    {
      dialect: dialectIn(settings, ['client', 'dialect']),
      transaction: literalOf(settings, 'disableTransactions') === 'true' ? 'autocommit' : null,
    },
  );
}
