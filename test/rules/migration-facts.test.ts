import assert from 'node:assert/strict';
import type { Database } from '../support/database';
import { startPglite } from '../support/pglite';

/** What rules say was measured and no test of effects or fixes runs. */
describe('facts that rules about migrations rest on', () => {
  let database: Database;

  before(async () => (database = await startPglite()));
  after(() => database.stop());
  beforeEach(() =>
    database.script(
      'ROLLBACK; DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 1), (1, 2)',
    ),
  );

  it('concurrent-index-retry-unsafe: IF NOT EXISTS skips an invalid index', async () => {
    await assert.rejects(database.script('CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)'), /duplicate|unique/);
    await database.script('CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)');
    const [row] = await database.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass`);
    assert.equal(row?.indisvalid, false);
    await assert.rejects(database.script('CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)'), /already exists/);
  });

  it('concurrently-in-transaction: several statements of one query are a transaction', async () => {
    await assert.rejects(
      database.script('SELECT 1; CREATE INDEX CONCURRENTLY i ON t (a)'),
      /transaction block|pipeline/,
    );
    await assert.rejects(
      database.script('SELECT 1; COMMIT; CREATE INDEX CONCURRENTLY i ON t (a)'),
      /transaction block|pipeline/,
    );
    await database.script('CREATE INDEX CONCURRENTLY i ON t (a)');
  });

  it('constraint-breaks-old-writers: NOT VALID is enforced for new rows', async () => {
    await database.script('ALTER TABLE t ADD COLUMN c int');
    await database.script('ALTER TABLE t ADD CONSTRAINT c_there CHECK (c IS NOT NULL) NOT VALID');
    await assert.rejects(database.script('INSERT INTO t (a, b) VALUES (3, 3)'), /c_there/);
    await assert.rejects(database.script('UPDATE t SET b = 9 WHERE b = 1'), /c_there/);
  });

  it('unique-may-fail-on-duplicates: NULLs are not alike unless the index says so', async () => {
    await database.script('ALTER TABLE t ADD COLUMN c int');
    await database.script('CREATE UNIQUE INDEX i ON t (c)');
    await assert.rejects(
      database.script('CREATE UNIQUE INDEX j ON t (c) NULLS NOT DISTINCT'),
      /could not create unique index|duplicate/,
    );
    await assert.rejects(database.script('CREATE UNIQUE INDEX k ON t (a)'), /could not create unique index/);
  });

  it('foreign-key-type-mismatch: some pairs are refused, others converted', async () => {
    await database.script('CREATE TABLE p (id bigint PRIMARY KEY, u uuid UNIQUE)');
    await database.script('CREATE TABLE k (id int REFERENCES p (id))');
    await assert.rejects(
      database.script('CREATE TABLE l (u text REFERENCES p (u))'),
      /cannot be implemented/,
    );
  });

  it('drop-index-blocking: CONCURRENTLY takes no CASCADE, no list, and no index of a partitioned table', async () => {
    await database.script('CREATE INDEX i ON t (a); CREATE INDEX j ON t (b)');
    await database.script('CREATE TABLE parts (a int) PARTITION BY LIST (a); CREATE INDEX q ON parts (a)');
    await assert.rejects(database.script('DROP INDEX CONCURRENTLY i, j'), /multiple objects/);
    await assert.rejects(database.script('DROP INDEX CONCURRENTLY i CASCADE'), /CASCADE/);
    await assert.rejects(database.script('DROP INDEX CONCURRENTLY q'), /partitioned/);
    await assert.rejects(database.script('CREATE INDEX CONCURRENTLY r ON parts (a)'), /partitioned/);
  });

  it('reindex-blocking: each index is locked against readers', async () => {
    await database.script('CREATE INDEX i ON t (a)');
    await database.script('BEGIN; REINDEX TABLE t');
    const rows = await database.query(
      `SELECT relation::regclass::text AS name, mode FROM pg_locks WHERE relation IN ('t'::regclass, 'i'::regclass) ORDER BY 1, 2`,
    );
    await database.script('ROLLBACK');
    const held = rows.map((row) => `${String(row.name)} ${String(row.mode)}`);
    assert.ok(held.includes('i AccessExclusiveLock') && held.includes('t ShareLock'), held.join());
  });
});
