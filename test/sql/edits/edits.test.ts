import assert from 'node:assert/strict';
import type { ChangeOf, SchemaChangeKind } from '../../../src/model/schema-change';
import type { StatementReading } from '../../../src/model/statement';
import { appendNotValid } from '../../../src/sql/edits/append-not-valid';
import { insertConcurrently } from '../../../src/sql/edits/insert-concurrently';
import { removeAction } from '../../../src/sql/edits/remove-action';
import {
  applyEdits,
  replaceStatement,
  sliceOf,
  type StatementEdit,
} from '../../../src/sql/edits/statement-edit';
import type { PostgresParser } from '../../../src/sql/postgres/parser';
import { readPostgres } from '../../../src/sql/postgres/read';
import { loadParser } from '../postgres/load';

let parser: PostgresParser;
before(async () => {
  parser = await loadParser();
});

function read(text: string): StatementReading {
  const reading = readPostgres(parser, text);
  assert.ok(reading, `Postgres rejects: ${text}`);
  assert.deepEqual(reading.unread, []);
  return reading;
}

function first<K extends SchemaChangeKind>(reading: StatementReading, kind: K): ChangeOf<K> {
  const found = reading.changes.find((change) => change.kind === kind);
  assert.ok(found);
  return found as ChangeOf<K>;
}

/** The edited text, which Postgres must still parse. */
function edited(reading: StatementReading, edits: readonly StatementEdit[] | null): string {
  assert.ok(edits);
  const text = applyEdits(reading.text, edits);
  read(text);
  return text;
}

function withoutAction(text: string, index: number): string {
  const reading = read(text);
  const result = edited(reading, removeAction(reading, reading.changes[index]!));
  assert.deepEqual(
    read(result).changes.map((change) => change.kind),
    reading.changes.map((change) => change.kind).filter((_, i) => i !== index),
  );
  return result;
}

describe('insertConcurrently', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      'CREATE INDEX "Order_Idx" ON "Order" ("Total")',
      'CREATE INDEX CONCURRENTLY "Order_Idx" ON "Order" ("Total")',
    ],
    [
      'create unique index if not exists i on app."user" (a)',
      'create unique index concurrently if not exists i on app."user" (a)',
    ],
    [
      'CREATE /* index */ INDEX -- the index\n i ON t (a)',
      'CREATE /* index */ INDEX CONCURRENTLY -- the index\n i ON t (a)',
    ],
    ['CREATE INDEX "index" ON "index" (index)', 'CREATE INDEX CONCURRENTLY "index" ON "index" (index)'],
    ['CREATE INDEX ON t (a)', 'CREATE INDEX CONCURRENTLY ON t (a)'],
  ];
  for (const [text, expected] of cases)
    it(text.replace('\n', ' '), () => {
      const reading = read(text);
      const result = edited(reading, insertConcurrently(reading, first(reading, 'create-index')));
      assert.equal(result, expected);
      const change = first(read(result), 'create-index');
      assert.equal(change.concurrently, true);
      assert.equal(change.index.name?.name, first(reading, 'create-index').index.name?.name);
      assert.equal(insertConcurrently(read(result), change), null);
    });

  it('edits DROP INDEX of one name without CASCADE', () => {
    const one = read('DROP INDEX IF EXISTS app."Ix"');
    assert.equal(
      edited(one, insertConcurrently(one, first(one, 'drop-index'))),
      'DROP INDEX CONCURRENTLY IF EXISTS app."Ix"',
    );
    for (const text of ['drop index a, b', 'drop index a cascade', 'drop index concurrently a']) {
      const reading = read(text);
      assert.equal(insertConcurrently(reading, first(reading, 'drop-index')), null);
    }
  });
});

describe('appendNotValid', () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      'ALTER TABLE "Order" ADD CONSTRAINT "fk" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE',
      'ALTER TABLE "Order" ADD CONSTRAINT "fk" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID',
    ],
    [
      'ALTER TABLE app.t ADD CONSTRAINT c CHECK (a > 0) /* a, b */, ADD COLUMN "select" int',
      'ALTER TABLE app.t ADD CONSTRAINT c CHECK (a > 0) NOT VALID /* a, b */, ADD COLUMN "select" int',
    ],
    [
      'alter table t drop column a, add constraint c foreign key (b) references u -- soon\n, add d int',
      'alter table t drop column a, add constraint c foreign key (b) references u not valid -- soon\n, add d int',
    ],
    [
      'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u DEFERRABLE',
      'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u DEFERRABLE NOT VALID',
    ],
  ];
  for (const [text, expected] of cases)
    it(expected.slice(0, 70).replace('\n', ' '), () => {
      const reading = read(text);
      const result = edited(reading, appendNotValid(reading, first(reading, 'add-constraint')));
      assert.equal(result, expected);
      const again = read(result);
      assert.equal(first(again, 'add-constraint').constraint.validated, false);
      assert.equal(again.changes.length, reading.changes.length);
      assert.equal(appendNotValid(again, first(again, 'add-constraint')), null);
    });

  it('leaves constraints alone that know no NOT VALID', () => {
    for (const text of ['alter table t add unique (a)', 'alter table t add primary key (a)']) {
      const reading = read(text);
      assert.equal(appendNotValid(reading, first(reading, 'add-constraint')), null);
    }
  });
});

describe('removeAction', () => {
  it('takes out the first, a middle or the last action with one comma', () => {
    const text = 'ALTER TABLE app."T" DROP COLUMN "A", ADD COLUMN b numeric(10,2), RENAME_ME';
    const real = text.replace('RENAME_ME', 'ALTER "select" SET NOT NULL');
    assert.equal(
      withoutAction(real, 0),
      'ALTER TABLE app."T" ADD COLUMN b numeric(10,2), ALTER "select" SET NOT NULL',
    );
    assert.equal(withoutAction(real, 1), 'ALTER TABLE app."T" DROP COLUMN "A", ALTER "select" SET NOT NULL');
    assert.equal(withoutAction(real, 2), 'ALTER TABLE app."T" DROP COLUMN "A", ADD COLUMN b numeric(10,2)');
  });

  it('keeps the layout and the comments of the neighbours', () => {
    const text = 'ALTER TABLE t\n  ADD a int, -- the a\n  DROP b /* the b */,\n  ADD c int -- the c\n';
    assert.equal(
      withoutAction(text, 0),
      'ALTER TABLE t\n  -- the a\n  DROP b /* the b */,\n  ADD c int -- the c\n',
    );
    assert.equal(
      withoutAction(text, 1),
      'ALTER TABLE t\n  ADD a int -- the a\n   /* the b */,\n  ADD c int -- the c\n',
    );
    assert.equal(
      withoutAction(text, 2),
      'ALTER TABLE t\n  ADD a int, -- the a\n  DROP b /* the b */ -- the c\n',
    );
  });

  it('takes one name out of several', () => {
    assert.equal(withoutAction('DROP TABLE IF EXISTS a."B", c CASCADE', 0), 'DROP TABLE IF EXISTS c CASCADE');
    assert.equal(
      withoutAction('DROP TABLE IF EXISTS a."B", c CASCADE', 1),
      'DROP TABLE IF EXISTS a."B" CASCADE',
    );
  });

  it('says when the statement holds nothing else', () => {
    const reading = read('ALTER TABLE t DROP COLUMN a');
    assert.equal(removeAction(reading, reading.changes[0]!), null);
  });
});

describe('statement edits', () => {
  it('slice and replace', () => {
    const reading = read('DROP TABLE "A"');
    assert.equal(sliceOf(reading, first(reading, 'drop-table').table.range), '"A"');
    assert.equal(applyEdits(reading.text, replaceStatement(reading, 'SELECT 1')), 'SELECT 1');
  });

  it('apply several edits whatever their order', () => {
    const edits = [
      { range: { start: 2, end: 3 }, newText: 'Z' },
      { range: { start: 0, end: 0 }, newText: '>' },
    ];
    assert.equal(applyEdits('abc', edits), '>abZ');
  });
});
