import assert from 'node:assert/strict';
import { fixesFor } from './migration-fix-case';
import { FixDatabase } from './migration-fix-database';

let database: FixDatabase;

before(async () => (database = await FixDatabase.start()));
after(() => database.stop());

describe('fix of add-unique-constraint-blocking', () => {
  const rule = 'add-unique-constraint-blocking';
  const setup = 'CREATE TABLE "User" (id int PRIMARY KEY, "eMail" text, "order" text);';
  const apart =
    /^Build the index with CONCURRENTLY in a following migration, and add the constraint from it in the one after$/;

  it('builds the index here where the statement is alone', () =>
    database.check(
      rule,
      /^Build the index with CONCURRENTLY here, and add the constraint from it in a following migration$/,
      { setup, change: '-- key\nALTER TABLE public."User" ADD UNIQUE ("eMail", "order") /* both */;\n' },
      [
        '-- key\nCREATE UNIQUE INDEX CONCURRENTLY "User_eMail_order_key" ON public."User" ("eMail", "order") /* both */;\n',
        'ALTER TABLE public."User" ADD CONSTRAINT "User_eMail_order_key" UNIQUE USING INDEX "User_eMail_order_key";\n',
      ],
    ));

  it('keeps the other actions, INCLUDE, NULLS NOT DISTINCT and DEFERRABLE', () =>
    database.check(
      rule,
      apart,
      {
        setup,
        change:
          'ALTER TABLE "User" ADD COLUMN a int, -- new\n  ADD CONSTRAINT "select" UNIQUE NULLS NOT DISTINCT ("eMail" /* one */) INCLUDE ("order") DEFERRABLE INITIALLY DEFERRED,\n  ADD COLUMN b int;',
      },
      [
        'ALTER TABLE "User" ADD COLUMN a int -- new\n  ,\n  ADD COLUMN b int;',
        'CREATE UNIQUE INDEX CONCURRENTLY "select" ON "User" ("eMail") INCLUDE ("order") NULLS NOT DISTINCT;\n',
        'ALTER TABLE "User" ADD CONSTRAINT "select" UNIQUE USING INDEX "select" DEFERRABLE INITIALLY DEFERRED;\n',
      ],
    ));

  it('moves a whole statement with its comment', () =>
    database.check(
      rule,
      apart,
      {
        setup: 'CREATE TABLE "Shop"."table" (id int, "Key" int);',
        change:
          'CREATE TABLE k (id int);\n-- key\nalter table "Shop"."table" add unique ("Key");\nSELECT 1;\n',
      },
      [
        'CREATE TABLE k (id int);\nSELECT 1;\n',
        'CREATE UNIQUE INDEX CONCURRENTLY "table_Key_key" ON "Shop"."table" ("Key");\n',
        'alter table "Shop"."table" ADD CONSTRAINT "table_Key_key" UNIQUE USING INDEX "table_Key_key";\n',
      ],
    ));

  it('is not offered where the key is needed before, or the index could not be built so', async () => {
    const changes = [
      'ALTER TABLE "User" ADD UNIQUE ("eMail"); CREATE TABLE k (e text REFERENCES "User" ("eMail"));',
      'ALTER TABLE "User" ADD CONSTRAINT u UNIQUE ("eMail"); INSERT INTO "User" VALUES (1, 1, 1) ON CONFLICT DO NOTHING;',
      'ALTER TABLE "User" ADD UNIQUE ("eMail") WITH (fillfactor = 70);',
      'ALTER TABLE IF EXISTS "User" ADD UNIQUE ("eMail");',
    ];
    for (const change of changes) assert.deepEqual(await fixesFor(rule, { setup, change }), [], change);
  });

  it('reads no row under the strong lock', async () => {
    await database.fresh([setup, "INSERT INTO \"User\" VALUES (1, 'a', 'b');"]);
    const straight = await database.costOf('ALTER TABLE "User" ADD CONSTRAINT u UNIQUE ("eMail")');
    assert.deepEqual(straight, { locks: ['User AccessExclusiveLock', 'User ShareLock'], scans: ['User'] });
    await database.run('CREATE UNIQUE INDEX CONCURRENTLY u ON "User" ("eMail");');
    const taken = await database.costOf('ALTER TABLE "User" ADD CONSTRAINT u UNIQUE USING INDEX u');
    assert.deepEqual(taken.scans, []);
  });

  it('tells goose to leave its transaction for the index', () =>
    database.check(
      rule,
      apart,
      {
        setup,
        transaction: 'unknown',
        change: '-- +goose Up\nSELECT 1;\nALTER TABLE "User" ADD CONSTRAINT u UNIQUE ("eMail");\n',
      },
      [
        '-- +goose Up\nSELECT 1;\n',
        '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE UNIQUE INDEX CONCURRENTLY u ON "User" ("eMail");\n',
        '-- +goose Up\nALTER TABLE "User" ADD CONSTRAINT u UNIQUE USING INDEX u;\n',
      ],
    ));
});

describe('fix of add-column-unique', () => {
  const rule = 'add-column-unique';
  const title = /add the constraint from it in the one after$/;

  it('takes the UNIQUE out, with its name, and leaves the rest', () =>
    database.check(
      rule,
      title,
      {
        setup: 'CREATE TABLE "User" (id int PRIMARY KEY);',
        change:
          'alter table "User" add "Code" text constraint "Once" /* only */ unique default 1, add b int; -- end\n',
      },
      [
        'alter table "User" add "Code" text /* only */ default 1, add b int; -- end\n',
        'CREATE UNIQUE INDEX CONCURRENTLY "Once" ON "User" ("Code");\n',
        'alter table "User" ADD CONSTRAINT "Once" UNIQUE USING INDEX "Once";\n',
      ],
    ));

  it('names the constraint as Postgres would', () =>
    database.check(
      rule,
      title,
      {
        setup: 'CREATE TABLE "Shop"."order" (id int PRIMARY KEY);',
        change: 'ALTER TABLE "Shop"."order" ADD COLUMN "select" text UNIQUE NOT NULL DEFAULT 1;',
      },
      [
        'ALTER TABLE "Shop"."order" ADD COLUMN "select" text NOT NULL DEFAULT 1;',
        'CREATE UNIQUE INDEX CONCURRENTLY order_select_key ON "Shop"."order" ("select");\n',
        'ALTER TABLE "Shop"."order" ADD CONSTRAINT order_select_key UNIQUE USING INDEX order_select_key;\n',
      ],
    ));
});

describe('fix of add-primary-key-blocking', () => {
  const rule = 'add-primary-key-blocking';

  it('columns that are NOT NULL', () =>
    database.check(
      rule,
      /^Build the index with CONCURRENTLY here, and add the primary key from it in a following migration$/,
      {
        setup: 'CREATE TABLE "Log" (id int NOT NULL, "at" int NOT NULL);',
        change: 'ALTER TABLE "Log" ADD PRIMARY KEY (id, "at");',
      },
      [
        'CREATE UNIQUE INDEX CONCURRENTLY "Log_pkey" ON "Log" (id, "at");',
        'ALTER TABLE "Log" ADD CONSTRAINT "Log_pkey" PRIMARY KEY USING INDEX "Log_pkey";\n',
      ],
    ));

  it('columns that may be NULL are proved first', () =>
    database.check(
      rule,
      /add the primary key from it in the one after$/,
      {
        setup: 'CREATE TABLE "Shop"."Log" (id int NOT NULL, "order" int);',
        change:
          'ALTER TABLE "Shop"."Log" ADD COLUMN a int, ADD CONSTRAINT "Log key" PRIMARY KEY ("order" /* first */, id);\n',
      },
      [
        'ALTER TABLE "Shop"."Log" ADD COLUMN a int, ADD CONSTRAINT "Log_order_not_null_check" CHECK ("order" IS NOT NULL) NOT VALID /* first */;\n',
        'CREATE UNIQUE INDEX CONCURRENTLY "Log key" ON "Shop"."Log" ("order", id);\n',
        'ALTER TABLE "Shop"."Log" VALIDATE CONSTRAINT "Log_order_not_null_check";\nALTER TABLE "Shop"."Log" ALTER COLUMN "order" SET NOT NULL;\nALTER TABLE "Shop"."Log" ADD CONSTRAINT "Log key" PRIMARY KEY USING INDEX "Log key";\nALTER TABLE "Shop"."Log" DROP CONSTRAINT "Log_order_not_null_check";\n',
      ],
    ));

  it('is not offered where it takes the place of another key, or for an added column', async () => {
    const setup = 'CREATE TABLE "Log" (id int PRIMARY KEY, b int NOT NULL);';
    const changes = [
      'ALTER TABLE "Log" DROP CONSTRAINT "Log_pkey", ADD PRIMARY KEY (b);',
      'ALTER TABLE "Log" DROP CONSTRAINT "Log_pkey", ADD COLUMN k serial PRIMARY KEY;',
    ];
    for (const change of changes)
      assert.deepEqual(await fixesFor(rule, { setup, change }).catch(() => []), [], change);
  });
});

describe('fix of add-primary-key-nullable-index', () => {
  it('proves by a check that no key is NULL', () =>
    database.check(
      'add-primary-key-nullable-index',
      /^Prove by a validated check that no key is NULL, and add the primary key in a following migration$/,
      {
        setup:
          'CREATE TABLE "Log" (id int, "order" int); CREATE UNIQUE INDEX "Log key" ON "Log" (id, "order");',
        change: '-- key\nALTER TABLE public."Log" ADD PRIMARY KEY USING INDEX "Log key"; -- done',
      },
      [
        '-- key\nALTER TABLE public."Log" ADD CONSTRAINT "Log_id_not_null_check" CHECK (id IS NOT NULL) NOT VALID, ADD CONSTRAINT "Log_order_not_null_check" CHECK ("order" IS NOT NULL) NOT VALID; -- done',
        'ALTER TABLE public."Log" VALIDATE CONSTRAINT "Log_id_not_null_check";\nALTER TABLE public."Log" VALIDATE CONSTRAINT "Log_order_not_null_check";\nALTER TABLE public."Log" ALTER COLUMN id SET NOT NULL, ALTER COLUMN "order" SET NOT NULL;\nALTER TABLE public."Log" ADD PRIMARY KEY USING INDEX "Log key";\nALTER TABLE public."Log" DROP CONSTRAINT "Log_id_not_null_check", DROP CONSTRAINT "Log_order_not_null_check";\n',
      ],
    ));
});
