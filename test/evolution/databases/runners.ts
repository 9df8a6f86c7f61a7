import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import knexLibrary from 'knex';
import { Client, Pool } from 'pg';
import { Sequelize } from 'sequelize';
import { DataSource } from 'typeorm';
import { SequelizeStorage, Umzug } from 'umzug';
import type { Sample } from '../writing/frameworks';
import { Work } from '../writing/project';

/** Runs every migration of a work tree that has not run yet, as the framework itself does; or takes the last one back. */
export type Runner = (work: Work, back?: 'back') => Promise<void>;

export const load = createRequire(__filename);
const out = path.join(__dirname, '../../../out');

/** Migrations are loaded as a project would: from files, with the libraries of this project in reach. */
function written(work: Work): string {
  fs.mkdirSync(out, { recursive: true });
  const folder = fs.mkdtempSync(path.join(out, 'runner-'));
  for (const [file, text] of work.files) {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  return folder;
}

export async function within(work: Work, run: (folder: string) => Promise<void>): Promise<void> {
  const folder = written(work);
  try {
    await run(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The sample before anybody asks for anything. */
export function beforeAsking({ files, asking }: Sample): Work {
  const left = Object.entries(files).filter(([file]) => file !== asking);
  const work = new Work(Object.fromEntries(left));
  const journal = 'drizzle/meta/_journal.json';
  const text = work.files.get(journal);
  if (text !== undefined) {
    const parsed = JSON.parse(text) as { entries: unknown[] };
    work.files.set(journal, JSON.stringify({ ...parsed, entries: parsed.entries.slice(0, 1) }));
  }
  return work;
}

/** The runners of the frameworks, on a server. Prisma's engine cannot be had here: its SQL goes as it sends it. */
export function runnersOn(url: string): Readonly<Record<string, () => Runner>> {
  return {
    prisma: () => {
      const done = new Set<string>();
      return async (work) => {
        const files = [...work.files.keys()]
          .filter((file) => /^prisma\/migrations\/.*\.sql$/.test(file))
          .sort();
        const client = new Client({ connectionString: url });
        await client.connect();
        try {
          // One simple query for each file, whatever it holds: schema-engine, raw_cmd.
          for (const file of files.filter((one) => !done.has(one))) {
            await client.query(work.files.get(file) ?? '');
            done.add(file);
          }
        } finally {
          await client.end();
        }
      };
    },

    typeorm: () => (work, back) =>
      within(work, async (folder) => {
        const source = new DataSource({
          type: 'postgres',
          url,
          migrations: [path.join(folder, 'src/migrations/*.ts')],
          migrationsTableName: 'typeorm_done',
        });
        await source.initialize();
        try {
          await (back === undefined ? source.runMigrations() : source.undoLastMigration());
        } finally {
          await source.destroy();
        }
      }),

    knex: () => (work, back) =>
      within(work, async (folder) => {
        const client = knexLibrary({ client: 'pg', connection: url });
        try {
          const settings = { directory: path.join(folder, 'migrations') };
          await (back === undefined ? client.migrate.latest(settings) : client.migrate.down(settings));
        } finally {
          await client.destroy();
        }
      }),

    sequelize: () => (work, back) =>
      within(work, async (folder) => {
        const sequelize = new Sequelize(url, { logging: false });
        const umzug = new Umzug({
          // As sequelize-cli calls them.
          migrations: {
            glob: ['migrations/*.js', { cwd: folder }],
            resolve: ({ name, path: file, context }) => {
              const migration = load(file ?? '') as Record<
                'up' | 'down',
                (queryInterface: typeof context) => Promise<void>
              >;
              return { name, up: () => migration.up(context), down: () => migration.down(context) };
            },
          },
          context: sequelize.getQueryInterface(),
          storage: new SequelizeStorage({ sequelize }),
          logger: undefined,
        });
        try {
          await (back === undefined ? umzug.up() : umzug.down());
        } finally {
          await sequelize.close();
        }
      }),

    // As golang-migrate does: each file is one query, up or down.
    'golang-migrate': () => {
      const done: string[] = [];
      return async (work, back) => {
        const ups = [...work.files.keys()].filter((file) => /^migrations\/.*\.up\.sql$/.test(file)).sort();
        const client = new Client({ connectionString: url });
        await client.connect();
        try {
          if (back === undefined)
            for (const file of ups.filter((one) => !done.includes(one))) {
              await client.query(work.files.get(file) ?? '');
              done.push(file);
            }
          else {
            await client.query(work.files.get((done.at(-1) ?? '').replace('.up.', '.down.')) ?? '');
            done.pop();
          }
        } finally {
          await client.end();
        }
      };
    },

    drizzle: () => (work) =>
      within(work, async (folder) => {
        const pool = new Pool({ connectionString: url });
        try {
          await migrate(drizzle(pool), { migrationsFolder: path.join(folder, 'drizzle') });
        } finally {
          await pool.end();
        }
      }),
  };
}
