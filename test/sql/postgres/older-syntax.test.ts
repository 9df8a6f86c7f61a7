import assert from 'node:assert/strict';
import type { SchemaChange } from '../../../src/model/schema-change';
import { createSqlReader, type SqlReader } from '../../../src/sql/reader';
import { loadParser } from './load';

let reader: SqlReader;
before(async () => {
  reader = createSqlReader(await loadParser());
});

function changes(text: string): readonly SchemaChange[] {
  const reading = reader.readStatement(text, 'postgres');
  assert.deepEqual(reading.unread, [], text);
  assert.equal(reading.reader, 'libpg-query', text);
  assert.equal(reading.text, text);
  for (const { range } of reading.changes) assert.ok(range.end <= text.length);
  return reading.changes;
}

describe('Postgres reader: other versions', () => {
  it('reads what only older servers took', () => {
    const [table] = changes('CREATE TABLE t (a int, "with oids" text) WITH OIDS');
    assert.ok(table?.kind === 'create-table');
    assert.equal(table.columns.length, 2);
    const copy = 'CREATE TABLE c WITH OIDS AS SELECT 1 AS a';
    assert.ok(changes(copy).some((change) => change.kind === 'create-table' && change.asQuery));
    const alter = 'ALTER TABLE t ADD a int, SET WITH OIDS';
    assert.deepEqual(
      changes(alter).map((change) => [
        change.kind,
        change.kind === 'change-table-setting' ? change.setting : '',
        alter.slice(change.range.start, change.range.end),
      ]),
      [
        ['add-column', '', 'ADD a int'],
        ['change-table-setting', 'set with oids', 'SET WITH OIDS'],
      ],
    );
    for (const text of [
      'CREATE TABLE t (a int) WITHOUT OIDS',
      'CREATE TABLE t (a int) WITH (oids = true)',
      'ALTER TABLE t SET WITHOUT OIDS',
      'CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE PROCEDURE f()',
      'COPY t FROM STDIN WITH OIDS',
      'CREATE EXTENSION hstore FROM unpackaged',
      "CREATE EXTENSION hstore SCHEMA public FROM '1.0'",
      "CREATE FUNCTION f() RETURNS int AS 'select 1' LANGUAGE sql WITH (isstrict, iscachable)",
      "CREATE USER u WITH UNENCRYPTED PASSWORD 'x'",
    ])
      assert.equal(changes(text).length, 1, text);
  });

  it('reads what only newer servers take', () => {
    for (const text of [
      'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL)',
      'CREATE TABLE t (a int4range, UNIQUE (a WITHOUT OVERLAPS))',
      'CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT',
      'ALTER TABLE t ADD CONSTRAINT c NOT NULL a NOT VALID',
      'ALTER TABLE t ALTER a SET COMPRESSION lz4',
      'UPDATE t SET a = 1 RETURNING old.a, new.a',
    ])
      assert.equal(changes(text).length, 1, text);
  });

  it('does not call read what no server takes', () => {
    for (const text of [
      'CREATE TABLE t (a int) WITH OIDS OIDS',
      'CREATE EXTENSION x FROM',
      'ALTER TABLE t SET WITH',
    ])
      assert.notEqual(reader.readStatement(text, 'postgres').unread.length, 0, text);
  });
});
