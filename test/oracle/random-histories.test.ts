import assert from 'node:assert/strict';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import type { Database } from '../support/database';
import type { MariadbServer } from '../support/mariadb';
import { startMariadb } from '../support/mariadb';
import { startSqlite } from '../support/sqlite';
import { mariadbLines, mariadbSchemaLines } from './catalogue/mariadb';
import { postgresLines } from './catalogue/postgres';
import { postgresSchemaLines } from './catalogue/postgres-schema';
import { sqliteLines, sqliteSchemaLines } from './catalogue/sqlite';
import { mariadbChange } from './generate/mariadb-history';
import { postgresChange } from './generate/postgres-history';
import { runRandomHistory, told } from './generate/run-history';
import type { RandomRun } from './generate/run-history';
import { sqliteChange } from './generate/sqlite-history';
import { MeasuringPostgres } from './measure-postgres';

/** EVOLENS_SEED=17 runs the history of that seed alone. */
const only = process.env['EVOLENS_SEED'];
const seeds = (...usual: readonly number[]): readonly number[] =>
  only === undefined ? usual : [Number(only)];
const wanted = 200;

describe('200 random changes, the schema compared with the catalogue after each', () => {
  let reader: SqlReader;
  before(async () => (reader = await createNodeSqlReader()));

  async function same(run: Omit<RandomRun, 'reader' | 'wanted'>): Promise<void> {
    const outcome = await runRandomHistory({ ...run, reader, wanted });
    assert.deepEqual(outcome.difference, { onlyOurs: [], onlyTheirs: [] }, told(outcome));
    assert.equal(outcome.history.length, wanted);
  }

  describe('Postgres', () => {
    let database: MeasuringPostgres;
    before(async () => (database = await MeasuringPostgres.start()));
    beforeEach(() => database.reset());
    after(() => database.stop());

    for (const seed of seeds(2, 5, 30)) {
      it(`seed ${String(seed)}`, () =>
        same({
          dialect: 'postgres',
          seed,
          change: postgresChange,
          run: (statement) => database.run(statement),
          theirs: () => postgresLines((sql) => database.rows(sql)),
          ours: postgresSchemaLines,
        }));
    }
  });

  describe('SQLite', () => {
    for (const seed of seeds(1, 2, 3, 4, 5, 6, 7, 8)) {
      it(`seed ${String(seed)}`, async () => {
        const database = startSqlite();
        await same({
          dialect: 'sqlite',
          seed,
          change: sqliteChange,
          run: (statement) => database.script(statement),
          theirs: () => sqliteLines((sql) => database.query(sql)),
          ours: sqliteSchemaLines,
        });
        await database.stop();
      });
    }
  });

  describe('MariaDB', () => {
    let server: MariadbServer;
    let database: Database;
    before(async () => {
      server = await startMariadb();
      database = await server.connect();
    });
    beforeEach(() => database.script('DROP DATABASE evolens; CREATE DATABASE evolens; USE evolens'));
    after(async () => {
      await database.stop();
      await server.stop();
    });

    for (const seed of seeds(1, 3, 4)) {
      it(`seed ${String(seed)}`, () =>
        same({
          dialect: 'mariadb',
          seed,
          change: mariadbChange,
          run: (statement) => database.script(statement),
          theirs: () => mariadbLines((sql) => database.query(sql)),
          ours: mariadbSchemaLines,
        }));
    }
  });
});
