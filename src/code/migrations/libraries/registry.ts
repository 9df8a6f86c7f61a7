import type { FrameworkName } from '../../../model/migration';
import type { MigrationLibrary } from '../library';
import { typeorm } from './typeorm';

const libraries: readonly MigrationLibrary[] = [typeorm];

/** The reader of a framework's migrations in code; null for one whose migrations are SQL. */
export function libraryNamed(name: FrameworkName): MigrationLibrary | null {
  return libraries.find((library) => library.name === name) ?? null;
}
