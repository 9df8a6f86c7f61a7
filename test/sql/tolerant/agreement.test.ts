import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createPostgresParser, type PostgresParser } from '../../../src/sql/postgres/parser';
import { readPostgres } from '../../../src/sql/postgres/read';
import { readTolerant } from '../../../src/sql/tolerant/read';

describe('the tolerant reader and the parser of Postgres', () => {
  let parser: PostgresParser;
  before(async () => {
    const wasm = fs.readFileSync('node_modules/libpg-query/wasm/libpg-query.wasm');
    parser = await createPostgresParser(new WebAssembly.Module(wasm));
  });

  const statements = [
    'CREATE TABLE "User" ("id" SERIAL NOT NULL, at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, n numeric(10,2)[] DEFAULT \'{}\', CONSTRAINT "User_pkey" PRIMARY KEY ("id"))',
    'CREATE TABLE s.t (a int REFERENCES u (b) ON DELETE CASCADE, CHECK (a > 0 AND "B" IS NOT NULL), UNIQUE (a))',
    'CREATE TABLE a AS SELECT 1',
    'ALTER TABLE t ADD COLUMN a timestamptz NOT NULL DEFAULT now(), ADD b bigint DEFAULT extract(epoch FROM now())',
    'ALTER TABLE "T" ALTER COLUMN "A" SET DATA TYPE varchar(20) USING "A"::varchar(20), ALTER b SET NOT NULL, ALTER b DROP DEFAULT',
    'ALTER TABLE t DROP COLUMN IF EXISTS a CASCADE, DROP CONSTRAINT c',
    'ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a, b) REFERENCES s.u (c, d) ON DELETE SET NULL ON UPDATE CASCADE NOT VALID',
    'ALTER TABLE t VALIDATE CONSTRAINT c',
    'ALTER TABLE t ADD CONSTRAINT p PRIMARY KEY USING INDEX i',
    'ALTER TABLE t RENAME COLUMN a TO "B"',
    'ALTER TABLE s.t RENAME TO u',
    'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "I" ON t USING btree (a DESC, lower(b)) WHERE c IS NULL',
    'DROP INDEX CONCURRENTLY IF EXISTS s.i',
    'DROP TABLE IF EXISTS a CASCADE',
    'TRUNCATE a CASCADE',
    'UPDATE t SET a = 1, b = 2 WHERE c = 3',
    'UPDATE t SET a = 1',
    'DELETE FROM s.t WHERE true',
    'INSERT INTO t (a, "B") SELECT 1, 2',
    "CREATE TYPE s.e AS ENUM ('a', 'it''s')",
    "ALTER TYPE e ADD VALUE IF NOT EXISTS 'x' BEFORE 'a'",
    'DROP TYPE e',
    "SET LOCAL lock_timeout = '2s'",
    'BEGIN',
    'COMMIT',
  ];

  for (const statement of statements)
    it(`agree on ${statement.slice(0, 60)}`, () => {
      assert.deepEqual(readTolerant(statement, 'postgres').changes, readPostgres(parser, statement)?.changes);
    });
});
