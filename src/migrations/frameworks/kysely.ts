import { codeFile, codeFilesIn, codeFolders, type CodeFile } from './code-folders';
import type { Framework, MigrationFolder } from './framework';
import { oneHistory, unlessEmpty, wholeFile } from './framework';
import { nextVersion } from './numbers';
import { slugOf } from './timestamps';
import { joined } from './tree';

/**
 * Kysely: the files of the folder in the order of their names without extension, compared as `localeCompare`
 * does. Source: kysely, dist/esm/migration/migrator.js.
 */
export const kysely: Framework = {
  name: 'kysely',
  reads: 'code',
  find: (tree) =>
    codeFolders(tree, 'kysely').flatMap(({ path, files }) => unlessEmpty(historyOf(path, files))),
  at: (tree, folder) => unlessEmpty(historyOf(folder, codeFilesIn(tree, folder))),

  // One transaction for all pending migrations where the adapter says supportsTransactionalDdl: Postgres does,
  // MySQL and SQLite do not (dist/esm/dialect/*/*-adapter.js).
  transaction: (dialect) => (dialect === 'postgres' ? wholeFile('wrapped', 'run') : wholeFile('autocommit')),

  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const ending = /\.[cm]?[jt]s$/.exec(last?.file ?? '')?.[0] ?? '.ts';
    const stamp = stampAfter(last?.id ?? null, now);
    const separator = /^[\dT:.-]*?\d([-_])[a-z]/i.exec(last?.id ?? '')?.[1] ?? '_';
    const words = separator === '-' ? slugOf(slug).replaceAll('_', '-') : slugOf(slug);
    const id = `${stamp}${separator}${words}`;
    return {
      id,
      version: id,
      file: joined(folder, `${id}${ending}`),
      reads: 'code',
      hasDown: false,
      transaction: null,
    };
  },
};

function historyOf(folder: string, files: readonly CodeFile[]): MigrationFolder {
  const ordered = [...files].sort((one, other) => one.stem.localeCompare(other.stem));
  return oneHistory(
    'kysely',
    folder,
    ordered.map((one) => codeFile(one, one.stem, one.stem)),
  );
}

/** In the manner of the last name: `20240102T030405` as kysely-ctl writes it, or a number. */
function stampAfter(last: string | null, now: Date): string {
  const dated = last === null ? null : /^(\d{8})T(\d{6})/.exec(last);
  if (dated === null) return nextVersion(/^\d+/.exec(last ?? '')?.[0] ?? null, now);
  const next = nextVersion(`${dated[1] ?? ''}${dated[2] ?? ''}`, now);
  return `${next.slice(0, 8)}T${next.slice(8)}`;
}
