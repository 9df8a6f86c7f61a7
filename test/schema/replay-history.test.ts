import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Dialect } from '../../src/model/dialect';
import type { History, Migration, TransactionMode } from '../../src/model/migration';
import { HistoryReplay } from '../../src/schema/replay-history';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';

const statements = [
  'CREATE TABLE a (id int PRIMARY KEY);',
  'ALTER TABLE a ADD COLUMN b text;',
  'ALTER TABLE a DROP COLUMN b;',
  'CREATE TABLE c (id int UNIQUE);',
  'DROP TABLE a;',
  'BEGIN;',
  'ROLLBACK;',
  'COMMIT;',
];

describe('replaying a history again after an edit', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });

  function history(text: string, previous: History | null): History {
    const script = reader.readScript(text, 'postgres', previous?.migrations[0]?.script);
    const migration: Migration = {
      id: '1',
      file: '1.sql',
      order: 0,
      transaction: 'unknown',
      script,
      released: false,
      version: null,
      transactionSpan: 'file',
      transactionParts: [],
      hasDown: false,
      embedding: null,
    };
    return {
      folder: '',
      framework: 'plain',
      faults: [],
      target: { dialect: 'postgres', dialectConfidence: 'high', version: 16 },
      migrations: [migration],
    };
  }

  it('gives what replaying it from nothing gives, rollbacks further down included', () => {
    const script = fc
      .array(fc.constantFrom(...statements), { maxLength: 12 })
      .map((parts) => parts.join('\n'));
    fc.assert(
      fc.property(fc.array(script, { minLength: 2, maxLength: 5 }), (texts) => {
        const replay = new HistoryReplay();
        let previous: History | null = null;
        for (const text of texts) {
          previous = history(text, previous);
          const again = replay.replay(previous);
          const anew = new HistoryReplay().replay(history(text, null));
          assert.deepEqual(again[0]?.changes, anew[0]?.changes);
          assert.deepEqual(again[0]?.after, anew[0]?.after);
        }
      }),
    );
  });

  it('undoes what the runner began when the file rolls back, and never DDL of MariaDB', () => {
    const text = 'CREATE TABLE a (id int);\nROLLBACK;\nCREATE TABLE b (id int);';
    const tables = (dialect: Dialect, transaction: TransactionMode): string[] => {
      const plain = history(text, null);
      const migrations = plain.migrations.map((migration) => ({
        ...migration,
        transaction,
        script: reader.readScript(text, dialect),
      }));
      const target = { ...plain.target, dialect };
      const [replayed] = new HistoryReplay().replay({ ...plain, target, migrations });
      return [...(replayed?.after.tables.keys() ?? [])];
    };
    assert.deepEqual(tables('postgres', 'single-query'), ['b']);
    assert.deepEqual(tables('postgres', 'wrapped'), ['b']);
    assert.deepEqual(tables('postgres', 'autocommit'), ['a', 'b']);
    assert.deepEqual(tables('mariadb', 'wrapped'), ['a', 'b']);
  });

  it('keeps the changes before the edit as they are', () => {
    const replay = new HistoryReplay();
    const first = history('CREATE TABLE a (id int);\nDROP TABLE a;', null);
    const before = replay.replay(first)[0]?.changes[0];
    const after = replay.replay(history('CREATE TABLE a (id int);\nTRUNCATE a;', first))[0]?.changes[0];
    assert.notEqual(before, undefined);
    assert.equal(after, before);
  });
});
