import { codeFile, codeFilesIn, codeFolders, type CodeFile } from './code-folders';
import type { Framework, MigrationFile, MigrationFolder } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { nextVersion } from './numbers';
import { isFixture } from './paths';
import { slugOf } from './timestamps';
import { joined, type Tree } from './tree';

const upMark = /^\s*--[\s-]*up\s+migration/im;
const downMark = /^\s*--[\s-]*down\s+migration/im;

/**
 * node-pg-migrate: `<number>_<name>.js`, `.ts` or `.sql`, in the order of their numbers (17 digits are a date in
 * UTC); SQL has `-- Up Migration` and `-- Down Migration` in one file. Postgres only.
 * Source: salsita/node-pg-migrate, src/{migration,runner,sqlMigration}.ts.
 */
export const nodePgMigrate: Framework = {
  name: 'node-pg-migrate',
  reads: 'code',

  find(tree) {
    const code = codeFolders(tree, 'node-pg-migrate');
    const known = new Set(code.map(({ path }) => path));
    const sql = tree.sqlFolders
      .filter(({ path, names }) => !known.has(path) && !isFixture(path) && isMarked(tree, path, names))
      .flatMap(({ path }) => this.at(tree, path));
    return [...code.flatMap(({ path, files }) => unlessEmpty(historyOf(tree, path, files))), ...sql];
  },

  at: (tree, folder) => unlessEmpty(historyOf(tree, folder, codeFilesIn(tree, folder))),

  // `--single-transaction`, on by default (docs/src/cli.md): all pending migrations together; pgm.noTransaction()
  // breaks it for one of them. Called from code without singleTransaction, each has its own (runner.ts).
  transaction: (_dialect, text) =>
    /\bpgm\s*\.\s*noTransaction\s*\(/.test(text) ? wholeFile('autocommit') : wholeFile('wrapped', 'run'),

  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const ending = /\.(?:[cm]?[jt]s|sql)$/.exec(last?.file ?? '')?.[0] ?? '.js';
    const previous = /^\d+/.exec(last?.id ?? '')?.[0] ?? null;
    const id = `${previous === null ? String(now.getTime()) : nextVersion(previous, now)}_${slugOf(slug)}`;
    const file = sqlFile(id, joined(folder, `${id}${ending}`), id);
    return { ...file, reads: ending === '.sql' ? 'sql' : 'code' };
  },
};

function historyOf(tree: Tree, folder: string, code: readonly CodeFile[]): MigrationFolder {
  const sql = tree
    .namesIn(folder)
    .filter((name) => /^\d+.*\.sql$/.test(name))
    .map((name): MigrationFile => {
      const id = name.replace(/\.sql$/, '');
      return sqlFile(id, joined(folder, name), id, downMark.test(tree.text(joined(folder, name)) ?? ''));
    });
  const all = [...code.map((one) => codeFile(one, one.stem, one.stem)), ...sql];
  return oneHistory('node-pg-migrate', folder, all.sort(byPrefix), {
    dialect: 'postgres',
    transactionSpan: isSplit(tree, folder) ? 'file' : null,
  });
}

function byPrefix(one: MigrationFile, other: MigrationFile): number {
  return prefixOf(one.id) - prefixOf(other.id) || one.id.localeCompare(other.id);
}

function prefixOf(id: string): number {
  const digits = /^\d+/.exec(id)?.[0] ?? '0';
  const date = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(digits);
  if (date === null) return Number(digits);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, rest = 0] = date
    .slice(1)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second, rest);
}

function isMarked(tree: Tree, folder: string, names: readonly string[]): boolean {
  const numbered = names.filter((name) => /^\d+.*\.sql$/.test(name));
  return [numbered[0], numbered.at(-1)].some((name) => {
    const text = name === undefined ? '' : (tree.text(joined(folder, name)) ?? '');
    return upMark.test(text) || downMark.test(text);
  });
}

/** `--no-single-transaction` in a script, or the setting of a configuration file. */
function isSplit(tree: Tree, folder: string): boolean {
  return tree
    .above(folder, 'package.json')
    .some((text) => /--no-single-transaction\b|"single-transaction"\s*:\s*false/.test(text));
}
