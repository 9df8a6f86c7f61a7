import type { MigrationFile } from './frameworks/framework';
import { sqlFile } from './frameworks/framework';

/** What a history is replayed from instead of its first migration. */
export type Start =
  /** One of the migrations, which replaces those before it. */
  | { readonly kind: 'migration'; readonly index: number }
  /** A file that holds the whole schema as a tool dumped it. */
  | { readonly kind: 'dump'; readonly file: MigrationFile }
  /** Nothing of this name is there. */
  | { readonly kind: 'missing' };

/** What `start` of the settings names: an id, a file name, a path, or a number among the migrations, else a file. */
export function findStart(
  named: string,
  files: readonly MigrationFile[],
  exists: (file: string) => boolean,
): Start {
  const index = files.findIndex(
    (entry) =>
      entry.file === named ||
      entry.id === named ||
      entry.id === `${named}.sql` ||
      entry.version === named ||
      entry.file.startsWith(`${named}/`),
  );
  if (index >= 0) return { kind: 'migration', index };
  if (!exists(named)) return { kind: 'missing' };
  return { kind: 'dump', file: { ...sqlFile(named, named, null), transaction: 'autocommit' } };
}

/**
 * The versions that a dump says have run: Rails and dbmate write the rows of their table schema_migrations at its
 * end. Empty when it says nothing.
 */
export function versionsIn(dump: string): ReadonlySet<string> {
  const rows = /\bINSERT\s+INTO\s+[^;(]*\bschema_migrations\b[^;]*?\bVALUES\b([^;]*)/gi;
  return new Set(
    [...dump.matchAll(rows)].flatMap((match) =>
      [...(match[1] ?? '').matchAll(/'([^']+)'/g)].map((row) => row[1] ?? ''),
    ),
  );
}
