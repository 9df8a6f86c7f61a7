import assert from 'node:assert/strict';
import type { StatementReading } from '../../../src/model/statement';
import type { PostgresParser } from '../../../src/sql/postgres/parser';
import { readPostgres } from '../../../src/sql/postgres/read';
import { loadParser } from './load';

let parser: PostgresParser;
before(async () => {
  parser = await loadParser();
});

function read(text: string): StatementReading {
  const reading = readPostgres(parser, text);
  assert.ok(reading);
  return reading;
}

/** Kind of each change and the text at its range. */
function places(text: string): (readonly [string, string])[] {
  return read(text).changes.map((change) => [change.kind, text.slice(change.range.start, change.range.end)]);
}

describe('Postgres reader: DO blocks', () => {
  it('reads the statements in them where they stand', () => {
    const text = `DO $body$
DECLARE n int;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type) THEN
    ALTER TABLE "Größe" ADD COLUMN a int, DROP COLUMN "B";
  END IF;
  CREATE TYPE mood AS ENUM ('a');
  CREATE TYPE mood AS ENUM ('a');
EXCEPTION WHEN duplicate_object THEN NULL;
END $body$`;
    assert.deepEqual(places(text), [
      ['add-column', 'ADD COLUMN a int'],
      ['drop-column', 'DROP COLUMN "B"'],
      ['create-enum', `CREATE TYPE mood AS ENUM ('a')`],
      ['create-enum', `CREATE TYPE mood AS ENUM ('a')`],
    ]);
    const [add, , one, two] = read(text).changes;
    assert.ok(add?.kind === 'add-column');
    assert.equal(text.slice(add.table.range.start, add.table.range.end), '"Größe"');
    assert.ok(one !== undefined && two !== undefined && one.range.start < two.range.start);
    assert.equal(read(text).confidence, 'medium');
    assert.deepEqual(read(text).unread, []);
  });

  it('is sure of what runs without condition', () => {
    assert.equal(read('do $$ begin drop table a; end $$').confidence, 'high');
    assert.deepEqual(places('do language plpgsql $$ begin drop table a; end $$'), [
      ['drop-table', 'drop table a'],
    ]);
    assert.deepEqual(places("do 'begin drop table a; end'"), [['drop-table', 'drop table a']]);
  });

  it('reads EXECUTE of a literal', () => {
    assert.deepEqual(places(`do $$ begin execute 'drop table a; drop table b'; end $$`), [
      ['drop-table', 'drop table a'],
      ['drop-table', 'drop table b'],
    ]);
    assert.deepEqual(places(`do $$ begin execute $q$alter table t drop column x$q$; end $$`), [
      ['drop-column', 'drop column x'],
    ]);
    // The literal is not written as it is meant: the place is the whole expression.
    assert.deepEqual(places(`do $$ begin execute 'delete from t where a = ''x'''; end $$`), [
      ['delete', `'delete from t where a = ''x'''`],
    ]);
  });

  it('says what is made at run time only', () => {
    const text = `do $$ declare n text; begin drop table a; execute format('alter table %I drop column y', n); execute 'drop table ' || n; end $$`;
    const reading = read(text);
    assert.deepEqual(
      reading.unread.map(({ range }) => text.slice(range.start, range.end)),
      [`format('alter table %I drop column y', n)`, `'drop table ' || n`],
    );
    assert.deepEqual(places(text), [['drop-table', 'drop table a']]);
  });

  it('finds statements whose INTO was taken away', () => {
    const text =
      'do $$ declare c int; begin insert into a (x) values (1) returning x into c; delete from b; end $$';
    const [insert, remove] = read(text).changes;
    assert.ok(insert?.kind === 'insert');
    assert.equal(text.slice(insert.table.range.start, insert.table.range.end), 'a');
    assert.ok(remove?.kind === 'delete');
    assert.equal(text.slice(remove.table.range.start, remove.table.range.end), 'b');
  });

  it('is never silent', () => {
    assert.equal(read(`do $$ begin raise notice 'x'; end $$`).changes[0]?.kind, 'other');
    assert.equal(read('do $$ begin this is not sql; end $$').unread.length, 1);
    assert.equal(read('do language plpython3u $$ plpy.execute("drop table a") $$').unread.length, 1);
    assert.equal(read(`do 'begin execute ''drop table a''; end'`).unread.length, 1);
  });
});
