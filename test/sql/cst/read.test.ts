import assert from 'node:assert/strict';
import type { SchemaChange } from '../../../src/model/schema-change';
import { readCst } from '../../../src/sql/cst/read';

function kinds(text: string): SchemaChange['kind'][] {
  const reading = readCst(text, 'sqlite');
  assert.ok(reading !== null, text);
  assert.deepEqual(reading.unread, [], text);
  assert.equal(reading.reader, 'sql-parser-cst');
  assert.equal(reading.confidence, 'high');
  return reading.changes.map((change) => change.kind);
}

describe('readCst', () => {
  it('reads the statements of a rebuilt SQLite table', () => {
    assert.deepEqual(kinds('PRAGMA foreign_keys=OFF'), ['set-setting']);
    assert.deepEqual(
      kinds(
        'CREATE TABLE "new_t" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "a" TEXT NOT NULL DEFAULT (lower(\'X\')), b REAL, CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "o" ("id") ON DELETE CASCADE ON UPDATE CASCADE)',
      ),
      ['create-table'],
    );
    assert.deepEqual(
      kinds('INSERT INTO "new_t" ("id", "a") SELECT "id", coalesce("a", \'\') AS "a" FROM "t"'),
      ['insert'],
    );
    assert.deepEqual(kinds('DROP TABLE "t"'), ['drop-table']);
    assert.deepEqual(kinds('ALTER TABLE "new_t" RENAME TO "t"'), ['rename-table']);
    assert.deepEqual(kinds('CREATE UNIQUE INDEX "i" ON "t"("a" DESC) WHERE b > 1'), ['create-index']);
    assert.deepEqual(kinds('PRAGMA foreign_key_check'), ['set-setting']);
  });

  it('reads the other migrations of SQLite', () => {
    assert.deepEqual(kinds('ALTER TABLE t ADD COLUMN c INTEGER NOT NULL DEFAULT 0'), ['add-column']);
    assert.deepEqual(kinds('ALTER TABLE t DROP COLUMN c'), ['drop-column']);
    assert.deepEqual(kinds('ALTER TABLE t RENAME COLUMN c TO d'), ['rename-column']);
    assert.deepEqual(
      kinds(
        'CREATE TRIGGER g AFTER UPDATE OF a ON t WHEN new.a = 1 BEGIN UPDATE u SET b = 1 WHERE c = new.a; END',
      ),
      ['create-object'],
    );
    assert.deepEqual(kinds('CREATE VIEW v AS SELECT a FROM t'), ['create-object']);
    assert.deepEqual(kinds('CREATE TABLE t (a INT, b ANY, PRIMARY KEY (a)) STRICT, WITHOUT ROWID'), [
      'create-table',
    ]);
  });

  it('is null for what the grammar rejects, and for Postgres', () => {
    assert.equal(readCst('ALTER TABLE t ADD COLUMN', 'sqlite'), null);
    assert.equal(readCst('ALTER TABLE t MODIFY a INT', 'sqlite'), null);
    assert.equal(readCst('SELECT 1', 'postgres'), null);
  });
});
