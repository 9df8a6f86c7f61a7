import { Database as Sqlite } from 'node-sqlite3-wasm';
import type { Database } from './database';

/** SQLite in WebAssembly; in memory unless there is a file. */
export function startSqlite(file?: string): Database {
  const sqlite = new Sqlite(file);
  return {
    query: (sql, values = []) => new Promise((resolve) => resolve(sqlite.all(sql, [...values] as string[]))),
    script: (sql) => {
      try {
        sqlite.exec(sql);
        return Promise.resolve();
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
    stop: () => {
      sqlite.close();
      return Promise.resolve();
    },
  };
}
