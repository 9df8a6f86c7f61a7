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
  });

  it('finds the place through escapes and two layers of quotes', () => {
    assert.deepEqual(places(`do $$ begin execute 'delete from t where a = ''x'''; end $$`), [
      ['delete', `delete from t where a = ''x''`],
    ]);
    const quoted = `do 'begin alter table t drop column "it''''s"; execute ''alter table u drop column b''; end'`;
    assert.deepEqual(places(quoted.replace(`''''s`, 's')), [
      ['drop-column', 'drop column "its"'],
      ['drop-column', 'drop column b'],
    ]);
    const escaped = String.raw`do $$ begin execute E'alter table "Ä" drop column \x41\x42, add c int'; end $$`;
    assert.deepEqual(places(escaped.replaceAll('\\\\', '\\')), [
      ['drop-column', String.raw`drop column \x41\x42`.replaceAll('\\\\', '\\')],
      ['add-column', 'add c int'],
    ]);
  });

  it('puts together what is written in parts', () => {
    const text = `do $$ begin execute 'alter table ' || 'users' || ' drop column ' || quote_ident('Name'); end $$`;
    const [change] = read(text).changes;
    assert.ok(change?.kind === 'drop-column');
    assert.equal(change.column.name, 'Name');
    assert.equal(text.slice(change.table.range.start, change.table.range.end), 'users');
    assert.equal(text.slice(change.column.range.start, change.column.range.end), 'Name');
  });

  it('fills in format()', () => {
    const text = `do $$ begin execute format('alter table %I.%I alter %3$I set default %L -- 100%%', 's', 'Users', 'a', 'x''y'); end $$`;
    const wrong = read(text);
    assert.equal(wrong.unread.length, 0, 'after %3$I the next argument is the fourth');
    const [change] = wrong.changes;
    assert.ok(change?.kind === 'set-default');
    assert.equal(change.table.schema, 's');
    assert.equal(change.table.name, 'Users');
    assert.equal(change.column.name, 'a');
    assert.equal(change.default.text, `'x''y'`);
    // Schema, dot and name come from three places: the range holds them all.
    assert.match(text.slice(change.table.range.start, change.table.range.end), /^\.%I.*'s', 'Users$/);
    assert.equal(text.slice(change.column.range.start, change.column.range.end), 'a');
    assert.equal(read(`do $$ begin execute format('drop table %-10s', 'a'); end $$`).unread.length, 1);
    assert.equal(read(`do $$ begin execute format('drop table %I'); end $$`).unread.length, 1);
  });

  it('knows variables that hold constants, while they do', () => {
    const body = (inner: string): string => `do $$
declare
  t constant text := 'users'; s text; n text;
begin
${inner}
end $$`;
    assert.deepEqual(places(body(`execute 'drop table ' || t;`)), [['drop-table', `drop table ' || t`]]);
    assert.deepEqual(places(body(`s := 'drop table a'; execute s;`)), [['drop-table', 'drop table a']]);
    assert.deepEqual(
      places(body(`s := 'drop'; s := s || ' table a'; execute s;`)),
      [['drop-table', `drop table a`]].map(([kind]) => [kind, `s || ' table a`]),
    );
    for (const unknown of [
      `execute 'drop table ' || n;`,
      `s := 'a'; select relname into s from pg_class; execute 'drop table ' || s;`,
      `s := 'a'; if n is null then s := 'b'; end if; execute 'drop table ' || s;`,
      `s := 'a'; while n is null loop execute 'drop table ' || s; s := 'b'; end loop;`,
      `s := 'a'; begin s := 'b'; exception when others then s := 'c'; end; execute 'drop table ' || s;`,
      `s := 'a'; get diagnostics s = row_count; execute 'drop table ' || s;`,
    ])
      assert.equal(read(body(unknown)).unread.length, 1, unknown);
  });

  it('follows loops over what is written, and no others', () => {
    const tables = (inner: string): string[] =>
      read(
        `do $$ declare t text; r record; i int; a text[] := '{x,y}'; begin ${inner} end $$`,
      ).changes.flatMap((change) => (change.kind === 'drop-table' ? [change.table.name] : []));
    const drop = (name: string): string => `loop execute format('drop table %I', ${name}); end loop;`;
    assert.deepEqual(tables(`foreach t in array array['a', 'b'] ${drop('t')}`), ['a', 'b']);
    assert.deepEqual(tables(`foreach t in array a ${drop('t')}`), ['x', 'y']);
    assert.deepEqual(tables(`for t in select unnest(array['a', 'b']) ${drop('t')}`), ['a', 'b']);
    assert.deepEqual(tables(`for r in select unnest(array['a', 'b']) as n ${drop('r.n')}`), ['a', 'b']);
    assert.deepEqual(tables(`for r in select * from (values ('a', 1), ('b', 2)) v(n, m) ${drop('r.n')}`), [
      'a',
      'b',
    ]);
    assert.deepEqual(tables(`for r in select n from unnest(string_to_array('a,b', ',')) n ${drop('r.n')}`), [
      'a',
      'b',
    ]);
    assert.deepEqual(tables(`for i in 1..3 ${drop(`'p' || i`)}`), ['p1', 'p2', 'p3']);
    assert.deepEqual(
      tables(`foreach t in array array['a'] loop drop table z; execute 'drop table ' || t; end loop;`),
      ['z', 'a'],
    );
    // What does not depend on the loop is one statement, however often it runs.
    assert.deepEqual(tables(`foreach t in array array['a', 'b'] loop drop table z; end loop;`), ['z']);
    for (const unknown of [
      `for r in select n from unnest(array['a']) n where n <> 'a' ${drop('r.n')}`,
      `for r in select relname from pg_class ${drop('r.relname')}`,
      `foreach t in array (select array_agg(x) from y) ${drop('t')}`,
    ])
      assert.deepEqual([tables(unknown)], [[]], unknown);
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
  });
});
