import type { Framework } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { upFiles, type NamedFile } from './folder-files';
import { mentions } from './manifests';
import { nextVersion, wholeNumber } from './numbers';
import { isFixture, isForeignName } from './paths';
import { slugOf } from './timestamps';
import { joined } from './tree';

const named = /^([0-9]+)_(.*)\.(down|up)\.sql$/;

/**
 * golang-migrate: `<number>_<name>.up.sql` and `.down.sql` in one folder, in the order of their numbers.
 * Found where both directions lie in one folder, or where go.mod names the library.
 * Source: golang-migrate/migrate, source/parse.go.
 */
export const golangMigrate: Framework = {
  name: 'golang-migrate',
  reads: 'sql',

  find(tree) {
    return tree.sqlFolders
      .filter(
        ({ path, names }) =>
          !isFixture(path) &&
          names.some((name) => read(name)?.direction === 'up') &&
          (names.some((name) => read(name)?.direction === 'down') ||
            mentions(tree, path, 'go.mod', /golang-migrate\/migrate/)),
      )
      .flatMap(({ path }) => this.at(tree, path));
  },

  at: (tree, folder) =>
    unlessEmpty(oneHistory('golang-migrate', folder, upFiles(folder, tree.namesIn(folder), read))),

  // database/postgres/postgres.go sends a file as one query unless x-multi-statement is set; database/mysql
  // turns multiStatements on and opens no transaction; database/sqlite opens one unless x-no-tx-wrap is set.
  transaction(dialect) {
    if (dialect === 'postgres') return wholeFile('single-query');
    return wholeFile(dialect === 'sqlite' ? 'wrapped' : 'autocommit');
  },

  frames: () => null,

  downFile: (file) => (file.endsWith('.up.sql') ? file.replace(/\.up\.sql$/, '.down.sql') : null),

  nameAfter(folder, last, slug, now) {
    const digits = last === null ? null : (named.exec(last.id)?.[1] ?? last.version);
    const version = nextVersion(digits, now);
    const name = `${version}_${slugOf(slug)}.up.sql`;
    return sqlFile(name, joined(folder, name), wholeNumber(version));
  },
};

function read(name: string): NamedFile | null {
  const match = named.exec(name);
  if (match?.[1] === undefined || isForeignName(name)) return null;
  return { version: wholeNumber(match[1]), direction: match[3] === 'down' ? 'down' : 'up' };
}
