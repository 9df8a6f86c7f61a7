import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dialects, type Dialect } from '../../../src/model/dialect';
import { readTolerant } from '../../../src/sql/tolerant/read';
import { changesOf, checkRanges, onlyChange, unreadOf } from './reading';

describe('readTolerant, indexes', () => {
  it('reads CREATE INDEX with what it asks for', () => {
    const change = onlyChange(
      'CREATE UNIQUE INDEX i USING HASH ON t (a, (lower(b)) DESC) ALGORITHM=INPLACE LOCK=SHARED',
      'mysql',
      'create-index',
    );
    assert.deepEqual([change.index.unique, change.index.method], [true, 'hash']);
    assert.deepEqual(
      change.index.columns.map((column) => [column.column, column.descending]),
      [
        ['a', false],
        [null, true],
      ],
    );
    assert.deepEqual(change.requested, { algorithm: 'inplace', lock: 'shared' });
  });

  it('reads the forms of Postgres', () => {
    const change = onlyChange(
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING gin (a jsonb_ops) INCLUDE (b) WHERE c IS NOT NULL',
      'postgres',
      'create-index',
    );
    assert.deepEqual(
      [change.concurrently, change.ifNotExists, change.only, change.index.method],
      [true, true, true, 'gin'],
    );
    assert.deepEqual(change.index.includes, ['b']);
    assert.equal(change.index.where?.text, 'c IS NOT NULL');
  });

  it('reads DROP INDEX with and without its table', () => {
    assert.equal(onlyChange('DROP INDEX `i` ON `t`', 'mysql', 'drop-index').table?.name, 't');
    assert.equal(onlyChange('DROP INDEX IF EXISTS i', 'sqlite', 'drop-index').table, null);
    assert.notDeepEqual(unreadOf(readTolerant('DROP INDEX i', 'mysql')), []);
  });
});

describe('readTolerant, data', () => {
  const where = (text: string): string => {
    const [change] = changesOf(text, 'mysql');
    return change?.kind === 'update' || change?.kind === 'delete' ? change.where : '';
  };

  it('tells which rows an UPDATE or DELETE touches', () => {
    assert.equal(where('UPDATE t SET a = 1'), 'none');
    assert.equal(where('UPDATE t SET a = 1 WHERE b = 2'), 'some');
    assert.equal(where('UPDATE t SET a = (SELECT 1 FROM c WHERE d = 1)'), 'none');
    assert.equal(where('UPDATE t SET a = 1 WHERE 1 = 1'), 'always-true');
    assert.equal(where('DELETE FROM t WHERE (true)'), 'always-true');
    assert.equal(where('DELETE FROM t WHERE 0'), 'some');
    assert.equal(where('DELETE FROM t'), 'none');
    assert.equal(where('DELETE FROM t LIMIT 1000'), 'some');
    assert.equal(where('DELETE FROM t WHERE 1 = 1 LIMIT 1000'), 'some');
  });

  it('reads the columns that are written', () => {
    const update = onlyChange('UPDATE t AS x SET x.a = 1, `b` = c WHERE d = 1', 'mysql', 'update');
    assert.deepEqual(
      update.columns.map((column) => column.name),
      ['a', 'b'],
    );
    const insert = onlyChange('INSERT INTO t (a, b) VALUES (1, 2)', 'sqlite', 'insert');
    assert.deepEqual([insert.columns.map((column) => column.name), insert.source], [['a', 'b'], 'values']);
    assert.equal(onlyChange('INSERT INTO new_t (a) SELECT a FROM t', 'sqlite', 'insert').source, 'query');
    assert.equal(onlyChange('INSERT INTO t (a) (SELECT 1)', 'mysql', 'insert').source, 'query');
    assert.equal(onlyChange('REPLACE INTO t SET a = 1', 'mysql', 'insert').columns[0]?.name, 'a');
    assert.equal(
      onlyChange('WITH x AS (SELECT 1) DELETE FROM t WHERE a IN (SELECT * FROM x)', 'postgres', 'delete')
        .table.name,
      't',
    );
  });
});

describe('readTolerant, everything else', () => {
  it('reads transactions and settings', () => {
    assert.equal(onlyChange('START TRANSACTION', 'mysql', 'transaction').action, 'begin');
    assert.equal(onlyChange('ROLLBACK TO SAVEPOINT a', 'mysql', 'transaction').action, 'rollback-to');
    assert.equal(onlyChange('RELEASE a', 'sqlite', 'transaction').savepoint, 'a');
    assert.deepEqual(
      changesOf("SET FOREIGN_KEY_CHECKS = 0, @@global.sql_mode = ''", 'mysql').map(
        (change) => change.kind === 'set-setting' && [change.setting, change.value, change.scope],
      ),
      [
        ['foreign_key_checks', '0', 'session'],
        ['sql_mode', "''", 'global'],
      ],
    );
    assert.deepEqual(onlyChange('PRAGMA foreign_keys = OFF', 'sqlite', 'set-setting').value, 'OFF');
    assert.equal(onlyChange("SET LOCAL lock_timeout = '2s'", 'postgres', 'set-setting').scope, 'local');
    assert.deepEqual(
      changesOf('LOCK TABLES a READ, b WRITE', 'mysql').map(
        (change) => change.kind === 'lock-table' && change.mode,
      ),
      ['READ', 'WRITE'],
    );
    assert.equal(onlyChange('/*!40101 SET NAMES utf8 */', 'mysql', 'set-setting').setting, 'names');
  });

  it('reads objects by name', () => {
    const view = onlyChange(
      'CREATE OR REPLACE VIEW v AS SELECT a.id, b.name FROM a JOIN s.b ON a.id = b.a_id',
      'mysql',
      'create-object',
    );
    assert.deepEqual(
      [view.object, view.replace, view.uses.map((one) => one.name)],
      ['view', true, ['a', 'b']],
    );
    assert.deepEqual(view.usesColumns, ['a.id', 'b.name', 'b.a_id']);
    const trigger = onlyChange(
      'CREATE DEFINER=`root`@`%` TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; END',
      'mysql',
      'create-object',
    );
    assert.deepEqual([trigger.object, trigger.table?.name], ['trigger', 't']);
    assert.equal(onlyChange('DROP SCHEMA s', 'mysql', 'drop-object').object, 'database');
    assert.deepEqual(onlyChange("CREATE TYPE e AS ENUM ('a', 'b')", 'postgres', 'create-enum').values, [
      'a',
      'b',
    ]);
    assert.equal(onlyChange("ALTER TYPE e ADD VALUE 'c' AFTER 'b'", 'postgres', 'add-enum-value').after, 'b');
    assert.equal(onlyChange('TRUNCATE TABLE t', 'mysql', 'truncate-table').table.name, 't');
  });

  it('never calls hidden statements understood', () => {
    for (const [text, dialect] of [
      ['PREPARE s FROM @sql', 'mysql'],
      ['EXECUTE IMMEDIATE @sql', 'mariadb'],
      ['DO $$ BEGIN DROP TABLE t; END $$', 'postgres'],
      ['FROBNICATE t', 'sqlite'],
      ["SELECT 'open", 'mysql'],
    ] as const)
      assert.notDeepEqual(unreadOf(readTolerant(text, dialect)), [], text);
  });

  it('gives the keyword without modifiers', () => {
    const keyword = (text: string): string => readTolerant(text, 'mysql').keyword;
    assert.equal(keyword('create unique index i on t (a)'), 'CREATE INDEX');
    assert.equal(keyword('CREATE DEFINER=`a`@`b` PROCEDURE p() SELECT 1'), 'CREATE PROCEDURE');
    assert.equal(keyword('-- c\nALTER TABLE t ADD a INT'), 'ALTER TABLE');
    assert.equal(keyword('UPDATE t SET a = 1'), 'UPDATE');
  });

  it('reads every prefix of real statements without harm', () => {
    const whole = [
      'CREATE TABLE `a` (b INT UNSIGNED NOT NULL DEFAULT (1 + 2), KEY k (b(3) DESC), CONSTRAINT c FOREIGN KEY (b) REFERENCES d (e) ON DELETE SET NULL) ENGINE=InnoDB PARTITION BY HASH (b)',
      "ALTER TABLE a ADD COLUMN (b ENUM('x', 'y'), c TEXT), CHANGE d e INT FIRST, ALTER f SET DEFAULT 'g', RENAME INDEX h TO i, DROP FOREIGN KEY j, ALGORITHM=INPLACE, LOCK=NONE",
      'ALTER TABLE ONLY a ALTER b TYPE numeric(3,2)[] USING (b::text[]), ADD CONSTRAINT c CHECK (d IS NOT NULL) NOT VALID, ATTACH PARTITION e DEFAULT',
      'CREATE VIEW v AS SELECT a.b FROM (SELECT 1) x JOIN c USING (d)',
      "INSERT INTO a (b, c) SELECT 1, ${d} FROM {{ e }} WHERE f = 'g'",
      'SET GLOBAL a = 1, @@b.c = (SELECT 2)',
    ];
    for (const text of whole)
      for (let length = 0; length <= text.length; length++)
        for (const dialect of dialects) checkRanges(readTolerant(text.slice(0, length), dialect));
  });

  it('says of a SET without anything behind it that something is missing (found by the property below)', () => {
    for (const dialect of dialects) assert.notEqual(readTolerant('SET', dialect).unread.length, 0);
  });

  it('never throws and keeps its ranges inside, whatever the words', () => {
    const words = fc.constantFrom(
      'CREATE',
      'ALTER',
      'TABLE',
      'ADD',
      'DROP',
      'COLUMN',
      'INDEX',
      'KEY',
      'PRIMARY',
      'CONSTRAINT',
      'FOREIGN',
      'REFERENCES',
      'CHECK',
      '(',
      ')',
      '[',
      ']',
      ',',
      '.',
      '=',
      "'a'",
      '"b"',
      '`c`',
      'd',
      'INT',
      'ENUM',
      'NOT',
      'NULL',
      'DEFAULT',
      'ON',
      'UPDATE',
      'SET',
      'TYPE',
      'USING',
      'RENAME',
      'TO',
      'MODIFY',
      'CHANGE',
      'AS',
      'GENERATED',
      'PARTITION',
      'BY',
      'WHERE',
      'DELETE',
      'FROM',
      'INSERT',
      'INTO',
      'VIEW',
      'TRIGGER',
      'ALGORITHM',
      'LOCK',
      '1',
      '${x}',
      '$$',
      '::',
      'UNIQUE',
      'IF',
      'EXISTS',
      'DEFINER',
      '@',
      'LIKE',
      'COMMENT',
      'COLLATE',
      'CHARACTER',
      'IDENTITY',
      'AFTER',
      'PRAGMA',
      'WITH',
      'SELECT',
      'TRUNCATE',
    );
    const statement = fc.array(words, { maxLength: 25 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(
        fc.oneof(statement, fc.string({ unit: 'binary' })),
        fc.constantFrom<Dialect>(...dialects),
        (text, dialect) => {
          const reading = readTolerant(text, dialect);
          checkRanges(reading);
          if (reading.changes.length === 0 && /\w/.test(text)) assert.notEqual(reading.unread.length, 0);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('readTolerant, statements in a string', () => {
  const text = "PREPARE q FROM 'ALTER TABLE t ADD a INT, DROP b'";

  it('reads what PREPARE holds, with ranges in the string', () => {
    const reading = readTolerant(text, 'mysql');
    assert.deepEqual(reading.unread, []);
    assert.deepEqual(
      reading.changes.map(({ kind, range }) => [kind, text.slice(range.start, range.end)]),
      [
        ['other', text],
        ['add-column', 'ADD a INT'],
        ['drop-column', 'DROP b'],
      ],
    );
  });

  it('leaves unread what is put together at run time, or written with escapes', () => {
    for (const dynamic of [
      'PREPARE q FROM @sql',
      "PREPARE q FROM CONCAT('DROP TABLE ', @name)",
      "EXECUTE IMMEDIATE 'ALTER TABLE t ADD a TEXT DEFAULT ''x'''",
      "EXECUTE IMMEDIATE 'SELECT \\'x\\''",
      'PREPARE q FROM',
    ]) {
      const reading = readTolerant(dynamic, 'mariadb');
      assert.notEqual(reading.unread.length, 0, dynamic);
      assert.deepEqual(
        reading.changes.map((change) => change.kind),
        ['other'],
      );
    }
  });
});
