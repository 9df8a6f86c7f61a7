import { byName, codeFile, codeFilesIn, codeFolders, type CodeFile } from './code-folders';
import { dialectIn, settingsNear } from './code-settings';
import type { Framework, MigrationFile, MigrationFolder } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { nextVersion } from './numbers';
import { isDownFile } from './paths';
import { slugOf } from './timestamps';
import { compareText, joined, parentOf, type Tree } from './tree';

const configurations = /^(?:config|database|sequelize[\w.-]*)\.(?:[cm]?[jt]s|json)$/i;

/**
 * Sequelize's command line and Umzug: the files of the folder in the order of their names, which are what is
 * recorded. An Umzug folder may hold SQL beside the code; a SQL file of the name of a code file is what that one
 * runs. Source: sequelize/umzug, src/umzug.ts; sequelize-cli.
 */
export const sequelize: Framework = {
  name: 'sequelize',
  reads: 'code',
  find: (tree) =>
    codeFolders(tree, 'sequelize').flatMap(({ path, files }) => unlessEmpty(historyOf(tree, path, files))),
  at: (tree, folder) => unlessEmpty(historyOf(tree, folder, codeFilesIn(tree, folder))),

  // Neither opens a transaction; a migration may do so itself.
  transaction: () => wholeFile('autocommit'),

  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const version = nextVersion(/^\d+/.exec(last?.id ?? '')?.[0] ?? null, now);
    const ending = /\.(?:[cm]?[jt]s|sql)$/.exec(last?.file ?? '')?.[0] ?? '.js';
    const name = `${version}-${slugOf(slug).replaceAll('_', '-')}${ending}`;
    return { ...sqlFile(name, joined(folder, name), name), reads: ending === '.sql' ? 'sql' : 'code' };
  },
};

function historyOf(tree: Tree, folder: string, files: readonly CodeFile[]): MigrationFolder {
  const code = byName(files).map((one) => codeFile(one, one.name, one.name));
  const settings = settingsNear(tree, parentOf(folder), configurations);
  const all = [...code, ...sqlOf(tree, folder, files)].sort((one, other) => compareText(one.id, other.id));
  return oneHistory('sequelize', folder, all, { dialect: dialectIn(settings, ['dialect']) });
}

function sqlOf(tree: Tree, folder: string, files: readonly CodeFile[]): readonly MigrationFile[] {
  const stems = new Set(files.map((one) => one.stem));
  return tree
    .namesIn(folder)
    .filter((name) => /^\d.*\.sql$/.test(name) && !isDownFile(name))
    .filter((name) => !stems.has(name.replace(/([._-]up)?\.sql$/, '')))
    .map((name) => sqlFile(name, joined(folder, name), name));
}
