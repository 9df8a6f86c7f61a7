import { PGlite } from '@electric-sql/pglite';
import type { Database, Row } from './database';

/** Postgres in WebAssembly: one connection, in this process. */
export async function startPglite(): Promise<Database> {
  const lite = await PGlite.create();
  return {
    query: async (sql, values = []) => (await lite.query<Row>(sql, [...values])).rows,
    script: async (sql) => {
      await lite.exec(sql);
    },
    stop: () => lite.close(),
  };
}
