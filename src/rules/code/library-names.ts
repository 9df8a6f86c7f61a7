import type { LibraryName } from '../../model/code';

/** The libraries as their makers write them. */
export const libraryNames: Readonly<Record<LibraryName, string>> = {
  prisma: 'Prisma',
  typeorm: 'TypeORM',
  drizzle: 'Drizzle',
  kysely: 'Kysely',
  knex: 'Knex',
  sequelize: 'Sequelize',
  'mikro-orm': 'MikroORM',
  objection: 'Objection',
  mongoose: 'Mongoose',
  supabase: 'Supabase',
  sql: 'SQL',
};
