import path from 'node:path';
import { drizzle } from 'drizzle-orm/mysql2';
import { migrate } from 'drizzle-orm/mysql2/migrator';
import knexLibrary from 'knex';
import { createPool } from 'mysql2/promise';
import { Sequelize } from 'sequelize';
import { DataSource } from 'typeorm';
import { SequelizeStorage, Umzug } from 'umzug';
import { load, within, type Runner } from './runners';

/** The runners of the frameworks on a MariaDB that listens on a socket, by mysql2. */
export function runnersOnMariadb(socketPath: string): Readonly<Record<string, () => Runner>> {
  const connection = { socketPath, user: 'root', database: 'evolens' };
  return {
    typeorm: () => (work) =>
      within(work, async (folder) => {
        const source = new DataSource({
          type: 'mariadb',
          username: 'root',
          database: 'evolens',
          extra: { socketPath },
          migrations: [path.join(folder, 'src/migrations/*.ts')],
          migrationsTableName: 'typeorm_done',
        });
        await source.initialize();
        try {
          await source.runMigrations();
        } finally {
          await source.destroy();
        }
      }),

    knex: () => (work) =>
      within(work, async (folder) => {
        const client = knexLibrary({ client: 'mysql2', connection });
        try {
          await client.migrate.latest({ directory: path.join(folder, 'migrations') });
        } finally {
          await client.destroy();
        }
      }),

    sequelize: () => (work) =>
      within(work, async (folder) => {
        const sequelize = new Sequelize('evolens', 'root', '', {
          dialect: 'mysql',
          dialectOptions: { socketPath },
          logging: false,
        });
        const umzug = new Umzug({
          migrations: {
            glob: ['migrations/*.js', { cwd: folder }],
            resolve: ({ name, path: file, context }) => {
              const migration = load(file ?? '') as { up: (given: typeof context) => Promise<void> };
              return { name, up: () => migration.up(context) };
            },
          },
          context: sequelize.getQueryInterface(),
          storage: new SequelizeStorage({ sequelize }),
          logger: undefined,
        });
        try {
          await umzug.up();
        } finally {
          await sequelize.close();
        }
      }),

    drizzle: () => (work) =>
      within(work, async (folder) => {
        const pool = createPool(connection);
        try {
          await migrate(drizzle(pool), { migrationsFolder: path.join(folder, 'drizzle') });
        } finally {
          await pool.end();
        }
      }),
  };
}
