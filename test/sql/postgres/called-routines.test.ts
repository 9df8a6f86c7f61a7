import assert from 'node:assert/strict';
import type { SqlScript } from '../../../src/model/statement';
import { createSqlReader, type SqlReader } from '../../../src/sql/reader';
import { loadParser } from './load';

let reader: SqlReader;
before(async () => {
  reader = createSqlReader(await loadParser());
});

/** What runs, in the order it runs: kind and the text at the place of each change that is not `other`. */
function runs(text: string): (readonly [string, string])[] {
  return reader
    .readScript(text, 'postgres')
    .statements.flatMap(({ start, reading }) =>
      reading.changes
        .filter(({ kind }) => kind !== 'other')
        .map(({ kind, range }) => [kind, text.slice(start + range.start, start + range.end)] as const),
    );
}

function unread(script: SqlScript): string[] {
  return script.statements.flatMap(({ start, reading }) =>
    reading.unread.map(({ range }) => script.text.slice(start + range.start, start + range.end)),
  );
}

const create = `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  ALTER TABLE a DROP COLUMN b;
END $$;
`;

describe('Postgres reader: functions and procedures', () => {
  it('change nothing by being created', () => {
    assert.deepEqual(
      runs(create).map(([kind]) => kind),
      ['create-object'],
    );
    const dynamic = `CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE t; END';`;
    assert.deepEqual(unread(reader.readScript(dynamic, 'postgres')), []);
  });

  it('change what their body says when they are called, in that order and at that place', () => {
    const text = `${create}CREATE TABLE a (b int);\nSELECT f();\nDROP TABLE a;`;
    assert.deepEqual(runs(text).slice(1), [
      ['create-table', 'CREATE TABLE a (b int)'],
      ['drop-column', 'DROP COLUMN b'],
      ['drop-table', 'DROP TABLE a'],
    ]);
    const { statements } = reader.readScript(text, 'postgres');
    const body = statements.find(({ calledFrom }) => calledFrom !== undefined);
    assert.ok(body?.calledFrom);
    assert.equal(text.slice(body.calledFrom.start, body.calledFrom.end), 'SELECT f()');
    assert.equal(body.start, 0);
  });

  it('are found in every kind of call', () => {
    for (const call of [
      'select * from F()',
      'select public.f()',
      'INSERT INTO log SELECT f()',
      'DO $x$ BEGIN PERFORM f(); END $x$',
      'WITH x AS (SELECT f()) SELECT 1 FROM x',
      `DO $x$ BEGIN EXECUTE 'SELECT f()'; END $x$`,
    ])
      assert.ok(
        runs(`${create}${call};`).some(([kind]) => kind === 'drop-column'),
        call,
      );
    for (const other of [
      'select g()',
      'select other.f(1)',
      'CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()',
      'CREATE VIEW v AS SELECT f()',
      'ALTER TABLE x ALTER y SET DEFAULT f()',
      `COMMENT ON FUNCTION f() IS 'f()'`,
      'DROP FUNCTION f()',
    ])
      assert.ok(!runs(`${create}${other};`).some(([kind]) => kind === 'drop-column'), other);
    // A call before the function is created calls another one.
    assert.ok(!runs(`SELECT f();\n${create}`).some(([kind]) => kind === 'drop-column'));
  });

  it('are read in every language of bodies that is SQL', () => {
    const forms = [
      `CREATE PROCEDURE p() LANGUAGE sql AS $$ INSERT INTO l VALUES (1); DROP TABLE a; $$`,
      `CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO l VALUES (1); DELETE FROM a; END`,
      `CREATE PROCEDURE p() AS 'BEGIN INSERT INTO l VALUES (''x''); DROP TABLE a; COMMIT; END' LANGUAGE plpgsql`,
    ];
    assert.deepEqual(
      forms.map((form) => runs(`${form};\nCALL p();`).slice(1)),
      [
        [
          ['insert', 'INSERT INTO l VALUES (1)'],
          ['drop-table', 'DROP TABLE a'],
        ],
        [
          ['insert', 'INSERT INTO l VALUES (1)'],
          ['delete', 'DELETE FROM a'],
        ],
        [
          ['insert', `INSERT INTO l VALUES (''x'')`],
          ['drop-table', 'DROP TABLE a'],
          ['transaction', 'COMMIT'],
        ],
      ],
    );
    const python = `CREATE FUNCTION p() RETURNS void LANGUAGE plpython3u AS 'plpy.execute("x")'; SELECT p();`;
    assert.deepEqual(unread(reader.readScript(python, 'postgres')), ['plpy.execute("x")']);
  });

  it('take the arguments that are written, and say so when they are not', () => {
    const text = `CREATE FUNCTION add(tbl text, col text DEFAULT 'c') RETURNS void LANGUAGE plpgsql AS $$
BEGIN EXECUTE format('ALTER TABLE %I ADD %I int', tbl, col); END $$;
SELECT add('a'), add('b', 'd'), add(col => 'e', tbl => 'x');
SELECT add(relname) FROM pg_class;`;
    const script = reader.readScript(text, 'postgres');
    const added = script.statements.flatMap(({ reading }) =>
      reading.changes.flatMap((change) =>
        change.kind === 'add-column' ? [`${change.table.name}.${change.column.name.name}`] : [],
      ),
    );
    assert.deepEqual(added, ['a.c', 'b.d', 'x.e']);
    assert.deepEqual(unread(script), [`format('ALTER TABLE %I ADD %I int', tbl, col)`]);
  });

  it('do not take an argument for what a parameter holds later', () => {
    for (const change of [
      'IF random() > 1 THEN tbl := tbl || 1; END IF;',
      'SELECT relname INTO tbl FROM pg_class;',
      'GET DIAGNOSTICS tbl = ROW_COUNT;',
      'FOREACH tbl IN ARRAY (SELECT array_agg(relname) FROM pg_class) LOOP NULL; END LOOP;',
      'FOR tbl IN SELECT relname FROM pg_class LOOP NULL; END LOOP;',
    ]) {
      const text = `CREATE FUNCTION f(tbl text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN ${change} EXECUTE 'DROP TABLE ' || tbl; END $$;
SELECT f('a');`;
      assert.deepEqual(unread(reader.readScript(text, 'postgres')), [`'DROP TABLE ' || tbl`], change);
    }
  });

  it('are told apart by the number of arguments, and replaced by what is created later', () => {
    const define = (parameters: string, body: string): string =>
      `CREATE OR REPLACE FUNCTION f(${parameters}) RETURNS void LANGUAGE sql AS 'DROP TABLE ${body}';\n`;
    const text = `${define('', 'none')}${define('a int', 'one')}${define('a int, b int', 'two')}${define('a int', 'uno')}`;
    assert.deepEqual(runs(`${text}SELECT f(1);`).slice(4), [['drop-table', 'DROP TABLE uno']]);
    assert.deepEqual(runs(`${text}SELECT f();`).slice(4), [['drop-table', 'DROP TABLE none']]);
  });

  it('may call each other and themselves', () => {
    const text = `CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE g; PERFORM g(); PERFORM h(); END $$;
CREATE FUNCTION h() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE h; PERFORM g(); END $$;
SELECT h();`;
    assert.deepEqual(runs(text).slice(2), [
      ['drop-table', 'DROP TABLE h'],
      ['drop-table', 'DROP TABLE g'],
    ]);
  });

  it('are not called known when another script creates them', () => {
    assert.deepEqual(unread(reader.readScript('CALL archive(1); SELECT archived(1);', 'postgres')), [
      'CALL archive(1)',
    ]);
    const create = "CREATE PROCEDURE archive(n int) LANGUAGE sql AS 'DELETE FROM a';";
    const unknown = reader.readScript('CALL archive(1);', 'postgres');
    const known = reader.readScript(`${create} CALL archive(1);`, 'postgres', unknown);
    assert.deepEqual(unread(known), []);
    assert.deepEqual(unread(reader.readScript('CALL archive(1);', 'postgres', known)), ['CALL archive(1)']);
  });

  it('keep their readings when other text changes', () => {
    const text = `${create}SELECT f();`;
    const first = reader.readScript(text, 'postgres');
    const second = reader.readScript(`SELECT 1;\n${text}\nSELECT 2;`, 'postgres', first);
    const [created, call, body] = first.statements.map((statement) => statement.reading);
    assert.deepEqual(
      second.statements.slice(1, 4).map((statement) => statement.reading),
      [created, call, body],
    );
    second.statements.slice(1, 4).forEach((statement, i) => {
      assert.equal(statement.reading, [created, call, body][i]);
    });
  });
});
