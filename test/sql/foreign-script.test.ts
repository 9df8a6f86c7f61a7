import assert from 'node:assert/strict';
import { foreignScript } from '../../src/sql/foreign-script';
import { createSqlReader, type SqlReader } from '../../src/sql/reader';
import { loadParser } from './postgres/load';

describe('foreignScript', () => {
  let reader: SqlReader;
  before(async () => (reader = createSqlReader(await loadParser())));
  const judge = (text: string, dialect: 'postgres' | 'mysql' = 'postgres'): string | null =>
    foreignScript(reader.readScript(text, dialect));

  it('names the database whose statements Postgres rejects', () => {
    assert.equal(judge('CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a;'), 'ClickHouse');
    assert.equal(
      judge('CREATE TABLE t (a INT IDENTITY(1,1));\nGO\nALTER TABLE t DROP COLUMN b;'),
      'SQL Server',
    );
    assert.equal(judge('CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a;', 'mysql'), 'ClickHouse');
  });

  it('takes one statement of CockroachDB among many of Postgres for its own', () => {
    const many = Array.from({ length: 9 }, (_, i) => `ALTER TABLE t ADD COLUMN c${String(i)} TIMESTAMPTZ;`);
    assert.equal(judge([...many, 'CREATE INDEX i ON t (a) STORING (b);'].join('\n')), 'CockroachDB');
  });

  it('calls nothing foreign that Postgres accepts, whatever its names', () => {
    const innocent = [
      'CREATE FUNCTION unique_rowid() RETURNS int8 LANGUAGE sql AS $$ SELECT 1 $$;',
      'SELECT nextval(x), number(10), storing(b), family(c) FROM variant;',
      'CREATE TABLE t ("Nullable(" text, crdb_id int, a text STORAGE plain);',
      'CREATE TABLE family AS (SELECT 1);',
    ];
    for (const text of innocent) assert.equal(judge(text), null, text);
  });

  it('calls no broken file of Postgres foreign for a word in it', () => {
    const good = Array.from({ length: 9 }, (_, i) => `ALTER TABLE t ADD COLUMN c${String(i)} TIMESTAMPTZ;`);
    assert.equal(judge([...good, 'ALTER TABLE t ADD COLUMN a NUMBER(10) NOT;'].join('\n')), null);
    assert.equal(judge('ALTER TABLE variant ADD COLUMN;'), null);
  });
});
