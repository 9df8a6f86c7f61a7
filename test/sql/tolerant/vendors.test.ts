import assert from 'node:assert/strict';
import { readTolerant } from '../../../src/sql/tolerant/read';

/** Forms of MySQL 8.0 to 9 that no MariaDB has, by the MySQL 8.4 manual (15.1 Data Definition Statements). */
const ofMysql: readonly (readonly [statement: string, marked: string])[] = [
  ['ALTER TABLE t ADD INDEX i (a) INVISIBLE', 'INVISIBLE'],
  ['ALTER TABLE t ALTER INDEX i VISIBLE', 'VISIBLE'],
  ['ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED', 'NOT ENFORCED'],
  ['ALTER TABLE t ALTER CHECK c NOT ENFORCED', 'CHECK'],
  ['ALTER TABLE t DROP CHECK c', 'CHECK'],
  ['ALTER TABLE t ADD INDEX i ((lower(a)), b)', '('],
  ['CREATE INDEX i ON t ((CAST(doc->"$.a" AS UNSIGNED ARRAY)))', '('],
  ['ALTER TABLE t ADD g GEOMETRY NOT NULL SRID 4326', 'SRID 4326'],
  ["ALTER TABLE t ENCRYPTION = 'Y'", 'ENCRYPTION'],
  ['DROP INDEX i ON t ALGORITHM = INPLACE LOCK = NONE', 'ALGORITHM = INPLACE LOCK = NONE'],
  ['SET PERSIST max_connections = 100', 'PERSIST'],
  ['INSERT INTO t VALUES ROW(1, 2), ROW(3, 4)', 'ROW'],
  ['ALTER TABLE t ADD a INT VISIBLE', 'VISIBLE'],
];

const ofMariadb: readonly (readonly [statement: string, marked: string])[] = [
  ['ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT', 'IF NOT EXISTS'],
  ['ALTER TABLE t DROP INDEX IF EXISTS i', 'IF EXISTS'],
  ['ALTER TABLE t ADD a INT, ALGORITHM = NOCOPY', 'NOCOPY'],
  ['CREATE OR REPLACE TABLE t (a INT)', 'OR REPLACE'],
  ['CREATE SEQUENCE s', 'SEQUENCE'],
  ['CREATE TABLE t (a INT) WITH SYSTEM VERSIONING', 'WITH SYSTEM VERSIONING'],
  ['CREATE TABLE t (a INET6)', 'INET6'],
  ['ALTER TABLE t ADD a INT AS (b) PERSISTENT', 'PERSISTENT'],
  ['DROP INDEX IF EXISTS i ON t', 'IF EXISTS'],
  ['DELETE FROM t WHERE a = 1 RETURNING a', 'RETURNING'],
  ['SET STATEMENT lock_wait_timeout = 1 FOR DROP TABLE t', 'SET STATEMENT'],
];

/** What both accept, and what looks like the above. */
const ofBoth: readonly string[] = [
  'ALTER TABLE t ADD a INT INVISIBLE',
  'ALTER TABLE t ADD CHECK (a > 0)',
  'ALTER TABLE t ADD INDEX i (a(10), b DESC)',
  'ALTER TABLE t ADD g GEOMETRY NOT NULL',
  'ALTER TABLE t ADD visible INT, ADD `ignored` INT, ADD srid INT',
  'CREATE TABLE IF NOT EXISTS t (a INT, uuid CHAR(36))',
  'DROP TABLE IF EXISTS t',
  'CREATE OR REPLACE VIEW v AS SELECT 1',
  'SET GLOBAL max_connections = 100',
  "INSERT INTO t VALUES ('x RETURNING y', 1)",
  'CREATE TABLE t (a INT DEFAULT (1 + 1), b INT GENERATED ALWAYS AS (a) STORED)',
  'ALTER TABLE t ADD a INT, ALGORITHM = INPLACE, LOCK = NONE',
];

describe('forms of one of MySQL and MariaDB', () => {
  for (const [owner, other, forms] of [
    ['mysql', 'mariadb', ofMysql],
    ['mariadb', 'mysql', ofMariadb],
  ] as const)
    for (const [statement, marked] of forms)
      it(`are read in both and marked in ${other}: ${statement}`, () => {
        const own = readTolerant(statement, owner);
        assert.deepEqual(own.unread, []);
        assert.equal(own.confidence, 'high');
        const read = readTolerant(statement, other);
        assert.deepEqual(
          read.changes.map((change) => change.kind),
          own.changes.map((change) => change.kind),
        );
        const [entry] = read.unread;
        assert.match(
          entry?.reason ?? '',
          owner === 'mysql' ? /^only MySQL accepts / : /^only MariaDB accepts /,
        );
        assert.ok(
          statement.slice(entry?.range.start, entry?.range.end).startsWith(marked),
          statement.slice(entry?.range.start, entry?.range.end),
        );
        assert.equal(read.unread.length, 1);
        assert.notEqual(read.confidence, 'high');
      });

  it('leave what both accept alone', () => {
    for (const statement of ofBoth)
      for (const dialect of ['mysql', 'mariadb'] as const)
        assert.deepEqual(readTolerant(statement, dialect).unread, [], `${dialect}: ${statement}`);
  });
});
