import type { Framework } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { upFiles, type NamedFile } from './folder-files';
import { dialectOfCrate, mentions } from './manifests';
import { framesOf, marks } from './marks';
import { nextVersion, wholeNumber } from './numbers';
import { isFixture } from './paths';
import { slugOf } from './timestamps';
import { joined } from './tree';

const named = /^(\d+)_(.*?)(\.up|\.down)?\.sql$/;

/**
 * sqlx: `<number>_<name>.sql`, or `.up.sql` and `.down.sql`, in the order of their numbers. Found in the folders
 * of a crate that depends on sqlx. Source: launchbadge/sqlx, sqlx-core/src/migrate/{source,migration_type}.rs.
 */
export const sqlx: Framework = {
  name: 'sqlx',
  reads: 'sql',

  find(tree) {
    return tree.sqlFolders
      .filter(
        ({ path, names }) =>
          !isFixture(path) &&
          names.some((name) => named.test(name)) &&
          mentions(tree, path, 'Cargo.toml', /^\s*(?:sqlx\s*=|sqlx\.|\[[\w.-]*dependencies\.sqlx\])/m),
      )
      .flatMap(({ path }) => this.at(tree, path));
  },

  at(tree, folder) {
    const files = upFiles(folder, tree.namesIn(folder), read);
    return unlessEmpty(oneHistory('sqlx', folder, files, { dialect: dialectOfCrate(tree, folder, 'sqlx') }));
  },

  // source.rs: no_tx when the text starts with `-- no-transaction`; it is then sent as one query. MySQL opens a
  // transaction whatever the text says (sqlx-mysql/src/migrate.rs).
  transaction(dialect, text) {
    if (dialect === 'mysql' || dialect === 'mariadb' || !marks.sqlx.outside.test(text))
      return wholeFile('wrapped');
    return wholeFile(dialect === 'postgres' ? 'single-query' : 'autocommit');
  },

  frames: () => framesOf(marks.sqlx),

  downFile: (file) => (file.endsWith('.up.sql') ? file.replace(/\.up\.sql$/, '.down.sql') : null),

  nameAfter(folder, last, slug, now) {
    const match = last === null ? null : named.exec(last.id);
    const version = nextVersion(match?.[1] ?? null, now);
    const name = `${version}_${slugOf(slug)}${match?.[3] === undefined ? '' : '.up'}.sql`;
    return sqlFile(name, joined(folder, name), wholeNumber(version));
  },
};

function read(name: string): NamedFile | null {
  const match = named.exec(name);
  if (match?.[1] === undefined) return null;
  return { version: wholeNumber(match[1]), direction: match[3] === '.down' ? 'down' : 'up' };
}
