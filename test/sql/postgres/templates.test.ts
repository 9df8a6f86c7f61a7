import assert from 'node:assert/strict';
import type { StatementReading } from '../../../src/model/statement';
import { createSqlReader, type SqlReader } from '../../../src/sql/reader';
import { loadParser } from './load';

let reader: SqlReader;
before(async () => {
  reader = createSqlReader(await loadParser());
});

function read(text: string): StatementReading {
  return reader.readStatement(text, 'postgres');
}

/** The texts that are said not to be known. */
function unknown(text: string): string[] {
  return read(text).unread.map(({ range }) => text.slice(range.start, range.end));
}

describe('Postgres reader: templates', () => {
  it('says which name is not known, whatever wrote it', () => {
    for (const placeholder of [
      '{{ table }}',
      '{{ index .Options "table" }}',
      '${table}',
      '$TABLE',
      ':table',
      ':"table"',
      '{{- table -}}',
    ]) {
      const text = `ALTER TABLE ${placeholder} DROP COLUMN a`;
      assert.deepEqual(unknown(text), [placeholder], placeholder);
      const [change] = read(text).changes;
      assert.ok(change?.kind === 'drop-column', placeholder);
      assert.equal(change.column.name, 'a');
      assert.equal(
        text.slice(change.table.range.start, change.table.range.end).startsWith(placeholder),
        true,
      );
      assert.equal(read(text).confidence, 'medium');
    }
  });

  it('does not take a template in quotes for a name', () => {
    const text = 'DROP TABLE "{{ prefix }}users", "${x}", "$ENV", "plain", "a$b"';
    assert.deepEqual(unknown(text), ['{{ prefix }}', '${x}', '$ENV']);
    assert.deepEqual(
      read(text).changes.map((change) => (change.kind === 'drop-table' ? change.table.name : '')),
      ['{{ prefix }}users', '${x}', '$ENV', 'plain', 'a$b'],
    );
  });

  it('knows an object by its own name when only its schema is a placeholder', () => {
    for (const schema of [
      '{{ index .Options "Namespace" }}',
      '"{{ index .Options "Namespace" }}"',
      '${schema}',
      ':"s"',
    ]) {
      const text = `ALTER TABLE ${schema}.users ADD COLUMN a ${schema}.mood DEFAULT ${schema}.f() REFERENCES ${schema}."B"`;
      assert.deepEqual(unknown(text), [], schema);
      const [change] = read(text).changes;
      assert.ok(change?.kind === 'add-column');
      assert.equal(change.table.name, 'users');
      assert.equal(change.table.schema, schema.replace(/^"|"$/g, '').replace(/^:"s$/, ':"s"'));
      assert.equal(change.column.default?.text, `${schema}.f()`);
      const [foreign] = change.column.constraints;
      assert.equal(foreign?.references?.table.name, 'B');
    }
  });

  it('gives the same schema to a quoted and an unquoted placeholder', () => {
    const schemas = ['{{ns}}.a', '"{{ns}}".a', '{{ns}} . a'].map((name) => {
      const [change] = read(`DROP TABLE ${name}`).changes;
      return change?.kind === 'drop-table' ? change.table.schema : null;
    });
    assert.deepEqual(schemas, ['{{ns}}', '{{ns}}', '{{ns}}']);
  });

  it('is not held up by what decides nothing', () => {
    for (const text of [
      'GRANT SELECT ON t TO app_${stage}',
      `CREATE ROLE r PASSWORD '\${password}' NOINHERIT`,
      'SET lock_timeout = :timeout',
      'CREATE SCHEMA IF NOT EXISTS {{ schema }}',
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT {{ n }} $$',
      `INSERT INTO mails VALUES ('Dear {{ name }}, \${x}')`,
      `SELECT '{{1,2},{3,4}}'::int[]`,
      'SELECT a[1:n], b::"char", c[:2] FROM t',
    ])
      assert.deepEqual(unknown(text), [], text);
    for (const text of [
      'GRANT SELECT ON ${table} TO app',
      'ALTER TABLE t ADD COLUMN a ${type}',
      'UPDATE t SET a = 1 WHERE ${condition}',
      'ALTER TABLE t ADD COLUMN a varchar(:size)',
      "ALTER TABLE t ALTER a SET DEFAULT :'value'",
      'CREATE TYPE {{ name }} AS ENUM ()',
    ])
      assert.equal(read(text).unread.length, 1, text);
  });

  it('reads statements around control tags, and says so', () => {
    const text = 'CREATE TABLE t (a int{% if big %}, b int{% endif %})';
    assert.deepEqual(unknown(text), ['{% if big %}', '{% endif %}']);
    const [change] = read(text).changes;
    assert.ok(change?.kind === 'create-table');
    assert.equal(change.columns.length, 2);
  });

  it('reads templates in bodies and in what they execute', () => {
    const text = `DO $$ BEGIN
  CREATE TYPE {{ index .Options "Namespace" }}.mood AS ENUM ('a');
  EXECUTE 'ALTER TABLE {{ ns }}.t DROP COLUMN c';
  IF EXISTS (SELECT 1 FROM pg_class WHERE relname = '{{ ns }}') THEN DROP TABLE {{ name }}; END IF;
END $$`;
    assert.deepEqual(
      read(text).changes.map(({ kind, range }) => [kind, text.slice(range.start, range.end)]),
      [
        ['create-enum', `CREATE TYPE {{ index .Options "Namespace" }}.mood AS ENUM ('a')`],
        ['drop-column', 'DROP COLUMN c'],
        ['drop-table', 'DROP TABLE {{ name }}'],
      ],
    );
    assert.deepEqual(unknown(text), ['{{ name }}']);
    const called = reader.readScript(
      'CREATE FUNCTION {{ ns }}.f() RETURNS void LANGUAGE sql AS $$ DROP TABLE {{ ns }}.t $$; SELECT {{ ns }}.f();',
      'postgres',
    );
    const body = called.statements.find(({ calledFrom }) => calledFrom !== undefined);
    const [drop] = body?.reading.changes ?? [];
    assert.ok(drop?.kind === 'drop-table');
    assert.equal(drop.table.schema, '{{ ns }}');
  });
});
