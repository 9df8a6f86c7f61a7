import type { History } from '../model/migration';
import { sqlFile, type MigrationFile } from './frameworks/framework';
import { frameworkNamed } from './frameworks/registry';

/**
 * Where a new migration of this history goes so that it runs after all that exist.
 * `after` counts as existing too: files that the same fix creates just before. `slug` is any words.
 */
export function nextMigrationFile(
  history: History,
  slug: string,
  now: Date,
  after: readonly MigrationFile[] = [],
): MigrationFile {
  return frameworkNamed(history.framework).nameAfter(
    history.folder,
    after.at(-1) ?? lastOf(history),
    slug,
    now,
  );
}

/** The last migration with a version: repeatable ones are run after all others, and a dump before them. */
function lastOf({ migrations }: History): MigrationFile | null {
  const last = migrations.findLast((migration) => migration.version !== null) ?? migrations.at(-1);
  if (last === undefined) return null;
  return { ...sqlFile(last.id, last.file, last.version), reads: last.embedding === null ? 'sql' : 'code' };
}
