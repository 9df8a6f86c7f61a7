import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import knexLibrary from 'knex';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import { runner } from 'node-pg-migrate';
import { Pool } from 'pg';
import { knex } from '../../src/migrations/frameworks/knex';
import { kysely } from '../../src/migrations/frameworks/kysely';
import { nodePgMigrate } from '../../src/migrations/frameworks/node-pg-migrate';
import type { Database } from '../support/database';
import { startPostgres, type PostgresServer } from '../support/embedded-postgres';

/** What is said of transactions, seen on the libraries themselves and on a server. */
describe('what runners do around migrations', () => {
  let server: PostgresServer;
  let database: Database;
  before(async () => {
    server = await startPostgres();
    database = await server.connect();
  });
  after(async () => {
    await database.stop();
    await server.stop();
  });

  const exists = async (table: string): Promise<boolean> =>
    (await database.query('SELECT 1 FROM pg_class WHERE relname = $1', [table])).length > 0;

  const folderWith = (files: Readonly<Record<string, string>>): string => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-runners-'));
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
    return folder;
  };

  describe('Postgres, sent several statements as one query', () => {
    it('makes one transaction of them', async () => {
      await assert.rejects(database.script('CREATE TABLE one_query (id int); SELECT 1 / 0;'));
      assert.equal(await exists('one_query'), false);
    });

    it('refuses CONCURRENTLY among them, also behind a COMMIT, and takes it alone', async () => {
      await database.script('CREATE TABLE built (id int);');
      const build = 'CREATE INDEX CONCURRENTLY built_id ON built (id);';
      await assert.rejects(database.script(`SELECT 1; ${build}`), /cannot run inside a transaction block/);
      await assert.rejects(
        database.script(`BEGIN; COMMIT; ${build}`),
        /cannot run inside a transaction block/,
      );
      await database.script(build);
      assert.equal(await exists('built_id'), true);
    });
  });

  it('Knex: all pending migrations together, but for one that says otherwise', async () => {
    assert.equal(knex.transaction('postgres', '').span, 'run');
    const up = (table: string, more = ''): string =>
      `exports.up = (knex) => knex.schema.createTable('${table}', (t) => t.integer('id'))${more};\nexports.down = () => {};\n`;
    const failing = ".then(() => { throw new Error('stop'); })";
    const run = async (files: Readonly<Record<string, string>>): Promise<void> => {
      const client = knexLibrary({ client: 'pg', connection: server.url });
      const tableName = `knex_${String(Object.keys(files).length)}_${String(Math.random()).slice(2)}`;
      await assert.rejects(client.migrate.latest({ directory: folderWith(files), tableName }), /stop/);
      await client.destroy();
    };
    await run({ '1_a.js': up('knex_a'), '2_b.js': up('knex_b', failing) });
    assert.equal(await exists('knex_a'), false);

    const alone = 'exports.config = { transaction: false };\n';
    assert.equal(knex.transaction('postgres', alone).mode, 'autocommit');
    await run({ '1_c.js': up('knex_c') + alone, '2_d.js': up('knex_d', failing) + alone });
    assert.deepEqual([await exists('knex_c'), await exists('knex_d')], [true, true]);
  });

  it('Kysely: all pending migrations together, in the order of their names', async () => {
    assert.equal(kysely.transaction('postgres', '').span, 'run');
    const client = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: new Pool({ connectionString: server.url }) }),
    });
    const ran: string[] = [];
    const create = (name: string) => ({
      up: async (db: Kysely<unknown>): Promise<void> => {
        ran.push(name);
        await sql`CREATE TABLE ${sql.table(name)} (id int)`.execute(db);
        if (name === 'kysely_b') throw new Error('stop');
      },
    });
    const migrations = { '010_b': create('kysely_b'), '009_a': create('kysely_a') };
    const migrator = new Migrator({
      db: client,
      provider: { getMigrations: () => Promise.resolve(migrations) },
    });
    const { error } = await migrator.migrateToLatest();
    await client.destroy();
    assert.match(String(error), /stop/);
    assert.deepEqual(ran, ['kysely_a', 'kysely_b']);
    assert.equal(await exists('kysely_a'), false);
  });

  it('node-pg-migrate: all pending migrations together; noTransaction() breaks that; SQL runs its up part', async () => {
    const run = (
      files: Readonly<Record<string, string>>,
      migrationsTable: string,
      singleTransaction = true,
    ): Promise<unknown> =>
      runner({
        singleTransaction,
        databaseUrl: server.url,
        dir: folderWith(files),
        direction: 'up',
        migrationsTable,
        log: () => undefined,
      });
    const text = '-- Up Migration\nCREATE TABLE pgm_a (id int);\n-- Down Migration\nDROP TABLE pgm_a;\n';
    const failing = '-- Up Migration\nSELECT 1 / 0;\n';
    assert.equal(nodePgMigrate.transaction('postgres', text).span, 'run');
    await assert.rejects(run({ '1700000000000_a.sql': text, '1700000000001_b.sql': failing }, 'pgm_1'));
    assert.equal(await exists('pgm_a'), false);
    await assert.rejects(
      run({ '1700000000000_a.sql': text, '1700000000001_b.sql': failing }, 'pgm_2', false),
    );
    assert.equal(await exists('pgm_a'), true);

    const alone = "exports.up = (pgm) => { pgm.noTransaction(); pgm.sql('CREATE TABLE pgm_c (id int)'); };\n";
    assert.equal(nodePgMigrate.transaction('postgres', alone).mode, 'autocommit');
    await assert.rejects(run({ '1700000000000_c.js': alone, '1700000000001_d.sql': failing }, 'pgm_3'));
    assert.equal(await exists('pgm_c'), true);
  });
});
