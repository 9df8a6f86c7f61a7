import { sqlFile, type MigrationFile } from './framework';
import { compareVersions } from './numbers';
import { compareText, joined } from './tree';

/** What a framework reads from the name of a file. */
export interface NamedFile {
  /** As the framework records it. */
  readonly version: string;
  readonly direction: 'up' | 'down';
}

/**
 * The up files among the names of a folder, in the order of their versions, each with whether a down file of
 * the same version lies beside it. `read` gives null for a name the framework does not run.
 */
export function upFiles(
  folder: string,
  names: readonly string[],
  read: (name: string) => NamedFile | null,
  compare: (one: string, other: string) => number = compareVersions,
): readonly MigrationFile[] {
  const found = names.flatMap((name) => {
    const named = read(name);
    return named === null ? [] : [{ name, ...named }];
  });
  const downs = new Set(found.filter((one) => one.direction === 'down').map((one) => one.version));
  return found
    .filter((one) => one.direction === 'up')
    .sort((one, other) => compare(one.version, other.version) || compareText(one.name, other.name))
    .map(({ name, version }) => sqlFile(name, joined(folder, name), version, downs.has(version)));
}
