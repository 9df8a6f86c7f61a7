import assert from 'node:assert/strict';
import type { Dialect } from '../../src/model/dialect';
import type { Schema } from '../../src/model/schema';
import { findColumn, findConstraint, findIndex, findTable, tableKey } from '../../src/schema/lookup';
import { makeObjectName } from '../../src/schema/generated-names';
import { applyReading } from '../../src/schema/replay';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { schemaOf } from '../oracle/predict';

describe('replaying changes', () => {
  let reader: SqlReader;
  before(async () => (reader = await createNodeSqlReader()));

  const replay = (sql: string, dialect: Dialect = 'postgres'): Schema =>
    schemaOf(reader, sql, { dialect, dialectConfidence: 'high', version: 16 });
  const t = { schema: null, name: 't' };

  it('leaves the schema before as it was and shares what did not change', () => {
    const first = replay('CREATE TABLE t (a integer); CREATE TABLE other (b integer)');
    const second = applyReading(first, reader.readStatement('ALTER TABLE t DROP COLUMN a', 'postgres'), {
      migration: 'm',
      statement: 0,
    });
    assert.equal(findColumn(first, t, 'a')?.name, 'a');
    assert.equal(findColumn(second, t, 'a'), null);
    assert.equal(second.tables.get('other'), first.tables.get('other'));
  });

  it('gives the same object back for what changes nothing', () => {
    const schema = replay('CREATE TABLE t (a integer)');
    for (const sql of [
      'SELECT 1',
      'INSERT INTO t VALUES (1)',
      'CREATE TABLE IF NOT EXISTS t (b integer)',
      'DROP TABLE IF EXISTS missing',
      'GRANT SELECT ON t TO PUBLIC',
    ]) {
      assert.equal(
        applyReading(schema, reader.readStatement(sql, 'postgres'), { migration: 'm', statement: 0 }),
        schema,
        sql,
      );
    }
  });

  it('keeps the identity of a column through a rename, and gives a new one a new identity', () => {
    const before = replay('CREATE TABLE t (a integer)');
    const renamed = replay('CREATE TABLE t (a integer); ALTER TABLE t RENAME a TO b');
    const replaced = replay('CREATE TABLE t (a integer); ALTER TABLE t DROP a; ALTER TABLE t ADD a integer');
    assert.equal(findColumn(renamed, t, 'b')?.id, findColumn(before, t, 'a')?.id);
    assert.notEqual(findColumn(replaced, t, 'a')?.id, findColumn(before, t, 'a')?.id);
  });

  it('knows where a column came from and where it was last changed', () => {
    const schema = replay('CREATE TABLE t (a integer); SELECT 1; ALTER TABLE t ALTER a TYPE bigint');
    assert.equal(findColumn(schema, t, 'a')?.createdBy.statement, 0);
    assert.equal(findColumn(schema, t, 'a')?.changedBy.statement, 2);
  });

  it('makes a table of unknown columns for one that is altered before it is seen', () => {
    const schema = replay('ALTER TABLE t ADD COLUMN a integer NOT NULL');
    assert.equal(findTable(schema, t)?.columnsKnown, false);
    assert.equal(findColumn(schema, t, 'a')?.nullable, false);
    assert.equal(findTable(schema, t)?.createdBy.migration, '');
  });

  it('takes public and no schema for the same, in Postgres only', () => {
    assert.equal(tableKey('postgres', { schema: 'public', name: 't' }), tableKey('postgres', t));
    assert.notEqual(tableKey('mysql', { schema: 'public', name: 't' }), tableKey('mysql', t));
    assert.equal(
      tableKey('mysql', { schema: null, name: 'Orders' }),
      tableKey('mysql', { schema: null, name: 'orders' }),
    );
    assert.notEqual(
      tableKey('postgres', { schema: 'a', name: 'b.c' }),
      tableKey('postgres', { schema: 'a.b', name: 'c' }),
    );
  });

  it('shortens the longer part of a chosen name until it has 63 bytes', () => {
    const name = makeObjectName('a'.repeat(50), 'b'.repeat(20), 'fkey');
    assert.equal(name, `${'a'.repeat(37)}_${'b'.repeat(20)}_fkey`);
    assert.equal(Buffer.byteLength(makeObjectName('ü'.repeat(40), null, 'pkey')) <= 63, true);
  });

  it('lets a foreign key follow a renamed table and column', () => {
    const schema = replay(
      'CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (p_id integer REFERENCES p); ALTER TABLE p RENAME id TO key; ALTER TABLE p RENAME TO q',
    );
    assert.deepEqual(findConstraint(schema, t, 't_p_id_fkey')?.references, {
      table: 'q',
      schema: null,
      columns: ['key'],
      onDelete: null,
      onUpdate: null,
    });
  });

  it('MySQL names keys and foreign keys its own way and looks names up in any case', () => {
    const schema = replay(
      'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE T (Id int PRIMARY KEY, p_id int, KEY (p_id), UNIQUE (p_id), FOREIGN KEY (p_id) REFERENCES p (id))',
      'mysql',
    );
    assert.deepEqual(
      findTable(schema, t)?.indexes.map((index) => index.name),
      ['PRIMARY', 'p_id', 'p_id_2'],
    );
    assert.equal(findConstraint(schema, t, 't_ibfk_1')?.type, 'foreign-key');
    assert.equal(findColumn(schema, t, 'ID')?.nullable, false);
  });

  it('MySQL redefines a column wholly and keeps its key', () => {
    const schema = replay(
      `CREATE TABLE t (id int PRIMARY KEY, v varchar(10) NOT NULL DEFAULT 'x', KEY v_key (v)); ALTER TABLE t CHANGE v w varchar(20) FIRST`,
      'mysql',
    );
    assert.deepEqual(
      findTable(schema, t)?.columns.map((column) => column.name),
      ['w', 'id'],
    );
    assert.equal(findColumn(schema, t, 'w')?.nullable, true);
    assert.equal(findColumn(schema, t, 'w')?.default, null);
    assert.equal(findIndex(schema, { schema: null, name: 'v_key' }, t)?.index.columns[0]?.column, 'w');
  });
});
