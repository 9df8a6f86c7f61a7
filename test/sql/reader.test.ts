import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { SqlScript, StatementReading } from '../../src/model/statement';
import type { Range } from '../../src/model/text';
import { createSqlReader, type SqlReader } from '../../src/sql/reader';
import { loadParser } from './postgres/load';

let reader: SqlReader;
before(async () => {
  reader = createSqlReader(await loadParser());
});

/** Every range anywhere in a reading lies inside its statement. */
function assertRangesInside(reading: StatementReading): void {
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { start, end } = value as Partial<Range>;
    if (typeof start === 'number' && typeof end === 'number')
      assert.ok(
        start >= 0 && start <= end && end <= reading.text.length,
        `${path} ${start}..${end} of ${JSON.stringify(reading.text)}`,
      );
    for (const [key, child] of Object.entries(value)) visit(child, `${path}.${key}`);
  };
  visit(reading.changes, 'changes');
  visit(reading.unread, 'unread');
}

function assertSound(script: SqlScript): void {
  let last = 0;
  for (const { start, end, next, reading } of script.statements) {
    assert.ok(last <= start && start <= end && end <= next && next <= script.text.length);
    assert.equal(reading.text, script.text.slice(start, end));
    assert.ok(reading.changes.length + reading.unread.length > 0, `silent about ${reading.text}`);
    assertRangesInside(reading);
    last = next;
  }
}

const statements = [
  'ALTER TABLE "A"."b" ADD COLUMN x varchar(20) NOT NULL DEFAULT 5 CHECK (x > 1), DROP COLUMN IF EXISTS y CASCADE, ALTER z TYPE int USING z::int;',
  'alter table t add constraint c foreign key (a, b) references s.t (c, d) on delete cascade not valid, validate constraint d;',
  "CREATE TABLE t (id serial PRIMARY KEY, a int[] DEFAULT '{}', LIKE x, UNIQUE (a), EXCLUDE USING gist (a WITH &&)) PARTITION BY RANGE (a);",
  'create unique index concurrently i on only s.t using gin (a desc, lower(b)) include (d) where a is not null;',
  'drop index concurrently if exists a.b, c; drop trigger x on y; drop function f(int), g;',
  `create type mood as enum ('a', 'b'); alter type mood add value 'c' before 'a';`,
  'create or replace view v as with w as (select 1) select a.*, b.c from a join s.b on true;',
  'do $$ begin if true then alter table t drop column x; end if; end $$;',
  'create function f() returns trigger as $x$ begin return new; end $x$ language plpgsql;',
  "set local lock_timeout = '5s'; begin; update t set a = 1 where true; delete from t; commit;",
  'alter table a rename column b to c; alter table a rename to b; alter trigger x on y rename to z;',
  'ALTER TABLE "Größe😀" DROP COLUMN "ä", ADD "ö" text DEFAULT \'é😀\' NOT NULL;',
  'create domain d as text default 1 check (value > 1); truncate a, b cascade; lock table a in share mode;',
];

describe('readScript', () => {
  it('gives each statement its place, and a reading relative to it', () => {
    const text = '-- first\nALTER TABLE a DROP COLUMN b;\n\nDROP TABLE c';
    const { statements: found } = reader.readScript(text, 'postgres');
    assert.deepEqual(
      found.map(({ start, end, next }) => [text.slice(start, end), next]),
      [
        ['ALTER TABLE a DROP COLUMN b', text.indexOf(';') + 1],
        ['DROP TABLE c', text.length],
      ],
    );
    const [first] = found[0]!.reading.changes;
    assert.equal(first?.kind, 'drop-column');
    assert.equal(
      text.slice(found[0]!.start + first.range.start, found[0]!.start + first.range.end),
      'DROP COLUMN b',
    );
  });

  it('keeps the readings of statements that did not change', () => {
    const before = reader.readScript('drop table a; drop table b;', 'postgres');
    const after = reader.readScript('-- new\nselect 1; drop table a;\n drop table c;', 'postgres', before);
    assert.equal(after.statements[1]?.reading, before.statements[0]?.reading);
    assert.notEqual(after.statements[2]?.reading, before.statements[1]?.reading);
    assert.equal(reader.readScript(before.text, 'postgres', before), before);
    const other = reader.readScript(before.text, 'sqlite', before);
    assert.notEqual(other.statements[0]?.reading, before.statements[0]?.reading);
  });

  it('reads statements with placeholders of a template, and says what is not known', () => {
    const text = 'ALTER TABLE {{ table }} /* ${x} */ DROP COLUMN "Note"';
    const [statement] = reader.readScript(text, 'postgres').statements;
    assert.equal(statement?.reading.changes[0]?.kind, 'drop-column');
    assert.equal(statement.reading.confidence, 'medium');
    assert.equal(statement.reading.text, text);
    assert.deepEqual(statement.reading.unread, [
      { range: { start: 12, end: 23 }, reason: 'what {{ table }} stands for is not known' },
    ]);
    // A comment is no part of the statement's meaning; neither is a string.
    assert.deepEqual(reader.readStatement(`update t set a = '{{ b }}' where c = $1`, 'postgres').unread, []);
  });

  it('says when a NUL cuts a statement short, and still reads around it', () => {
    const { statements: found, unread } = reader.readScript(
      'drop table a;\0 drop table\0 b; drop table c',
      'postgres',
    );
    assert.deepEqual(
      found.map(({ reading }) => [reading.changes[0]?.kind, reading.unread.length > 0]),
      [
        ['drop-table', false],
        ['drop-table', true],
        ['drop-table', false],
      ],
    );
    assert.ok(unread.length > 0);
  });

  it('reads past a byte order mark and CRLF', () => {
    const text = '\ufeffdrop table a;\r\ndrop table b;\r\n';
    const { statements: found } = reader.readScript(text, 'postgres');
    assert.deepEqual(
      found.map(({ reading }) => reading.text),
      ['drop table a', 'drop table b'],
    );
  });

  it('leaves out what a runner executes downwards', () => {
    const text = '-- +goose Up\nDROP TABLE a;\n-- +goose Down\nDROP TABLE b;\n';
    const { statements: found } = reader.readScript(text, 'postgres');
    assert.deepEqual(
      found.map(({ reading }) => reading.text),
      ['DROP TABLE a'],
    );
  });

  it('keeps the neighbours of a statement that is being typed', () => {
    const text = 'DROP TABLE a;\nALTER TABLE b ADD COLUMN\n\nDROP TABLE c;';
    const { statements: found } = reader.readScript(text, 'postgres');
    const dropped = found.flatMap(({ reading }) =>
      reading.changes.flatMap((change) => (change.kind === 'drop-table' ? [change.table.name] : [])),
    );
    assert.deepEqual(dropped, ['a', 'c']);
  });

  it('never throws and keeps its ranges inside, whatever prefix of a statement is there', () => {
    for (const statement of statements)
      for (let end = 0; end <= statement.length; end++)
        assertSound(reader.readScript(statement.slice(0, end), 'postgres'));
  });

  it('never throws on statements cut and joined anywhere', () => {
    const part = fc
      .tuple(fc.constantFrom(...statements), fc.nat(200), fc.nat(200))
      .map(([statement, from, to]) => statement.slice(Math.min(from, to), Math.max(from, to)));
    const noise = fc.constantFrom(
      ' ',
      '\n',
      ';',
      "'",
      '"',
      '$$',
      '(',
      ')',
      '{{',
      '${a}',
      '\0',
      '\ufeff',
      '/*',
      '--',
      '😀',
      ',',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, noise), { maxLength: 8 }), (parts) =>
        assertSound(reader.readScript(parts.join(''), 'postgres')),
      ),
      { numRuns: 400 },
    );
  });

  it('reads the same whether a statement stands alone or among others', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(statements), (chosen) => {
        const together = reader
          .readScript(chosen.join('\n'), 'postgres')
          .statements.map(({ reading }) => reading);
        const alone = chosen.flatMap((text) =>
          reader.readScript(text, 'postgres').statements.map((s) => s.reading),
        );
        assert.deepEqual(together, alone);
      }),
      { numRuns: 50 },
    );
  });
});

describe('readStatement', () => {
  it('asks the parser of the dialect first, and the tolerant reader for what it rejects', () => {
    const read = (text: string, dialect: 'postgres' | 'mysql' | 'sqlite') =>
      reader.readStatement(text, dialect);
    assert.equal(read('DROP TABLE a', 'postgres').reader, 'libpg-query');
    assert.equal(read('CREATE TABLE t (a INTEGER PRIMARY KEY)', 'sqlite').reader, 'sql-parser-cst');
    const modify = read('ALTER TABLE t MODIFY a int unsigned NOT NULL, ALGORITHM=INPLACE', 'mysql');
    assert.deepEqual(
      [modify.reader, modify.confidence, modify.changes.map((change) => change.kind)],
      ['tolerant', 'high', ['redefine-column']],
    );
    for (const dialect of ['postgres', 'mysql', 'sqlite'] as const) {
      const typed = read('ALTER TABLE t ADD COLUMN', dialect);
      assert.equal(typed.reader, 'tolerant');
      assert.ok(typed.unread.length > 0);
    }
  });
});
