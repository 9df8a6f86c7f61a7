import type { Dialect } from '../../model/dialect';
import type { Framework, MigrationFile } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { generatedWarnings } from './prisma-warnings';
import { slugOf, timestampAfter } from './timestamps';
import { baseName, compareText, joined, parentOf, type Folder, type Tree } from './tree';

const codeFile = /^migration\.[cm]?[jt]s$/;

/**
 * Prisma Migrate: `<folder>/<timestamp>_<name>/migration.sql`, run in the order of folder names, up only. A
 * runner of its own that keeps this layout may have `migration.ts` in place of the SQL (Formbricks).
 */
export const prisma: Framework = {
  name: 'prisma',
  reads: 'sql',

  find(tree) {
    const parents = new Set(
      tree.folders.filter(isMigration).map((folder) => (folder.path === '' ? null : parentOf(folder.path))),
    );
    return [...parents]
      .filter((folder) => folder !== null)
      .sort(compareText)
      .filter((folder) => looksLikePrisma(tree, folder))
      .flatMap((folder) => this.at(tree, folder));
  },

  at(tree, folder) {
    const files = tree
      .below(folder)
      .filter(isMigration)
      .map((one) => fileOf(tree, one));
    const ordered = files.sort((one, other) => compareText(one.id, other.id));
    return unlessEmpty(oneHistory('prisma', folder, ordered, { dialect: dialectOf(tree, folder) }));
  },

  // Prisma sends a file as one query: Postgres runs several statements of it in an implicit transaction
  // (PostgreSQL documentation, 55.2.2.1), MySQL and SQLite commit statement by statement.
  transaction: (dialect) => wholeFile(dialect === 'postgres' ? 'single-query' : 'autocommit'),

  frames: () => null,

  generatedWarnings,

  // No part of Prisma: a convention that some projects run by hand.
  downFile: (file) => file.replace(/migration\.sql$/, 'down.sql'),

  nameAfter(folder, last, slug, now) {
    const previous = last === null ? null : (/^\d{14}/.exec(last.id)?.[0] ?? null);
    const id = `${timestampAfter(previous, now)}_${slugOf(slug)}`;
    return sqlFile(id, joined(folder, `${id}/migration.sql`), id);
  },
};

function isMigration({ names, path }: Folder): boolean {
  return (
    names.includes('migration.sql') || (/\/\d{14}_/.test(path) && names.some((name) => codeFile.test(name)))
  );
}

function fileOf(tree: Tree, { path, names }: Folder): MigrationFile {
  const id = baseName(path);
  if (names.includes('migration.sql'))
    return sqlFile(id, joined(path, 'migration.sql'), id, tree.has(joined(path, 'down.sql')));
  const name = names.find((candidate) => codeFile.test(candidate)) ?? '';
  return { ...sqlFile(id, joined(path, name), id), reads: 'code' };
}

function looksLikePrisma(tree: Tree, folder: string): boolean {
  return (
    tree.has(joined(folder, 'migration_lock.toml')) ||
    tree.below(folder).some((one) => isMigration(one) && /^\d{14}_|^\d+_init/.test(baseName(one.path))) ||
    /(^|\/)migrations$/.test(folder)
  );
}

/** From the lock file, else from a schema.prisma beside or above the folder. */
function dialectOf(tree: Tree, folder: string): Dialect | null {
  const lock = tree.text(joined(folder, 'migration_lock.toml'));
  const locked = lock === null ? null : (/^\s*provider\s*=\s*"([^"]+)"/m.exec(lock)?.[1] ?? null);
  const schema = locked === null ? tree.text(joined(parentOf(folder), 'schema.prisma')) : null;
  const declared =
    schema === null ? null : (/datasource\s+\w+\s*\{[^}]*?provider\s*=\s*"(\w+)"/.exec(schema)?.[1] ?? null);
  return dialectOfProvider(locked ?? declared);
}

/** The dialect behind a `provider` of Prisma; null for one that is not ours, or none. */
export function dialectOfProvider(provider: string | null): Dialect | null {
  switch (provider) {
    case 'postgresql':
    case 'postgres':
      return 'postgres';
    case 'mysql':
      return 'mysql';
    case 'sqlite':
      return 'sqlite';
    default:
      return null;
  }
}
