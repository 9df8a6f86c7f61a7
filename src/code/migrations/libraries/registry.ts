import type { FrameworkName } from '../../../model/migration';
import type { MigrationLibrary } from '../library';
import { knex } from './knex';
import { typeorm } from './typeorm';

const libraries: readonly MigrationLibrary[] = [knex, typeorm];

/** The reader of a framework's migrations in code; null for one whose migrations are SQL. */
export function libraryNamed(name: FrameworkName): MigrationLibrary | null {
  return libraries.find((library) => library.name === name) ?? null;
}
