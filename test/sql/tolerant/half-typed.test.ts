import assert from 'node:assert/strict';
import { dialects, type Dialect } from '../../../src/model/dialect';
import type { SchemaChange } from '../../../src/model/schema-change';
import { createSqlReader, type SqlReader } from '../../../src/sql/reader';
import { loadParser } from '../postgres/load';

const mysqls: readonly Dialect[] = ['mysql', 'mariadb'];

/** Kind and target of a change: `drop-column t.a`. */
function inShort(change: SchemaChange): string {
  const table = 'table' in change && change.table ? ` ${change.table.name}` : '';
  const index =
    change.kind === 'create-index' ? ` by ${change.index.columns.map((one) => one.text).join(', ')}` : '';
  return `${change.kind}${table}${columnOf(change)}${index}`;
}

function columnOf(change: SchemaChange): string {
  if (change.kind === 'add-column') return `.${change.column.name.name}`;
  return change.kind === 'drop-column' || change.kind === 'redefine-column' ? `.${change.column.name}` : '';
}

/** What is understood of a text that somebody is typing; the dialects are those that have the form. */
const typed: readonly (readonly [text: string, expected: readonly string[], of?: readonly Dialect[]])[] = [
  ['ALTER TABLE t ADD COLUMN a INT, DROP', ['add-column t.a']],
  ['ALTER TABLE t DROP COLUMN a, ADD COLUMN', ['drop-column t.a'], ['postgres', ...mysqls]],
  [
    'ALTER TABLE t DROP COLUMN a, ADD COLUMN b',
    ['drop-column t.a', 'add-column t.b'],
    ['postgres', ...mysqls],
  ],
  ['ALTER TABLE t ADD COLUMN a INT NOT', ['add-column t.a']],
  ['ALTER TABLE t ADD COLUMN a INT DEFAULT', ['add-column t.a']],
  ["ALTER TABLE t ADD COLUMN a TEXT DEFAULT 'x", ['add-column t.a']],
  ['ALTER TABLE t RENAME COLUMN a TO', [], dialects],
  ['ALTER TABLE t DROP COLUMN a, ALTER COLUMN b', ['drop-column t.a'], ['postgres']],
  ['ALTER TABLE t DROP COLUMN a, ALTER COLUMN b SET NOT', ['drop-column t.a'], ['postgres']],
  ['ALTER TABLE t DROP a, MODIFY COLUMN b', ['drop-column t.a', 'redefine-column t.b'], mysqls],
  ['ALTER TABLE t DROP FOREIGN KEY', [], mysqls],
  ['ALTER TABLE t DROP a, ADD INDEX i (b', ['drop-column t.a', 'create-index t by b'], mysqls],
  ['CREATE INDEX i ON t (a, b', ['create-index t by a, b']],
  ['CREATE INDEX i ON t (a,', ['create-index t by a']],
  ['CREATE TABLE t (a INT PRIMARY KEY, b', ['create-table t']],
  ['CREATE TABLE t (', ['create-table t']],
  ['DROP TABLE t, ', ['drop-table t']],
  ['UPDATE t SET a = ', ['update t']],
  ['UPDATE t SET a = 1 WHERE', ['update t']],
  ['DELETE FROM t WHERE a =', ['delete t']],
  ['INSERT INTO t (a, b', ['insert t']],
  ['INSERT INTO t (a, b) VALUES', ['insert t']],
  ['WITH x AS (SELECT 1) UPDATE t SET a = 1 WHERE', ['update t']],
  ['WITH x AS (SELECT 1) DELETE FROM t WHERE id IN (SELECT', ['delete t']],
  ['WITH RECURSIVE x AS (SELECT 1), y AS (SELECT 2) INSERT INTO t SELECT', ['insert t'], ['sqlite']],
  ['TRUNCATE t,', ['truncate-table t'], ['postgres']],
  ['RENAME TABLE a TO b, c TO', ['rename-table a'], mysqls],
];

describe('half-typed text', () => {
  let reader: SqlReader;
  before(async () => (reader = createSqlReader(await loadParser())));

  for (const [text, expected, of] of typed)
    for (const dialect of of ?? dialects)
      it(`gives what is complete, ${dialect}: ${text}`, () => {
        const reading = reader.readStatement(text, dialect);
        assert.deepEqual(reading.changes.map(inShort), expected);
        assert.notEqual(reading.confidence, 'high');
        assert.ok(reading.unread.length > 0, 'it says what is missing');
      });

  it('leaves the statements around it as they are', () => {
    for (const dialect of dialects) {
      const text = 'DROP TABLE a;\nALTER TABLE t ADD COLUMN x INT, DROP\nDROP TABLE b;\n';
      const kinds = reader
        .readScript(text, dialect)
        .statements.map(({ reading }) => reading.changes.map(inShort).join(' + '));
      assert.deepEqual(kinds, ['drop-table a', 'add-column t.x', 'drop-table b'], dialect);
    }
  });

  it('is not seen where the statement is whole', () => {
    const whole: readonly (readonly [string, readonly Dialect[]])[] = [
      ['SET sql_log_bin = ON', mysqls],
      ['SET x TO ON', ['postgres']],
      ['PRAGMA foreign_keys = ON', ['sqlite']],
      ['INSERT INTO t DEFAULT VALUES', ['postgres', 'sqlite']],
      ['SELECT * FROM t', dialects],
      ['GRANT ALL ON *.* TO x', mysqls],
      ['ALTER TABLE t ADD COLUMN a INT DEFAULT NULL', dialects],
      ['ALTER TABLE t ALTER COLUMN a DROP NOT NULL', ['postgres']],
    ];
    for (const [text, of] of whole)
      for (const dialect of of)
        assert.deepEqual(reader.readStatement(text, dialect).unread, [], `${dialect}: ${text}`);
  });
});
