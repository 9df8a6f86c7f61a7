import type { Dialect } from '../../model/dialect';
import type { Framework, MigrationFile, MigrationFolder, Project } from './framework';
import { oneHistory, slugOf, sqlFile, timestampAfter, wholeFile } from './framework';

const migrationFile = /^(?:(.*)\/)?([^/]+)\/migration\.sql$/;

/** Prisma Migrate: `<folder>/<timestamp>_<name>/migration.sql`, run in the order of folder names. */
export const prisma: Framework = {
  name: 'prisma',
  reads: 'sql',

  find(project) {
    const folders = new Map<string, MigrationFile[]>();
    for (const file of project.files) {
      const match = migrationFile.exec(file);
      if (match?.[2] === undefined) continue;
      const folder = match[1] ?? '';
      const files = folders.get(folder) ?? [];
      const hasDown = project.files.includes(file.replace(/migration\.sql$/, 'down.sql'));
      files.push(sqlFile(match[2], file, match[2], hasDown));
      folders.set(folder, files);
    }
    return [...folders]
      .filter(([folder, files]) => looksLikePrisma(project, folder, files))
      .map(([folder, files]) => describe(project, folder, files));
  },

  // Prisma sends a file as one query: Postgres runs several statements of it in an implicit transaction
  // (PostgreSQL documentation, 55.2.2.1), MySQL and SQLite commit statement by statement.
  transaction: (dialect) => wholeFile(dialect === 'postgres' ? 'single-query' : 'autocommit'),

  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const previous = last === null ? null : (/^\d{14}/.exec(last.id)?.[0] ?? null);
    const id = `${timestampAfter(previous, now)}_${slugOf(slug)}`;
    return sqlFile(id, `${folder === '' ? '' : `${folder}/`}${id}/migration.sql`, id);
  },
};

function looksLikePrisma(project: Project, folder: string, files: readonly MigrationFile[]): boolean {
  return (
    hasLock(project, folder) ||
    files.some((file) => /^\d{14}_|^\d+_init/.test(file.id)) ||
    /(^|\/)migrations$/.test(folder)
  );
}

function hasLock(project: Project, folder: string): boolean {
  return project.readText(lockFile(folder)) !== null;
}

function lockFile(folder: string): string {
  return `${folder === '' ? '' : `${folder}/`}migration_lock.toml`;
}

function describe(project: Project, folder: string, files: MigrationFile[]): MigrationFolder {
  const ordered = files.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return oneHistory('prisma', folder, ordered, dialectOf(project, folder));
}

function dialectOf(project: Project, folder: string): Dialect | null {
  const lock = project.readText(lockFile(folder));
  return dialectOfProvider(lock === null ? null : (/^\s*provider\s*=\s*"([^"]+)"/m.exec(lock)?.[1] ?? null));
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
