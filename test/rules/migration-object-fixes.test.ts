import assert from 'node:assert/strict';
import { afterFix, fixesFor, reportedAfter } from './migration-fix-case';
import { FixDatabase } from './migration-fix-database';

let database: FixDatabase;

before(async () => (database = await FixDatabase.start()));
after(() => database.stop());

describe('fix of alter-column-type-constraint', () => {
  const rule = 'alter-column-type-constraint';
  const title = /^Drop the checks? and add (it|them) again NOT VALID, and validate in a following migration$/;

  it('keeps the other actions, quotes and comments', () =>
    database.check(
      rule,
      title,
      {
        setup:
          'CREATE TABLE "User" (id int, "Name" varchar(10) CONSTRAINT "Long" CHECK (length("Name") > 2), "order" text);',
        change:
          'ALTER TABLE "User" ADD COLUMN a int, -- first\n  ALTER COLUMN "Name" /* wider */ TYPE varchar(20) -- now\n  , ALTER "order" SET DEFAULT 1;\n',
      },
      [
        'ALTER TABLE "User" ADD COLUMN a int, -- first\n  DROP CONSTRAINT "Long", ALTER COLUMN "Name" /* wider */ TYPE varchar(20), ADD CONSTRAINT "Long" CHECK (length("Name") > 2) NOT VALID -- now\n  , ALTER "order" SET DEFAULT 1;\n',
        'ALTER TABLE "User" VALIDATE CONSTRAINT "Long";\n',
      ],
    ));

  it('several checks, reserved words, another schema', () =>
    database.check(
      rule,
      title,
      {
        setup:
          'CREATE TABLE "Shop"."table" ("select" varchar(10) CHECK ("select" <> \'\'), b text); ALTER TABLE "Shop"."table" ADD CONSTRAINT other CHECK ("select" <> b);',
        change: 'alter table if exists only "Shop"."table" alter "select" type text',
      },
      [
        'alter table if exists only "Shop"."table" DROP CONSTRAINT table_select_check, DROP CONSTRAINT other, alter "select" type text, ADD CONSTRAINT table_select_check CHECK ("select" <> \'\') NOT VALID, ADD CONSTRAINT other CHECK ("select" <> b) NOT VALID',
        'alter table if exists only "Shop"."table" VALIDATE CONSTRAINT table_select_check;\nalter table if exists only "Shop"."table" VALIDATE CONSTRAINT other;\n',
      ],
    ));

  it('reads no row here, and lets writers through while it validates', async () => {
    const setup = "CREATE TABLE t (c varchar(10) CONSTRAINT k CHECK (c <> '')); INSERT INTO t VALUES ('a');";
    const change = 'ALTER TABLE t ALTER c TYPE varchar(20);';
    await database.fresh([setup]);
    assert.deepEqual((await database.costOf(change)).scans, ['t']);
    const [fix] = await fixesFor(rule, { setup, change });
    const [here = '', later = ''] = await afterFix({ setup, change }, fix!);
    assert.deepEqual((await database.costOf(here)).scans, []);
    await database.run(here);
    assert.deepEqual((await database.costOf(later)).locks, ['t ShareUpdateExclusiveLock']);
  });
});

describe('fix of constrained-domain-change', () => {
  const rule = 'constrained-domain-change';
  const title = /^Add the constraint NOT VALID, and validate it in a following migration$/;

  it('keeps quotes and comments', () =>
    database.check(
      rule,
      title,
      {
        setup: 'CREATE DOMAIN "Shop"."Email" AS text; CREATE TABLE users (mail "Shop"."Email");',
        change:
          'ALTER DOMAIN "Shop"."Email" ADD CONSTRAINT "has At" CHECK (VALUE LIKE \'%@%\') -- mails\n;\n',
      },
      [
        'ALTER DOMAIN "Shop"."Email" ADD CONSTRAINT "has At" CHECK (VALUE LIKE \'%@%\') NOT VALID -- mails\n;\n',
        'ALTER DOMAIN "Shop"."Email" VALIDATE CONSTRAINT "has At";\n',
      ],
    ));

  it('is not offered where the constraint has no name, or there is no NOT VALID', async () => {
    const setup = 'CREATE DOMAIN d AS text; CREATE TABLE t (c d);';
    for (const change of ["ALTER DOMAIN d ADD CHECK (VALUE <> '');", 'ALTER DOMAIN d SET NOT NULL;'])
      assert.deepEqual(await fixesFor(rule, { setup, change }), []);
  });

  it('locks no table here', async () => {
    await database.fresh(['CREATE DOMAIN d AS text; CREATE TABLE t (c d);']);
    const add = "ALTER DOMAIN d ADD CONSTRAINT k CHECK (VALUE <> '')";
    assert.deepEqual((await database.costOf(add)).locks, ['t ShareLock']);
    assert.deepEqual((await database.costOf(`${add} NOT VALID`)).locks, []);
  });
});

describe('fix of truncate-cascade', () => {
  const rule = 'truncate-cascade';
  const setup =
    'CREATE TABLE "User" (id int PRIMARY KEY); CREATE TABLE "Shop"."order" (id int PRIMARY KEY, u int REFERENCES "User"); CREATE TABLE item (o int REFERENCES "Shop"."order"); CREATE TABLE other (id int);';

  it('names every table, at any distance', () =>
    database.check(
      rule,
      /^Name every table that is emptied, without CASCADE$/,
      { setup, change: 'TRUNCATE TABLE other, ONLY "User" /* all */ RESTART IDENTITY CASCADE -- !\n;\n' },
      ['TRUNCATE TABLE other, ONLY "User", "Shop"."order", item /* all */ RESTART IDENTITY -- !\n;\n'],
    ));

  it('only takes CASCADE away where nothing references the table', () =>
    database.check(rule, /^Leave CASCADE out$/, { setup, change: 'truncate item cascade;' }, [
      'truncate item;',
    ]));
});

describe('fix of drop-cascade and drop-table', () => {
  it('drops by name what goes along, views from the top', () =>
    database.check(
      'drop-cascade',
      /^Drop by name what depends on it, and leave CASCADE out$/,
      {
        setup:
          'CREATE TABLE t (id int); CREATE VIEW "First" AS SELECT id FROM t; CREATE VIEW second AS SELECT id FROM "First"; CREATE VIEW third AS SELECT a.id FROM second a, "First" b;',
        change: '-- gone\nDROP VIEW "First" CASCADE;\n',
      },
      ['-- gone\nDROP VIEW third;\nDROP VIEW second;\nDROP VIEW "First";\n'],
    ));

  it('foreign keys of other tables, in an ALTER TABLE of several actions', async () => {
    const one = {
      setup:
        'CREATE TABLE "User" (id int PRIMARY KEY, mail text CONSTRAINT once UNIQUE, x int); CREATE TABLE "Shop"."order" (mail text CONSTRAINT "of User" REFERENCES "User" (mail));',
      change: 'ALTER TABLE "User" DROP CONSTRAINT once CASCADE, DROP COLUMN x CASCADE;',
    };
    const [fix] = await fixesFor('drop-cascade', one);
    const texts = await afterFix(one, fix!);
    assert.deepEqual(texts, [
      'ALTER TABLE "Shop"."order" DROP CONSTRAINT "of User";\nALTER TABLE "User" DROP CONSTRAINT once, DROP COLUMN x CASCADE;',
    ]);
    await database.runsToSame(one, texts);
  });

  it('columns of a type', () =>
    database.check(
      'drop-cascade',
      /^Drop by name/,
      {
        setup: 'CREATE TYPE "Mood" AS ENUM (\'sad\'); CREATE TABLE diary (id int, "order" "Mood");',
        change: 'drop type "Mood" cascade',
      },
      ['ALTER TABLE diary DROP COLUMN "order";\ndrop type "Mood"'],
    ));

  it('a table that others reference', async () => {
    const one = {
      setup:
        'CREATE TABLE "User" (id int PRIMARY KEY); CREATE TABLE post (u int REFERENCES "User"); CREATE VIEW v AS SELECT id FROM "User";',
      change: 'DROP TABLE IF EXISTS "User" CASCADE;',
    };
    const [fix] = await fixesFor('drop-table', one);
    const texts = await afterFix(one, fix!);
    assert.deepEqual(texts, [
      'DROP VIEW v;\nALTER TABLE post DROP CONSTRAINT post_u_fkey;\nDROP TABLE IF EXISTS "User";',
    ]);
    await database.runsToSame(one, texts);
  });

  it('is not offered for a plain DROP TABLE', async () => {
    const one = { setup: 'CREATE TABLE t (id int);', change: 'DROP TABLE t;' };
    assert.deepEqual(await fixesFor('drop-table', one), []);
  });
});

describe('fixes of enum values', () => {
  const setup =
    'CREATE TYPE "Shop"."Mood" AS ENUM (\'sad\', \'it\'\'s fine\'); CREATE TABLE t (m "Shop"."Mood");';

  it('says that the value belongs behind the last', () =>
    database.check(
      'enum-value-unordered',
      /^Say that it belongs behind 'it's fine'$/,
      { setup, change: 'alter type "Shop"."Mood" add value if not exists \'glad\' -- new\n;' },
      ["alter type \"Shop\".\"Mood\" add value if not exists 'glad' after 'it''s fine' -- new\n;"],
    ));

  it('adds a value beside the one that was to be renamed', async () => {
    const one = { setup, change: 'ALTER TYPE "Shop"."Mood" RENAME VALUE \'sad\' TO \'blue\'; -- sad\n' };
    const [fix] = await fixesFor('rename-enum-value', one);
    assert.equal(fix?.title, "Add 'blue' beside 'sad'; the rows follow once all versions know both");
    assert.equal(fix.kind, 'review');
    const texts = await afterFix(one, fix);
    assert.deepEqual(texts, ['ALTER TYPE "Shop"."Mood" ADD VALUE \'blue\' AFTER \'sad\'; -- sad\n']);
    await database.fresh([setup, ...texts, "INSERT INTO t VALUES ('sad'), ('blue');"]);
  });

  it('moves what uses the value too early to a following migration', async () => {
    const type = '"Shop"."Mood"';
    const one = {
      setup,
      change: `ALTER TYPE ${type} ADD VALUE 'glad';\nALTER TABLE t ADD COLUMN a int;\n\n-- the default\nALTER TABLE t ALTER COLUMN m SET DEFAULT 'glad';\nALTER TABLE t ADD COLUMN b int;\n`,
    };
    const [fix] = await fixesFor('enum-value-used-before-commit', one);
    assert.equal(fix?.title, 'Move what uses the value, and what stands behind it, to a following migration');
    const texts = await afterFix(one, fix);
    assert.deepEqual(texts, [
      `ALTER TYPE ${type} ADD VALUE 'glad';\nALTER TABLE t ADD COLUMN a int;\n\n\n`,
      "-- the default\nALTER TABLE t ALTER COLUMN m SET DEFAULT 'glad';\nALTER TABLE t ADD COLUMN b int;\n",
    ]);
    await assert.rejects(database.fresh([setup, one.change]), /unsafe use of new value/);
    await database.fresh([setup, ...texts]);
    assert.ok(!(await reportedAfter(one, texts)).includes('enum-value-used-before-commit'));
  });

  it('is not offered where other migrations follow', async () => {
    const change = 'ALTER TYPE "Shop"."Mood" ADD VALUE \'glad\';\nINSERT INTO t VALUES (\'glad\');';
    assert.deepEqual(
      await fixesFor('enum-value-used-before-commit', { setup, change, later: 'SELECT 1;' }),
      [],
    );
  });
});
