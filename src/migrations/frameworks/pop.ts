import { dialects, type Dialect } from '../../model/dialect';
import type { Framework, MigrationFile, MigrationFolder } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { mentions } from './manifests';
import { compareVersions, nextVersion } from './numbers';
import { isFixture } from './paths';
import { slugOf } from './timestamps';
import { compareText, joined } from './tree';

const named = /^(\d+)_([^.]+)(?:\.([a-z0-9]+))??(\.autocommit)?\.(up|down)\.sql$/;

interface Named {
  readonly name: string;
  readonly version: string;
  /** null: for every dialect that has no file of its own. */
  readonly database: string | null;
  readonly autocommit: boolean;
  readonly direction: string;
}

/**
 * Pop and Ory's popx: `<number>_<name>[.<dialect>][.autocommit].up.sql` and `.down.sql` in one folder, a history
 * for each dialect. A file without a dialect is run for every dialect that has no file of the same version.
 * Source: ory/x, popx/{match,migration_box,migrator}.go; gobuffalo/pop, migrator.go.
 */
export const pop: Framework = {
  name: 'pop',
  reads: 'sql',

  find(tree) {
    return tree.sqlFolders
      .filter(({ path, names }) => {
        const found = names.flatMap((name) => read(name) ?? []).filter((one) => one.direction === 'up');
        if (found.length === 0 || isFixture(path)) return false;
        return (
          found.some((one) => one.autocommit || dialectOf(one.database) !== null) ||
          mentions(tree, path, 'go.mod', /\b(?:gobuffalo|ory)\/pop\b/)
        );
      })
      .flatMap(({ path }) => this.at(tree, path));
  },

  // A common file that every dialect of the names replaces is there for another dialect, which no name tells.
  at(tree, folder) {
    const all = tree.namesIn(folder).flatMap((name) => read(name) ?? []);
    const used = dialects.filter((dialect) => all.some((one) => dialectOf(one.database) === dialect));
    if (used.length === 0) return unlessEmpty(historyOf(folder, all, null));
    const histories = used.map((dialect) => historyOf(folder, all, dialect));
    const run = new Set(histories.flatMap(({ files }) => files.map((file) => file.id)));
    const isLeft = all.some((one) => one.direction === 'up' && one.database === null && !run.has(one.name));
    const rest = isLeft ? [historyOf(folder, all, null)] : [];
    return [...histories, ...rest].flatMap(unlessEmpty);
  },

  // migrator.go: each migration in a transaction, but for `.autocommit` files and on MySQL.
  transaction: (dialect) =>
    wholeFile(dialect === 'mysql' || dialect === 'mariadb' ? 'autocommit' : 'wrapped'),

  frames: () => null,

  downFile: (file) => (file.endsWith('.up.sql') ? file.replace(/\.up\.sql$/, '.down.sql') : null),

  // popx knows `.autocommit`; to gobuffalo's own migrator such a file is none.
  namedOutside(made, known) {
    if (!known.some((name) => name.includes('.autocommit.'))) return null;
    const outside = (text: string): string => text.replace(/\.up\.sql$/, '.autocommit.up.sql');
    return { ...made, id: outside(made.id), file: outside(made.file) };
  },

  nameAfter(folder, last, slug, now) {
    const match = last === null ? null : named.exec(last.id);
    const version = nextVersion(match?.[1] ?? null, now);
    const database = match?.[3] === undefined ? '' : `.${match[3]}`;
    const name = `${version}_${slugOf(slug)}${database}.up.sql`;
    return sqlFile(name, joined(folder, name), version);
  },
};

function read(name: string): Named | null {
  const match = named.exec(name);
  if (match?.[1] === undefined || match[5] === undefined) return null;
  return {
    name,
    version: match[1],
    database: match[3] ?? null,
    autocommit: match[4] !== undefined,
    direction: match[5],
  };
}

/** Pop's names of the dialects that are read here (its dialect_*.go). */
function dialectOf(database: string | null): Dialect | null {
  switch (database) {
    case 'postgres':
    case 'postgresql':
    case 'pg':
      return 'postgres';
    case 'mysql':
      return 'mysql';
    case 'mariadb':
      return 'mariadb';
    case 'sqlite':
    case 'sqlite3':
      return 'sqlite';
    default:
      return null;
  }
}

function historyOf(folder: string, all: readonly Named[], dialect: Dialect | null): MigrationFolder {
  const files = run(all, 'up', dialect);
  const downs = new Set(run(all, 'down', dialect).map((one) => one.version));
  return oneHistory(
    'pop',
    folder,
    files.map(({ name, version, autocommit }): MigrationFile => ({
      ...sqlFile(name, joined(folder, name), version, downs.has(version)),
      transaction: autocommit ? 'autocommit' : null,
    })),
    { dialect, perDialect: dialect !== null },
  );
}

function run(all: readonly Named[], direction: string, dialect: Dialect | null): readonly Named[] {
  const inDirection = all.filter((one) => one.direction === direction);
  const own = inDirection.filter((one) => dialect !== null && dialectOf(one.database) === dialect);
  const covered = new Set(own.map((one) => one.version));
  const common = inDirection.filter((one) => one.database === null && !covered.has(one.version));
  return [...own, ...common].sort(
    (one, other) => compareVersions(one.version, other.version) || compareText(one.name, other.name),
  );
}
