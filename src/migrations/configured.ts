import type { Dialect } from '../model/dialect';
import type { FrameworkName, TransactionMode } from '../model/migration';
import type { MigrationFolder } from './frameworks/framework';
import { frameworkNamed } from './frameworks/registry';
import type { Tree } from './frameworks/tree';

/** What the team says of a folder of migrations; it stands above what is found. null: nothing. */
export interface FolderSettings {
  readonly folder: string;
  readonly framework: FrameworkName | null;
  readonly dialect: Dialect | null;
  readonly transaction: TransactionMode | null;
  /** The id or path of a migration, or the path of a file with a dump of the schema. */
  readonly start: string | null;
}

/**
 * The folders whose framework is settled by the settings. A folder that is named without a framework is found as
 * usual, so it is not among them.
 */
export function settledFolders(tree: Tree, settings: readonly FolderSettings[]): readonly MigrationFolder[] {
  const named = new Map(
    settings.flatMap(({ folder, framework }) => (framework === null ? [] : [[folder, framework] as const])),
  );
  return [...named].flatMap(([folder, framework]) => frameworkNamed(framework).at(tree, folder));
}

/** Folders that the settings name and nothing recognised: their SQL files in the order of their names. */
export function namedFolders(
  tree: Tree,
  settings: readonly FolderSettings[],
  found: readonly MigrationFolder[],
): readonly MigrationFolder[] {
  const known = new Set(found.map(({ folder }) => folder));
  const missing = new Set(settings.map(({ folder }) => folder).filter((folder) => !known.has(folder)));
  return [...missing].flatMap((folder) => frameworkNamed('plain').at(tree, folder));
}

/**
 * The settings of one history. Where a folder holds a history for each dialect, settings with a dialect are for
 * that history alone.
 */
export function settingsOf<T extends FolderSettings>(
  { folder, dialect, perDialect }: Pick<MigrationFolder, 'folder' | 'dialect' | 'perDialect'>,
  settings: readonly T[],
): T | null {
  const own = settings.filter((entry) => entry.folder === folder);
  if (!perDialect) return own[0] ?? null;
  return (
    own.find((entry) => entry.dialect === dialect) ?? own.find((entry) => entry.dialect === null) ?? null
  );
}
