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
  const last = after.at(-1) ?? history.migrations.at(-1) ?? null;
  const framework = frameworkNamed(history.framework);
  return framework.nameAfter(
    history.folder,
    last === null ? null : { ...sqlFile(last.id, last.file, last.version), reads: framework.reads },
    slug,
    now,
  );
}
