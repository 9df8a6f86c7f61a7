import type { Dialect } from '../../../src/model/dialect';
import type { Database } from '../../support/database';
import { startMariadb } from '../../support/mariadb';
import { startPglite } from '../../support/pglite';
import { startSqlite } from '../../support/sqlite';
import type { ProofDatabase } from './proof';

/** A database of one dialect that proofs run on one after the other. */
export interface Place extends ProofDatabase {
  stop(): Promise<void>;
}

/** A Postgres in this process, emptied by dropping its schema. */
export async function postgresPlace(): Promise<Place> {
  const database = await startPglite();
  return emptied(database, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
}

export async function mariadbPlace(): Promise<Place> {
  const server = await startMariadb();
  const database = await server.connect();
  const place = emptied(
    database,
    'DROP DATABASE evolens; CREATE DATABASE evolens CHARACTER SET utf8mb4; USE evolens',
  );
  return {
    ...place,
    stop: async () => {
      await place.stop();
      await server.stop();
    },
  };
}

/** SQLite in memory; a new one each time. */
export function sqlitePlace(): Place {
  let current = startSqlite();
  const database: Database = {
    query: (sql, values) => current.query(sql, values),
    script: (sql) => current.script(sql),
    stop: () => current.stop(),
  };
  return {
    database,
    reset: async () => {
      await current.stop();
      current = startSqlite();
      await current.script('PRAGMA foreign_keys = ON');
    },
    stop: () => database.stop(),
  };
}

/** One of each dialect that runs here. */
export async function everyPlace(): Promise<ReadonlyMap<Dialect, Place>> {
  return new Map<Dialect, Place>([
    ['postgres', await postgresPlace()],
    ['mariadb', await mariadbPlace()],
    ['sqlite', sqlitePlace()],
  ]);
}

function emptied(database: Database, script: string): Place {
  return { database, reset: () => database.script(script), stop: () => database.stop() };
}
