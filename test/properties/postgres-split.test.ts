import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitStatements } from '../../src/sql/split';

/** Statements that are valid as they stand, with everything in them that looks like their end. */
const statements = [
  'SELECT 1',
  "SELECT ';', 'it''s', E'\\';', U&'\\003B', B'0', $$;$$, $a$ ; $$ ; $a$, $1, 'a'\n';'",
  'SELECT "a;b", U&";", "it""s;", a -- ; comment\n, b /* ; /* ; */ ; */ FROM t',
  'CREATE TABLE "Größe;" (a int DEFAULT 1, b text CHECK (b <> \';\'))',
  'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN RETURN 1; END; $body$',
  "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SELECT 1;''; END'",
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
  'CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END',
  'CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)',
  'DO $$ DECLARE x int; BEGIN IF true THEN CREATE TABLE z (a int); END IF; END $$',
  'ALTER TABLE t\n\tADD COLUMN a int,\n\tDROP COLUMN b',
  "INSERT INTO t (a, b) VALUES (1, '\nCREATE TABLE x (y int);\n'), (2, $q$\nDROP TABLE x;\n$q$)",
  "SELECT a->>'b;', a @> '{\"c\": \";\"}', a ? 'd', a[1:2], b::text",
  'GRANT SELECT, INSERT ON t TO x',
  'BEGIN',
  'COMMIT',
  `UPDATE "𝒯" SET "😀" = '😀;' WHERE a = 'naïve' -- 😀;\n`.trimEnd().replace(/ -- 😀;$/, ''),
  'CREATE INDEX i ON t (lower(a)) WHERE a IS NOT NULL',
  'CREATE TABLE {{ schema }}.t (a int)',
  "ALTER TABLE ${schema}.t ADD COLUMN a int DEFAULT '${value};'",
  'ALTER TABLE "{{ index .Options "Namespace" }}".t ADD COLUMN a int',
  "SELECT set_config(:'name', :value, true)",
] as const;

/** Comments of every kind, each of which hides something. */
const gaps = [
  '\n',
  '\r\n',
  ' \t',
  '\n\n',
  '-- it\'s; "$$\n',
  '-- it\'s; "$$\r\n',
  '--\n',
  '/* ; \' " $$ */',
  '/* /* ; */ ; */',
  '/**/',
  '-- 😀\n',
  '\f\v',
] as const;

const gap = fc.array(fc.constantFrom(...gaps), { maxLength: 3 }).map((parts) => parts.join(''));
const copyData = 'COPY t (a, b) FROM stdin;\n1\tit\'s; $$ "\n2\t\\N\n\\.\n';

function pieces(text: string): string[] {
  return splitStatements(text, 'postgres').pieces.map(({ start, end }) => text.slice(start, end));
}

describe('Properties of the Postgres splitter', () => {
  it('gives back the statements that were put together, and nothing else', () => {
    const part = fc.tuple(gap, fc.constantFrom(...statements), gap);
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.array(part), gap, (mark, windows, parts, tail) => {
        const lines = (text: string): string => (windows ? text.replace(/\r?\n/g, '\r\n') : text);
        const text =
          (mark ? '\ufeff' : '') +
          lines(parts.map(([before, statement, after]) => `${before}${statement}${after};`).join('') + tail);
        const split = splitStatements(text, 'postgres');
        assert.deepEqual(
          split.pieces.map(({ start, end }) => text.slice(start, end)),
          parts.map(([, statement]) => lines(statement)),
        );
        assert.deepEqual(split.unread, []);
        assert.deepEqual(remainder(text), '');
      }),
      { numRuns: 400 },
    );
  });

  it('passes over the data of COPY and what psql is told', () => {
    const between = fc.constantFrom(copyData, '\\set x 1\n', '\\echo it\'s "\n', '\n');
    const part = fc.tuple(between, fc.constantFrom(...statements));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const text = parts.map(([before, statement]) => `\n${before}${statement};\n`).join('');
        const expected = parts.flatMap(([before, statement]) =>
          before === copyData ? ['COPY t (a, b) FROM stdin', statement] : [statement],
        );
        assert.deepEqual(pieces(text), expected);
      }),
    );
  });

  it('cuts where a statement without its semicolon ends, at the latest before the next that begins a line', () => {
    const openings = ['ALTER TABLE t ADD', 'CREATE TABLE t (a int', 'SELECT 1 FROM', 'UPDATE t SET a ='];
    fc.assert(
      fc.property(fc.constantFrom(...openings), fc.constantFrom('\n', '\n\n', '\n-- c\n'), (open, line) => {
        const text = `${open}${line}CREATE TABLE next (a int);\nDROP TABLE b;`;
        assert.deepEqual(pieces(text), [open, 'CREATE TABLE next (a int)', 'DROP TABLE b']);
      }),
    );
  });

  it('takes lines of a megabyte', () => {
    const long = 'x'.repeat(1_000_000);
    const many = Array.from({ length: 60_000 }, (_, i) => `(${String(i)}, 'it''s;')`).join(', ');
    for (const middle of [
      `INSERT INTO t VALUES ('${long};')`,
      `INSERT INTO t VALUES ${many}`,
      `SELECT $$${long};$$`,
      `SELECT 1 /* ${long}; */ , 2`,
      `SELECT "${long};"`,
      `SELECT ${'('.repeat(500_000)}${')'.repeat(500_000)}`,
      `SELECT '${'😀;'.repeat(300_000)}'`,
    ])
      assert.deepEqual(pieces(`DROP TABLE a; ${middle}; DROP TABLE b`), [
        'DROP TABLE a',
        middle,
        'DROP TABLE b',
      ]);
  });
});

/** What is left of a text when statements, terminators, comments and white space are taken out. */
function remainder(text: string): string {
  const { pieces: found, comments } = splitStatements(text, 'postgres');
  const units = text.split('');
  for (const { start, next } of found) units.fill(' ', start, next);
  for (const { range } of comments) units.fill(' ', range.start, range.end);
  return units.join('').replace(/[\s\ufeff]/g, '');
}
