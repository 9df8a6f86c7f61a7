import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { SqlScript } from '../../src/model/statement';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';

const root = path.join(__dirname, '../..');
const folders = ['test/rules/fixtures', 'examples/shop', 'test/schema'];

/** All Postgres files of the tests and examples, by their own header or their folder. */
function postgresFiles(): readonly { readonly name: string; readonly text: string }[] {
  return folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.sql') && !/mysql|mariadb|sqlite/.test(file))
      .map((file) => ({
        name: `${folder}/${file}`,
        text: fs.readFileSync(path.join(root, folder, file), 'utf8'),
      }))
      .filter(({ text }) => !/^-- dialect: (?:mysql|mariadb|sqlite)/m.test(text)),
  );
}

let reader: SqlReader;
before(async () => {
  reader = await createNodeSqlReader();
});

/** Every range anywhere in a reading, relative as the reading has them. */
function assertInside(script: SqlScript, name: string): void {
  for (const { start, end, next, reading } of script.statements) {
    assert.ok(start <= end && end <= next && next <= script.text.length, name);
    assert.equal(reading.text, script.text.slice(start, end), name);
    visit([reading.changes, reading.unread], reading.text.length, name);
  }
  visit([script.comments, script.unread], script.text.length, name);
}

function visit(value: unknown, length: number, name: string): void {
  if (Array.isArray(value)) for (const item of value) visit(item, length, name);
  else if (typeof value === 'object' && value !== null) {
    const { start, end } = value as { start?: unknown; end?: unknown };
    if (typeof start === 'number' && typeof end === 'number')
      assert.ok(0 <= start && start <= end && end <= length, `${name}: ${String(start)}..${String(end)}`);
    for (const item of Object.values(value)) visit(item, length, name);
  }
}

describe('Properties of reading Postgres', () => {
  it('reads every prefix of every file below 4 KB, with all ranges inside the text', () => {
    for (const { name, text } of postgresFiles()) {
      if (text.length >= 4096) continue;
      let previous: SqlScript | undefined;
      for (let length = 0; length <= text.length; length++) {
        previous = reader.readScript(text.slice(0, length), 'postgres', previous);
        assertInside(previous, name);
      }
    }
  });

  it('reads a sample of the prefixes of longer files and of bodies', () => {
    const bodies = [
      `CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $x$
DECLARE r record; n text := 'a';
BEGIN
  FOREACH n IN ARRAY ARRAY['a', 'ß😀'] LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN "c'' ''" int, DROP b', n); END LOOP;
  FOR r IN SELECT * FROM (VALUES ('x', 1)) v(a, b) LOOP EXECUTE 'DROP TABLE ' || quote_ident(r.a); END LOOP;
  IF t IS NULL THEN DROP TABLE u; ELSE EXECUTE t; END IF;
EXCEPTION WHEN others THEN UPDATE "Größe" SET a = 1;
END $x$;
SELECT f('DROP TABLE "ü"');
`,
      `DO 'BEGIN EXECUTE ''ALTER TABLE "😀" DROP COLUMN b, ADD c text DEFAULT ''''x''''''; COMMIT; END';`,
      `DO $$ BEGIN CREATE TYPE {{ ns }}.a AS ENUM ('{{ b }}'); EXECUTE E'DROP TABLE {{ ns }}.\\x61'; END $$;`,
      `MERGE INTO t USING u ON true WHEN MATCHED THEN UPDATE SET a = 1; COPY t (a) FROM stdin;\n1\n\\.\nGRANT a ON t TO b;`,
    ];
    const longer = postgresFiles()
      .map(({ text }) => text)
      .filter((text) => text.length >= 4096);
    const text = fc.constantFrom(...bodies, ...longer);
    const lines = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(text, lines, fc.boolean(), fc.nat(), fc.nat(30), (whole, line, mark, length, lost) => {
        const written = (mark ? '\ufeff' : '') + whole.replaceAll('\n', line);
        const end = length % (written.length + 1);
        // A prefix, and a text with a hole: what somebody typed in the middle.
        for (const cut of [written.slice(0, end), written.slice(0, end) + written.slice(end + lost)])
          assertInside(reader.readScript(cut, 'postgres'), cut);
      }),
      { numRuns: 600, seed: 20261121 },
    );
    for (const whole of bodies)
      for (let length = 0; length <= whole.length; length++)
        assertInside(reader.readScript(whole.slice(0, length), 'postgres'), whole.slice(0, length));
  });

  it('reads what is deeper, longer and more often than anybody writes', () => {
    const deep = 100_000;
    const long = 1_000_000;
    for (const text of [
      `ALTER TABLE t ADD CHECK ${'('.repeat(deep)}1${')'.repeat(deep)}`,
      `SELECT ${'('.repeat(deep)}`,
      `SELECT ${'NOT '.repeat(deep)} true`,
      `INSERT INTO t VALUES ('${'x'.repeat(long)}')`,
      `INSERT INTO "😀" VALUES ('${'😀'.repeat(long / 2)}')`,
      `DO $$ BEGIN ${'IF true THEN '.repeat(3000)}DROP TABLE a; ${'END IF; '.repeat(3000)} END $$`,
      `DO 'BEGIN ${"INSERT INTO t VALUES (''x''); ".repeat(2000)} END'`,
      `DO $$ BEGIN EXECUTE ${"'a' || ".repeat(5000)} 'a'; END $$`,
      `DO $$ BEGIN FOR i IN 1..1000 LOOP FOR j IN 1..1000 LOOP EXECUTE 'DROP TABLE t' || i || j; END LOOP; END LOOP; END $$`,
      `SELECT ${'{{'.repeat(deep / 4)}`,
    ]) {
      const script = reader.readScript(`DROP TABLE a;\n${text};\nDROP TABLE b;`, 'postgres');
      assert.ok(script.statements.length > 1, text.slice(0, 60));
      assertInside(script, text.slice(0, 60));
      assert.equal(script.statements[0]?.reading.changes[0]?.kind, 'drop-table');
    }
  });

  it('says that a loop runs on after what is followed', () => {
    const text = `DO $$ BEGIN FOR i IN 1..900 LOOP FOR j IN 1..900 LOOP EXECUTE 'DROP TABLE t' || i || j; END LOOP; END LOOP; END $$`;
    const { changes, unread } = reader.readStatement(text, 'postgres');
    assert.ok(changes.length > 900);
    assert.equal(unread.length, 1);
  });

  it('reads an edit as it reads the whole', () => {
    const files = postgresFiles().map(({ text }) => text);
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.nat(),
        fc.constantFrom('', ';', "'", '$$', 'x', '\n'),
        (text, at, typed) => {
          const end = at % (text.length + 1);
          const edited = text.slice(0, end) + typed + text.slice(end);
          const previous = reader.readScript(text, 'postgres');
          assert.deepEqual(
            reader.readScript(edited, 'postgres', previous),
            reader.readScript(edited, 'postgres'),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
