import assert from 'node:assert/strict';
import { afterFix, fixesFor } from './migration-fix-case';
import { FixDatabase } from './migration-fix-database';

let database: FixDatabase;

before(async () => (database = await FixDatabase.start()));
after(() => database.stop());

describe('fix of create-index-blocking', () => {
  const rule = 'create-index-blocking';
  const setup = 'CREATE TABLE "User" (id int PRIMARY KEY, "eMail" text, "order" text);';

  it('in place when the statement is alone in a Prisma migration', () =>
    database.check(
      rule,
      /^Build the index with CONCURRENTLY$/,
      { setup, change: '-- CreateIndex\nCREATE UNIQUE INDEX "User_eMail_key" ON "User"("eMail");\n' },
      ['-- CreateIndex\nCREATE UNIQUE INDEX CONCURRENTLY "User_eMail_key" ON "User"("eMail");\n'],
    ));

  it('keeps odd comments, lower case, IF NOT EXISTS and the WHERE', () =>
    database.check(
      rule,
      /CONCURRENTLY$/,
      {
        setup,
        change:
          'create /* index */ index -- why\n  if not exists "by order" on public."User" ("order" desc) where "order" is not null',
      },
      [
        'create /* index */ index concurrently -- why\n  if not exists "by order" on public."User" ("order" desc) where "order" is not null',
      ],
    ));

  it('in place where every statement commits by itself', () =>
    database.check(
      rule,
      /^Build the index with CONCURRENTLY$/,
      { setup, transaction: 'autocommit', change: 'CREATE INDEX a ON "User" ("order");' },
      ['CREATE INDEX CONCURRENTLY a ON "User" ("order");'],
    ));

  it('moves to a migration of its own out of a transaction, with its comment', () =>
    database.check(
      rule,
      /^Move the index to a following migration of its own, built with CONCURRENTLY$/,
      {
        setup,
        change:
          '-- CreateTable\nCREATE TABLE "Age" (id INTEGER);\n\n-- CreateIndex\nCREATE INDEX "User_order_idx" ON "User"("order");\n',
      },
      [
        '-- CreateTable\nCREATE TABLE "Age" (id INTEGER);\n\n',
        '-- CreateIndex\nCREATE INDEX CONCURRENTLY "User_order_idx" ON "User"("order");\n',
      ],
    ));

  it('is not offered where a later foreign key needs the unique index', async () => {
    const change =
      'CREATE UNIQUE INDEX u ON "User" ("eMail");\nCREATE TABLE letters ("to" text REFERENCES "User" ("eMail"));';
    assert.deepEqual(await fixesFor(rule, { setup, change }), []);
  });

  it('is not offered where a later statement or migration names the index', async () => {
    assert.deepEqual(
      await fixesFor(rule, { setup, change: 'CREATE INDEX i ON "User" ("eMail"); CLUSTER "User" USING i;' }),
      [],
    );
    const later = 'ALTER INDEX i RENAME TO j;';
    assert.deepEqual(
      await fixesFor(rule, { setup, change: 'SELECT 1; CREATE INDEX i ON "User" ("eMail");', later }),
      [],
    );
  });

  it('stays out of a BEGIN of the file itself', async () => {
    const change = 'BEGIN;\nCREATE INDEX i ON "User" ("eMail");\nCOMMIT;';
    const fixes = await fixesFor(rule, { setup, transaction: 'autocommit', change });
    assert.match(fixes[0]?.title ?? '', /^Move the index/);
  });

  it('asks for a look where it is not known whether the runner opens a transaction', async () => {
    const one = { setup, transaction: 'unknown', change: 'CREATE INDEX i ON "User" ("eMail");' } as const;
    const [fix] = await fixesFor(rule, one);
    assert.equal(fix?.kind, 'review');
    assert.equal(fix.title, 'Build the index with CONCURRENTLY (run it outside a transaction)');
    assert.deepEqual(await afterFix(one, fix), ['CREATE INDEX CONCURRENTLY i ON "User" ("eMail");']);
  });

  it('tells goose to leave its transaction', () =>
    database.check(
      rule,
      /outside a transaction$/,
      { setup, transaction: 'unknown', change: '-- +goose Up\nCREATE INDEX i ON "User" ("eMail");\n' },
      ['-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON "User" ("eMail");\n'],
    ));
});

describe('fix of index-after-alter-in-transaction', () => {
  it('moves the index out of the transaction, with its comment', () =>
    database.check(
      'index-after-alter-in-transaction',
      /^Move the index to a following migration of its own, built with CONCURRENTLY$/,
      {
        setup: 'CREATE TABLE "User" (id int PRIMARY KEY, "order" text);',
        change:
          '-- AlterTable\nALTER TABLE "User" ADD COLUMN "age" INTEGER;\n\n-- CreateIndex\nCREATE INDEX "User_order_idx" ON "User"("order");\n',
      },
      [
        '-- AlterTable\nALTER TABLE "User" ADD COLUMN "age" INTEGER;\n\n',
        '-- CreateIndex\nCREATE INDEX CONCURRENTLY "User_order_idx" ON "User"("order");\n',
      ],
    ));
});

describe('fix of drop-index-blocking', () => {
  const rule = 'drop-index-blocking';
  const setup =
    'CREATE TABLE "User" (id int PRIMARY KEY, "order" text, "eMail" text); CREATE INDEX "by order" ON "User" ("order"); CREATE UNIQUE INDEX once ON "User" ("eMail"); CREATE TABLE "Shop"."table" (id int); CREATE INDEX "select" ON "Shop"."table" (id);';

  it('in place where it is alone, and keeps case, comments and IF EXISTS', () =>
    database.check(
      rule,
      /^Drop the index with CONCURRENTLY$/,
      { setup, change: 'drop /* not */ index -- needed\n  if exists public."by order"' },
      ['drop /* not */ index concurrently -- needed\n  if exists public."by order"'],
    ));

  it('reserved words in another schema, where every statement commits by itself', () =>
    database.check(
      rule,
      /^Drop the index with CONCURRENTLY$/,
      { setup, transaction: 'autocommit', change: 'SELECT 1;\nDROP INDEX "Shop"."select";' },
      ['SELECT 1;\nDROP INDEX CONCURRENTLY "Shop"."select";'],
    ));

  it('moves to a migration of its own out of a transaction', () =>
    database.check(
      rule,
      /^Drop the index in a following migration of its own, with CONCURRENTLY$/,
      {
        setup,
        change: '-- DropIndex\nDROP INDEX "by order";\n\n-- CreateTable\nCREATE TABLE k (id int);\n',
      },
      ['\n-- CreateTable\nCREATE TABLE k (id int);\n', '-- DropIndex\nDROP INDEX CONCURRENTLY "by order";\n'],
    ));

  it('is not offered for several names, with CASCADE, or where something after it needs the index gone', async () => {
    const changes = [
      'DROP INDEX "by order", once;',
      'DROP INDEX once CASCADE;',
      'DROP INDEX once; INSERT INTO "User" VALUES (1, 1, 1);',
      'DROP INDEX "by order"; ALTER TABLE "User" DROP COLUMN "order";',
      'DROP INDEX "by order"; CREATE INDEX "by order" ON "User" (id);',
    ];
    for (const change of changes) {
      const rules = [rule, 'index-replaced-by-drop-first'];
      const fixes = await Promise.all(rules.map((one) => fixesFor(one, { setup, change }).catch(() => [])));
      assert.deepEqual(
        fixes.flat().filter((fix) => fix.title.includes('CONCURRENTLY')),
        [],
        change,
      );
    }
  });
});

describe('fix of reindex-blocking', () => {
  const setup =
    'CREATE TABLE "User" (id int PRIMARY KEY, "order" text); CREATE INDEX "by order" ON "User" ("order");';
  const cases: readonly (readonly [change: string, after: string])[] = [
    ['REINDEX INDEX "by order";', 'REINDEX INDEX CONCURRENTLY "by order";'],
    [
      'reindex (verbose) /* all */ table public."User"',
      'reindex (verbose) /* all */ table concurrently public."User"',
    ],
    ['REINDEX SCHEMA public;', 'REINDEX SCHEMA CONCURRENTLY public;'],
  ];
  for (const [change, after] of cases)
    it(change, () =>
      database.check('reindex-blocking', /^Rebuild with CONCURRENTLY$/, { setup, change }, [after]),
    );

  it('moves to a migration of its own out of a transaction', () =>
    database.check(
      'reindex-blocking',
      /^Rebuild in a following migration of its own, with CONCURRENTLY$/,
      { setup, transaction: 'wrapped', change: 'CREATE TABLE k (id int);\nREINDEX TABLE "User";\n' },
      ['CREATE TABLE k (id int);\n', 'REINDEX TABLE CONCURRENTLY "User";\n'],
    ));
});

describe('fix of concurrently-in-transaction', () => {
  const rule = 'concurrently-in-transaction';
  const setup = 'CREATE TABLE "User" (id int PRIMARY KEY, "order" text);';

  it('moves the statement to a migration of its own', async () => {
    const one = {
      setup,
      change:
        'CREATE TABLE k (id int);\n-- later\nCREATE INDEX CONCURRENTLY "by order" ON "User" ("order"); -- done\n',
    };
    const [fix] = await fixesFor(rule, one);
    assert.equal(fix?.title, 'Move the index to a following migration of its own');
    const texts = await afterFix(one, fix);
    assert.deepEqual(texts, [
      'CREATE TABLE k (id int);\n -- done\n',
      '-- later\nCREATE INDEX CONCURRENTLY "by order" ON "User" ("order");\n',
    ]);
    await assert.rejects(database.fresh([setup, `BEGIN; ${one.change} COMMIT;`]), /transaction block/);
    await database.fresh([setup, ...texts]);
  });

  it('is not offered where the statement is alone and no way out of the transaction is known', async () => {
    const change = 'CREATE INDEX CONCURRENTLY i ON "User" ("order");';
    assert.deepEqual(await fixesFor(rule, { setup, transaction: 'wrapped', change }), []);
  });
});

describe('fix of concurrent-index-retry-unsafe', () => {
  const rule = 'concurrent-index-retry-unsafe';
  const setup = 'CREATE TABLE "Shop"."User" (id int PRIMARY KEY, "order" text);';

  it('drops what a failed build left, in the schema of the table', () =>
    database.check(
      rule,
      /^Drop what a failed build left before building the index$/,
      {
        setup,
        transaction: 'autocommit',
        change: '-- quick\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "by order" ON "Shop" . "User" ("order");',
      },
      [
        '-- quick\nDROP INDEX CONCURRENTLY IF EXISTS "Shop"."by order";\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "by order" ON "Shop" . "User" ("order");',
      ],
    ));

  it('is not offered where a second statement would make a transaction of both', async () => {
    const change = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON "Shop"."User" ("order");';
    assert.deepEqual(await fixesFor(rule, { setup, change }), []);
  });
});

describe('fix of index-replaced-by-drop-first', () => {
  const rule = 'index-replaced-by-drop-first';
  const title = /^Build the new index before the old one is dropped$/;
  const setup =
    'CREATE TABLE "User" (id int PRIMARY KEY, "order" text); CREATE INDEX "by order" ON "User" ("order");';

  it('moves the DROP behind the CREATE, with its comment', () =>
    database.check(
      rule,
      title,
      {
        setup,
        change:
          '-- DropIndex\nDROP INDEX "by order";\n\n-- CreateIndex\nCREATE INDEX "by both" ON "User" ("order", id);\n-- end\n',
      },
      [
        '\n-- CreateIndex\nCREATE INDEX "by both" ON "User" ("order", id);\n-- DropIndex\nDROP INDEX "by order";\n-- end\n',
      ],
    ));

  it('renames the old one where both have one name', () =>
    database.check(
      rule,
      title,
      {
        setup,
        change:
          'drop index if exists public."by order" /* slow */;\ncreate index "by order" on "User" ("order" desc)',
      },
      [
        'ALTER INDEX IF EXISTS public."by order" RENAME TO "by order_old" /* slow */;\ncreate index "by order" on "User" ("order" desc);\ndrop index if exists public."by order_old";',
      ],
    ));

  it('lets readers and writers through while the new index is built', async () => {
    await database.fresh([setup]);
    const drop = 'DROP INDEX "by order";';
    const create = 'CREATE INDEX "by both" ON "User" ("order", id);';
    assert.ok((await database.costOf(drop)).locks.includes('User AccessExclusiveLock'));
    const built = await database.costOf(create);
    assert.ok(!built.locks.includes('User AccessExclusiveLock'), built.locks.join());
  });
});

describe('fix of hash-index', () => {
  it('writes another method and nothing else', () =>
    database.check(
      'hash-index',
      /^Use btree$/,
      {
        version: 9.6,
        setup: 'CREATE TABLE "User" (id int PRIMARY KEY, "using" text); CREATE INDEX i ON "User" ("using");',
        change: 'DROP INDEX i; CREATE INDEX i ON "User" using /* x */ hash ("using"); DROP INDEX i;',
      },
      ['DROP INDEX i; CREATE INDEX i ON "User" using /* x */ btree ("using"); DROP INDEX i;'],
    ));
});
