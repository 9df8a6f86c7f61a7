import type { FrameworkName } from '../../../model/migration';
import type { MigrationLibrary } from '../library';
import { drizzle } from './drizzle';
import { knex } from './knex';
import { kysely } from './kysely';
import { nodePgMigrate } from './node-pg-migrate';
import { sequelize } from './sequelize';
import { mikroOrm } from './mikro-orm';
import { slonik } from './slonik';
import { typeorm } from './typeorm';

const libraries: readonly MigrationLibrary[] = [
  drizzle,
  knex,
  kysely,
  nodePgMigrate,
  sequelize,
  mikroOrm,
  slonik,
  typeorm,
];

/** The reader of a framework's migrations in code; null for one whose migrations are SQL. */
export function libraryNamed(name: FrameworkName): MigrationLibrary | null {
  return libraries.find((library) => library.name === name) ?? null;
}
