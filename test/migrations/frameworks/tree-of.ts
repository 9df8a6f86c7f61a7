import type { MigrationFolder } from '../../../src/migrations/frameworks/framework';
import { discoverMigrations } from '../../../src/migrations/discover';
import { Tree } from '../../../src/migrations/frameworks/tree';

export type Files = Readonly<Record<string, string>>;

/** Files in memory, as a framework sees them. */
export function treeOf(files: Files): Tree {
  return new Tree(projectOf(files));
}

export function projectOf(files: Files): { files: string[]; readText(file: string): string | null } {
  return { files: Object.keys(files).sort(), readText: (file) => files[file] ?? null };
}

/** Every history that is found, as `framework folder dialect: ids`. */
export function histories(files: Files): string[] {
  return discoverMigrations(projectOf(files)).folders.map(shown);
}

/** `framework folder dialect: ids`; a dialect that is not known is left out. */
export function shown({ framework, folder, dialect, files }: MigrationFolder): string {
  const place = [framework, folder === '' ? '.' : folder, ...(dialect === null ? [] : [dialect])].join(' ');
  return `${place}: ${files.map((file) => file.id).join(' ')}`;
}
