import assert from 'node:assert/strict';
import type { DatabaseTarget, Dialect } from '../../src/model/dialect';
import type { Effect } from '../../src/model/effect';
import { effectsOf } from '../../src/schema/effects/effects';
import { atLeast } from '../../src/schema/effects/online-ddl';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { predict, schemaOf } from '../oracle/predict';

describe('effects that depend on the version of the server', () => {
  let reader: SqlReader;
  before(async () => (reader = await createNodeSqlReader()));

  function effectOn(dialect: Dialect, version: number, setup: string, change: string, table = 't'): Effect {
    const target: DatabaseTarget = { dialect, dialectConfidence: 'high', version };
    const effect = predict(reader, schemaOf(reader, setup, target), change, target).effects.get(table);
    assert.ok(effect, `${change} does nothing to ${table}`);
    return effect;
  }

  it('Postgres rewrites for a constant default before 11', () => {
    const change = 'ALTER TABLE t ADD COLUMN c integer DEFAULT 1';
    assert.equal(effectOn('postgres', 10, 'CREATE TABLE t (id integer)', change).rewrite, true);
    assert.equal(effectOn('postgres', 11, 'CREATE TABLE t (id integer)', change).rewrite, false);
  });

  it('a validated CHECK spares SET NOT NULL its scan since Postgres 12', () => {
    const setup = 'CREATE TABLE t (c integer, CHECK (c IS NOT NULL))';
    assert.equal(effectOn('postgres', 11, setup, 'ALTER TABLE t ALTER c SET NOT NULL').scan, true);
    assert.equal(effectOn('postgres', 12, setup, 'ALTER TABLE t ALTER c SET NOT NULL').scan, false);
  });

  it('an enum value may be added inside a transaction since Postgres 12', () => {
    const target = (version: number): DatabaseTarget => ({
      dialect: 'postgres',
      dialectConfidence: 'high',
      version,
    });
    const transactional = (version: number): boolean => {
      const schema = schemaOf(reader, `CREATE TYPE m AS ENUM ('a')`, target(version));
      const [change] = reader.readStatement(`ALTER TYPE m ADD VALUE 'b'`, 'postgres').changes;
      assert.ok(change);
      return effectsOf(change, schema, { target: target(version), createdInTransaction: () => false })
        .transactional;
    };
    assert.equal(transactional(11), false);
    assert.equal(transactional(12), true);
  });

  it('minor versions are counted, so that 10.11 comes after 10.6', () => {
    assert.equal(atLeast(10.11, 10, 5), true);
    assert.equal(atLeast(10.4, 10, 5), false);
    assert.equal(atLeast(11.4, 10, 5), true);
  });

  it('MySQL adds a column instantly since 8.0 and rebuilds the table before', () => {
    const change = 'ALTER TABLE t ADD COLUMN c int';
    assert.equal(effectOn('mysql', 8, 'CREATE TABLE t (id int PRIMARY KEY)', change).algorithm, 'INSTANT');
    assert.equal(effectOn('mysql', 5.7, 'CREATE TABLE t (id int PRIMARY KEY)', change).algorithm, 'INPLACE');
    assert.equal(effectOn('mysql', 5.7, 'CREATE TABLE t (id int PRIMARY KEY)', change).rewrite, true);
  });

  it('MySQL copies where a second length byte is needed, MariaDB not from up to 127 bytes', () => {
    const setup = 'CREATE TABLE t (id int PRIMARY KEY, v varchar(20))';
    assert.equal(effectOn('mysql', 8, setup, 'ALTER TABLE t MODIFY v varchar(64)').algorithm, 'COPY');
    assert.equal(
      effectOn('mariadb', 10.11, setup, 'ALTER TABLE t MODIFY v varchar(64)').algorithm,
      'INSTANT',
    );
    assert.equal(effectOn('mysql', 8, setup, 'ALTER TABLE t MODIFY v varchar(63)').algorithm, 'INPLACE');
  });

  it('an algorithm that is asked for is the one that is used', () => {
    const effect = effectOn(
      'mysql',
      8,
      'CREATE TABLE t (id int PRIMARY KEY)',
      'ALTER TABLE t ADD COLUMN c int, ALGORITHM=COPY, LOCK=SHARED',
    );
    assert.deepEqual([effect.algorithm, effect.lock], ['COPY', 'SHARED']);
  });

  it('SQLite locks the database file, and rewrites to drop a column', () => {
    const effect = effectOn(
      'sqlite',
      3.35,
      'CREATE TABLE t (id integer PRIMARY KEY, c text)',
      'ALTER TABLE t DROP COLUMN c',
    );
    assert.deepEqual([effect.lock, effect.rewrite, effect.losesData], ['DATABASE', true, true]);
  });
});
