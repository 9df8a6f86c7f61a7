import assert from 'node:assert/strict';
import { afterFix, fixesFor, reportedAfter } from './migration-fix-case';
import { FixDatabase } from './migration-fix-database';

let database: FixDatabase;

before(async () => (database = await FixDatabase.start()));
after(() => database.stop());

/** The filling migrations are long: what matters of them. */
function shortened(texts: readonly string[]): readonly string[] {
  return texts.map((text) =>
    text.startsWith('DO $evolens$')
      ? `fill: ${[...new Set([...text.matchAll(/UPDATE (?!.*checkpoint)(.+ SET .+ = DEFAULT)$/gm)].map((match) => match[1]))].join()}`
      : text,
  );
}

describe('fix of add-column-default-rewrite', () => {
  const rule = 'add-column-default-rewrite';
  const title =
    /^Add the column without rewriting the table, and fill the older rows in batches in a following migration$/;
  const setup =
    'CREATE TABLE "Shop"."Order" (id int PRIMARY KEY, old text); INSERT INTO "Shop"."Order" SELECT n FROM generate_series(1, 50) n;';

  it('keeps the other actions, quotes and comments, and makes it NOT NULL at the end', async () => {
    const one = {
      setup,
      change:
        'ALTER TABLE "Shop"."Order" DROP COLUMN old, -- gone\n  ADD COLUMN "Token" uuid /* new */ NOT NULL DEFAULT gen_random_uuid(), -- each its own\n  ADD COLUMN b int;\n',
    };
    const fixes = await fixesFor(rule, one);
    assert.deepEqual(
      fixes.map((fix) => [title.test(fix.title), fix.kind]),
      [[true, 'safe']],
    );
    const texts = await afterFix(one, fixes[0]!);
    assert.deepEqual(shortened(texts), [
      'ALTER TABLE "Shop"."Order" DROP COLUMN old, -- gone\n  ADD COLUMN "Token" uuid /* new */, ALTER COLUMN "Token" SET DEFAULT gen_random_uuid(), -- each its own\n  ADD COLUMN b int;\n',
      'fill: "Shop"."Order" SET "Token" = DEFAULT',
      'ALTER TABLE "Shop"."Order" ADD CONSTRAINT "Order_Token_not_null_check" CHECK ("Token" IS NOT NULL) NOT VALID;\n',
      'ALTER TABLE "Shop"."Order" VALIDATE CONSTRAINT "Order_Token_not_null_check";\nALTER TABLE "Shop"."Order" ALTER COLUMN "Token" SET NOT NULL;\nALTER TABLE "Shop"."Order" DROP CONSTRAINT "Order_Token_not_null_check";\n',
    ]);
    await database.runsToSame(one, texts);
    const [row] = await database.ask('SELECT count(DISTINCT "Token")::int AS tokens FROM "Shop"."Order"');
    assert.equal(row?.['tokens'], 50);
  });

  it('a nullable column, an expression in parentheses, lower case', async () => {
    const one = {
      setup:
        'CREATE TABLE "table" ("select" int, "from" int, PRIMARY KEY ("select", "from")); INSERT INTO "table" VALUES (1, 2);',
      change: 'alter table only "table" add "order" float default (random() * (2 + 1))',
    };
    const [fix] = await fixesFor(rule, one);
    const texts = await afterFix(one, fix!);
    assert.deepEqual(shortened(texts), [
      'alter table only "table" add "order" float, ALTER COLUMN "order" SET DEFAULT (random() * (2 + 1))',
      'fill: "table" SET "order" = DEFAULT',
    ]);
    await database.runsToSame(one, texts);
    assert.deepEqual(await database.ask('SELECT 1 AS one FROM "table" WHERE "order" IS NULL'), []);
  });

  it('is not offered without a key to go by, with a constraint that needs the values, or where they are used', async () => {
    const keyless = {
      setup: 'CREATE TABLE t (id int);',
      change: 'ALTER TABLE t ADD c uuid DEFAULT gen_random_uuid();',
    };
    assert.deepEqual(await fixesFor(rule, keyless), []);
    const keyed = 'CREATE TABLE t (id int PRIMARY KEY);';
    for (const change of [
      'ALTER TABLE t ADD c uuid UNIQUE DEFAULT gen_random_uuid();',
      'ALTER TABLE t ADD c uuid DEFAULT gen_random_uuid(); CREATE UNIQUE INDEX i ON t (c);',
    ])
      assert.deepEqual(await fixesFor(rule, { setup: keyed, change }), []);
  });

  it('rewrites nothing here', async () => {
    const one = {
      setup: 'CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1);',
      change: 'ALTER TABLE t ADD c uuid NOT NULL DEFAULT gen_random_uuid();',
    };
    const [fix] = await fixesFor(rule, one);
    const [here = ''] = await afterFix(one, fix!);
    const node = "SELECT pg_relation_filenode('t') AS node";
    for (const [text, same] of [
      [one.change, false],
      [here, true],
    ] as const) {
      await database.fresh([one.setup]);
      const [before] = await database.ask(node);
      await database.run(text);
      assert.equal((await database.ask(node))[0]?.['node'] === before?.['node'], same, text);
    }
  });
});

describe('fix of add-column-serial', () => {
  it('makes the sequence, its default and its owner by hand', async () => {
    const one = {
      setup: 'CREATE TABLE "Shop"."Order" (id int PRIMARY KEY); INSERT INTO "Shop"."Order" VALUES (7), (8);',
      change: '-- numbers\nALTER TABLE "Shop"."Order" ADD COLUMN "number" BIGSERIAL NOT NULL;\n',
    };
    const [fix] = await fixesFor('add-column-serial', one);
    const texts = await afterFix(one, fix!);
    assert.deepEqual(shortened(texts).slice(0, 2), [
      '-- numbers\nCREATE SEQUENCE "Shop"."Order_number_seq" AS bigint;\nALTER TABLE "Shop"."Order" ADD COLUMN "number" bigint, ALTER COLUMN "number" SET DEFAULT nextval(\'"Shop"."Order_number_seq"\');\nALTER SEQUENCE "Shop"."Order_number_seq" OWNED BY "Shop"."Order".number;\n',
      'fill: "Shop"."Order" SET "number" = DEFAULT',
    ]);
    await database.runsToSame(one, texts);
    const numbers = await database.ask('SELECT number::int AS n FROM "Shop"."Order" ORDER BY 1');
    assert.deepEqual(
      numbers.map((row) => row['n']),
      [1, 2],
    );
    const [owned] = await database.ask(
      'SELECT pg_get_serial_sequence(\'"Shop"."Order"\', \'number\') AS sequence',
    );
    assert.equal(owned?.['sequence'], '"Shop"."Order_number_seq"');
  });
});

describe('fix of add-column-identity', () => {
  const setup =
    'CREATE TABLE "Shop"."Order" (id int PRIMARY KEY); INSERT INTO "Shop"."Order" VALUES (7), (8);';

  it('numbers the rows by a sequence of its own, and makes it an identity column in the end', async () => {
    const one = {
      setup,
      change:
        'alter table "Shop"."Order" add column "number" bigint /* why */ not null generated /* so */ by default as identity;\n',
    };
    const [fix] = await fixesFor('add-column-identity', one);
    const texts = await afterFix(one, fix!);
    assert.equal(
      texts[0],
      'CREATE SEQUENCE "Shop"."Order_number_fill_seq" AS bigint;\nalter table "Shop"."Order" add column "number" bigint /* why */ /* so */, ALTER COLUMN "number" SET DEFAULT nextval(\'"Shop"."Order_number_fill_seq"\');\nALTER SEQUENCE "Shop"."Order_number_fill_seq" OWNED BY "Shop"."Order".number;\n',
    );
    await database.runsToSame(one, texts);
    await database.run('INSERT INTO "Shop"."Order" VALUES (9)');
    assert.deepEqual(await numbers(), [1, 2, 3]);
    const [owned] = await database.ask(
      `SELECT pg_get_serial_sequence('"Shop"."Order"', 'number') AS sequence, attidentity AS kind, to_regclass('"Shop"."Order_number_fill_seq"') AS left FROM pg_attribute WHERE attrelid = '"Shop"."Order"'::regclass AND attname = 'number'`,
    );
    assert.deepEqual(owned, { sequence: '"Shop"."Order_number_seq"', kind: 'd', left: null });
  });

  it('is not offered where the sequence has options, or there is no key to go through the table by', async () => {
    const change =
      'ALTER TABLE "Shop"."Order" ADD COLUMN n int GENERATED ALWAYS AS IDENTITY (START WITH 100);';
    assert.deepEqual(await fixesFor('add-column-identity', { setup, change }), []);
    const bare = {
      setup: 'CREATE TABLE t (a int);',
      change: 'ALTER TABLE t ADD COLUMN n int GENERATED ALWAYS AS IDENTITY;',
    };
    assert.deepEqual(await fixesFor('add-column-identity', bare), []);
  });

  async function numbers(): Promise<readonly unknown[]> {
    const rows = await database.ask('SELECT number::int AS n FROM "Shop"."Order" ORDER BY 1');
    return rows.map((row) => row['n']);
  }
});

describe('fix of add-required-column', () => {
  it('leaves NOT NULL out, and nothing else', async () => {
    const setup = 'CREATE TABLE t (a int); INSERT INTO t VALUES (1);';
    const change = 'ALTER TABLE t ADD COLUMN "B b" text /* kept */ NOT NULL, ADD COLUMN c int;';
    const [fix] = await fixesFor('add-required-column', { setup, change });
    assert.equal(fix?.kind, 'review');
    const texts = await afterFix({ setup, change }, fix);
    assert.deepEqual(texts, ['ALTER TABLE t ADD COLUMN "B b" text /* kept */, ADD COLUMN c int;']);
    await assert.rejects(database.fresh([setup, change]), /contains null values/);
    await database.fresh([setup, ...texts]);
    assert.deepEqual(await reportedAfter({ setup, change }, texts, 'add-required-column'), []);
  });
});

describe('fix of add-column-generated-stored', () => {
  const setup = 'CREATE TABLE t (a int);';
  const change = 'alter table t add column b int generated always as (a * 2) stored;';

  it('makes it virtual where the server can', async () => {
    const [fix] = await fixesFor('add-column-generated-stored', { setup, change, version: 18 });
    assert.equal(fix?.kind, 'review');
    const texts = await afterFix({ setup, change, version: 18 }, fix);
    assert.deepEqual(texts, ['alter table t add column b int generated always as (a * 2) virtual;']);
    await database.fresh([setup, ...texts]);
    assert.deepEqual(await fixesFor('add-column-generated-stored', { setup, change, version: 17 }), []);
  });
});

describe('fix of alter-column-type-dependents', () => {
  const rule = 'alter-column-type-dependents';

  it('drops the views from the top and makes them again by their own words', async () => {
    const setup =
      'CREATE TABLE "User" (id int, "Name" varchar(10));\nCREATE VIEW "Shop"."Names" AS\n  SELECT "Name" -- only\n  FROM "User";\nCREATE VIEW upper_names AS SELECT upper("Name") AS n FROM "Shop"."Names";';
    const change = '-- longer\nALTER TABLE "User" ALTER COLUMN "Name" TYPE varchar(20)';
    const [fix] = await fixesFor(rule, { setup, change });
    assert.equal(fix?.kind, 'review');
    const texts = await afterFix({ setup, change }, fix);
    assert.deepEqual(texts, [
      '-- longer\nDROP VIEW upper_names;\nDROP VIEW "Shop"."Names";\nALTER TABLE "User" ALTER COLUMN "Name" TYPE varchar(20);\nCREATE VIEW "Shop"."Names" AS\n  SELECT "Name" -- only\n  FROM "User";\nCREATE VIEW upper_names AS SELECT upper("Name") AS n FROM "Shop"."Names";',
    ]);
    await assert.rejects(database.fresh([setup, change]), /used by a view/);
    await database.fresh([setup, ...texts, 'SELECT n FROM upper_names']);
    assert.ok(!(await reportedAfter({ setup, change }, texts)).includes(rule));
  });

  it('is not offered where a materialised view or a generated column keeps it', async () => {
    const change = 'ALTER TABLE t ALTER COLUMN a TYPE bigint;';
    for (const setup of [
      'CREATE TABLE t (a int); CREATE MATERIALIZED VIEW v AS SELECT a FROM t;',
      'CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) STORED);',
    ])
      assert.deepEqual(await fixesFor(rule, { setup, change }), []);
  });
});

describe('fix of rename-as-drop-and-add', () => {
  const rule = 'rename-as-drop-and-add';
  const setup = 'CREATE TABLE "Shop"."User" (id int, "userName" text NOT NULL, a int);';
  const renamed = 'ALTER TABLE "Shop"."User" RENAME COLUMN "userName" TO "user_name"';

  for (const [what, change, expected] of [
    [
      'two statements',
      '-- one\nALTER TABLE "Shop"."User" DROP COLUMN "userName";\n-- two\nALTER TABLE "Shop"."User" ADD COLUMN "user_name" text NOT NULL;\n',
      `-- one\n${renamed};\n`,
    ],
    [
      'one statement',
      'ALTER TABLE "Shop"."User" DROP COLUMN "userName", ADD COLUMN "user_name" text NOT NULL;',
      `${renamed};`,
    ],
    [
      'two of several actions',
      'ALTER TABLE "Shop"."User" DROP COLUMN "userName", DROP COLUMN a,\n  ADD COLUMN "user_name" text NOT NULL;\n',
      `ALTER TABLE "Shop"."User" DROP COLUMN a;\n${renamed};\n`,
    ],
  ] as const)
    it(`keeps the values: ${what}`, async () => {
      const one = { setup, change };
      const [fix] = await fixesFor(rule, one);
      assert.equal(fix?.title, 'Rename userName to user_name, which keeps the values');
      const texts = await afterFix(one, fix);
      assert.deepEqual(texts, [expected]);
      await database.runsToSame(one, texts);
      assert.ok(!(await reportedAfter(one, texts)).includes(rule));
    });

  it('is not offered where the definitions differ', async () => {
    const change =
      'ALTER TABLE "Shop"."User" DROP COLUMN "userName"; ALTER TABLE "Shop"."User" ADD COLUMN "user_name" text;';
    assert.deepEqual(await fixesFor(rule, { setup, change }), []);
  });
});
