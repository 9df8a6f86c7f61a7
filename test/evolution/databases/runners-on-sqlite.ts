import path from 'node:path';
import { drizzle } from 'drizzle-orm/sqlite-proxy';
import { migrate } from 'drizzle-orm/sqlite-proxy/migrator';
import knexLibrary, { type Knex } from 'knex';
import { Database as Sqlite } from 'node-sqlite3-wasm';
import { DataSource } from 'typeorm';
import { load, within, type Runner } from './runners';

type Values = readonly unknown[];

/** SQLite in WebAssembly in the shape of better-sqlite3, whose binaries cannot be had here. */
class BetterSqlite {
  private readonly sqlite: Sqlite;

  constructor(file: string) {
    this.sqlite = new Sqlite(file);
  }

  prepare(sql: string): {
    readonly reader: boolean;
    all(...values: Values): unknown;
    run(...values: Values): { changes: number; lastInsertRowid: unknown };
  } {
    const flat = (values: Values): never => values.flat() as never;
    return {
      reader: /^\s*(?:SELECT|PRAGMA|WITH|EXPLAIN)\b|\bRETURNING\b/i.test(sql),
      all: (...values) => this.sqlite.all(sql, flat(values)),
      run: (...values) => {
        const { changes, lastInsertRowid } = this.sqlite.run(sql, flat(values));
        return { changes, lastInsertRowid };
      },
    };
  }

  pragma(text: string): unknown {
    return this.sqlite.all(`PRAGMA ${text}`);
  }

  exec(sql: string): void {
    this.sqlite.exec(sql);
  }

  close(): void {
    this.sqlite.close();
  }
}

/** Knex with its own dialect for better-sqlite3. */
function knexOn(file: string): Knex {
  const Dialect = load('knex/lib/dialects/better-sqlite3/index.js') as typeof Knex.Client;
  class InWebAssembly extends Dialect {
    _driver(): typeof BetterSqlite {
      return BetterSqlite;
    }
  }
  return knexLibrary({ client: InWebAssembly, connection: { filename: file }, useNullAsDefault: true });
}

/** The runners of the frameworks on a file of SQLite. */
export function runnersOnSqlite(file: string): Readonly<Record<string, Runner>> {
  return {
    knex: (work, back) =>
      within(work, async (folder) => {
        const client = knexOn(file);
        const settings = { directory: path.join(folder, 'migrations') };
        try {
          await (back === undefined ? client.migrate.latest(settings) : client.migrate.down(settings));
        } finally {
          await client.destroy();
        }
      }),

    typeorm: (work, back) =>
      within(work, async (folder) => {
        const source = new DataSource({
          type: 'better-sqlite3',
          driver: BetterSqlite,
          database: file,
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

    drizzle: (work) =>
      within(work, async (folder) => {
        const sqlite = new Sqlite(file);
        try {
          const database = drizzle((sql, values) => {
            const rows = sqlite.all(sql, values as never).map((row): unknown[] => Object.values(row));
            return Promise.resolve({ rows });
          });
          await migrate(
            database,
            (queries) => {
              for (const query of queries) sqlite.exec(query);
              return Promise.resolve();
            },
            { migrationsFolder: path.join(folder, 'drizzle') },
          );
        } finally {
          sqlite.close();
        }
      }),
  };
}
