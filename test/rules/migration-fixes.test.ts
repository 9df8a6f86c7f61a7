import assert from 'node:assert/strict';
import type { Database, Row } from '../support/database';
import { startPglite } from '../support/pglite';
import { afterFix, fixesFor, reportedAfter, type FixCase } from './migration-fix-case';

let database: Database;

before(async () => (database = await startPglite()));
after(() => database.stop());

/** Applies the only fix, checks what it writes word for word, judges it again, and runs both ways to the same schema. */
async function check(rule: string, title: RegExp, one: FixCase, expected: readonly string[]): Promise<void> {
  const fixes = await fixesFor(rule, one);
  assert.deepEqual(
    fixes.map((fix) => title.test(fix.title)),
    [true],
    fixes.map((fix) => fix.title).join(),
  );
  const texts = await afterFix(one, fixes[0]!);
  assert.deepEqual(texts, expected);
  assert.ok(!(await reportedAfter(one, texts)).includes(rule), 'silent afterwards');
  const straight = await schemaAfter([one.setup, one.change]);
  assert.deepEqual(await schemaAfter([one.setup, ...texts]), straight);
}

async function fresh(scripts: readonly string[]): Promise<void> {
  await database.script(
    'DROP SCHEMA IF EXISTS public, "Shop" CASCADE; CREATE SCHEMA public; CREATE SCHEMA "Shop"',
  );
  for (const script of scripts) if (script.trim() !== '') await database.script(script);
}

async function schemaAfter(scripts: readonly string[]): Promise<readonly Row[]> {
  await fresh(scripts);
  return database.query(`
    SELECT 'column' AS kind, attrelid::regclass::text AS of, attname::text AS name, attnotnull::text AS detail
      FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
      WHERE attnum > 0 AND relkind = 'r' AND relnamespace IN ('public'::regnamespace, '"Shop"'::regnamespace)
    UNION ALL
    SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) || convalidated
      FROM pg_constraint WHERE contype IN ('f', 'c', 'p', 'u') AND conrelid <> 0
        AND connamespace IN ('public'::regnamespace, '"Shop"'::regnamespace)
    UNION ALL
    SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) || indisvalid
      FROM pg_index JOIN pg_class c ON c.oid = indexrelid
      WHERE c.relnamespace IN ('public'::regnamespace, '"Shop"'::regnamespace)
    ORDER BY 1, 2, 3, 4`);
}

/** Locks on tables that a text takes and holds, as `table mode`, and the tables it read from end to end. */
async function costOf(text: string): Promise<{ locks: string[]; scans: string[] }> {
  await database.script('BEGIN');
  const before = await scanCounts();
  await database.script(text);
  const locks = await database.query(
    "SELECT DISTINCT c.relname || ' ' || mode AS held FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  const scans = await scanCounts();
  await database.script('ROLLBACK');
  const scanned = [...scans]
    .filter(([table, count]) => count > (before.get(table) ?? 0))
    .map(([table]) => table);
  return { locks: locks.map((row) => String(row.held)), scans: scanned.sort() };
}

/** Sequential scans counted so far for each table; the view also counts earlier transactions of the session. */
async function scanCounts(): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query(
    'SELECT relname::text AS name, seq_scan::int AS count FROM pg_stat_xact_user_tables',
  );
  return new Map(rows.map((row) => [String(row.name), Number(row.count)]));
}

describe('fix of create-index-blocking', () => {
  const rule = 'create-index-blocking';
  const setup = 'CREATE TABLE "User" (id int PRIMARY KEY, "eMail" text, "order" text);';

  it('in place when the statement is alone in a Prisma migration', () =>
    check(
      rule,
      /^Build the index with CONCURRENTLY$/,
      { setup, change: '-- CreateIndex\nCREATE UNIQUE INDEX "User_eMail_key" ON "User"("eMail");\n' },
      ['-- CreateIndex\nCREATE UNIQUE INDEX CONCURRENTLY "User_eMail_key" ON "User"("eMail");\n'],
    ));

  it('keeps odd comments, lower case, IF NOT EXISTS and the WHERE', () =>
    check(
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
    check(
      rule,
      /^Build the index with CONCURRENTLY$/,
      { setup, transaction: 'autocommit', change: 'CREATE INDEX a ON "User" ("order");' },
      ['CREATE INDEX CONCURRENTLY a ON "User" ("order");'],
    ));

  it('moves to a migration of its own out of a transaction, with its comment', () =>
    check(
      rule,
      /^Move the index to a following migration of its own, built with CONCURRENTLY$/,
      {
        setup,
        change:
          '-- AlterTable\nALTER TABLE "User" ADD COLUMN "age" INTEGER;\n\n-- CreateIndex\nCREATE INDEX "User_order_idx" ON "User"("order");\n',
      },
      [
        '-- AlterTable\nALTER TABLE "User" ADD COLUMN "age" INTEGER;\n\n',
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
    check(
      rule,
      /outside a transaction$/,
      { setup, transaction: 'unknown', change: '-- +goose Up\nCREATE INDEX i ON "User" ("eMail");\n' },
      ['-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON "User" ("eMail");\n'],
    ));
});

describe('fix of add-foreign-key-validating', () => {
  const rule = 'add-foreign-key-validating';
  const title = /^Add the foreign key NOT VALID, and validate it in a following migration$/;
  const setup =
    'CREATE TABLE "User" (id int PRIMARY KEY); CREATE TABLE "Post" (id int PRIMARY KEY, "userId" int, old int);';

  it('keeps quotes, actions of the same statement and ON DELETE', () =>
    check(
      rule,
      title,
      {
        setup,
        change:
          '-- AddForeignKey\nALTER TABLE "Post" DROP COLUMN old,\n  ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE,\n  ADD COLUMN t text;\n',
      },
      [
        '-- AddForeignKey\nALTER TABLE "Post" DROP COLUMN old,\n  ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE NOT VALID,\n  ADD COLUMN t text;\n',
        'ALTER TABLE "Post" VALIDATE CONSTRAINT "Post_userId_fkey";\n',
      ],
    ));

  it('names a constraint without a name as Postgres would', () =>
    check(
      rule,
      title,
      {
        setup,
        change:
          'alter table if exists only public."Post" add foreign key ("userId") references "User" -- ok?\n;',
      },
      [
        'alter table if exists only public."Post" add CONSTRAINT "Post_userId_fkey" foreign key ("userId") references "User" not valid -- ok?\n;',
        'alter table if exists only public."Post" VALIDATE CONSTRAINT "Post_userId_fkey";\n',
      ],
    ));

  it('in another schema', () =>
    check(
      rule,
      title,
      {
        setup:
          'CREATE TABLE "Shop"."order" (id int PRIMARY KEY); CREATE TABLE "Shop".item (id int, "order" int);',
        change:
          'ALTER TABLE "Shop".item ADD CONSTRAINT "select" FOREIGN KEY ("order") REFERENCES "Shop"."order" DEFERRABLE INITIALLY DEFERRED;',
      },
      [
        'ALTER TABLE "Shop".item ADD CONSTRAINT "select" FOREIGN KEY ("order") REFERENCES "Shop"."order" DEFERRABLE INITIALLY DEFERRED NOT VALID;',
        'ALTER TABLE "Shop".item VALIDATE CONSTRAINT "select";\n',
      ],
    ));

  it('is not offered for a partitioned table before Postgres 18', async () => {
    const one = {
      setup:
        'CREATE TABLE "User" (id int PRIMARY KEY); CREATE TABLE p (id int, u int) PARTITION BY LIST (id);',
      change: 'ALTER TABLE p ADD FOREIGN KEY (u) REFERENCES "User";',
    };
    assert.deepEqual(await fixesFor(rule, one), []);
  });

  it('reads no row here, and lets writers through while it validates', async () => {
    const add = 'ALTER TABLE "Post" ADD CONSTRAINT f FOREIGN KEY ("userId") REFERENCES "User"';
    await fresh([setup, 'INSERT INTO "User" VALUES (1); INSERT INTO "Post" VALUES (1, 1);']);
    assert.deepEqual((await costOf(`${add} NOT VALID`)).scans, []);
    assert.ok((await costOf(add)).locks.includes('Post ShareRowExclusiveLock'));
    await database.script(`${add} NOT VALID`);
    const { locks } = await costOf('ALTER TABLE "Post" VALIDATE CONSTRAINT f');
    assert.ok(
      !locks.some((held) => / (Share|ShareRowExclusive|Exclusive|AccessExclusive)Lock$/.test(held)),
      locks.join(),
    );
    assert.ok(locks.includes('Post ShareUpdateExclusiveLock'), locks.join());
  });
});

describe('fix of set-not-null-scanning', () => {
  const rule = 'set-not-null-scanning';
  const title = /^NOT NULL by validated check across two migrations$/;
  const setup = 'CREATE TABLE "User" (id int PRIMARY KEY, "eMail" text, "order" text);';

  it('keeps quotes, comments and the other actions', () =>
    check(
      rule,
      title,
      {
        setup,
        change:
          'ALTER TABLE "User" ADD COLUMN age int, -- new\n  ALTER COLUMN "eMail" /* at last */ SET NOT NULL,\n  ALTER "order" SET DEFAULT 1;\n',
      },
      [
        'ALTER TABLE "User" ADD COLUMN age int, -- new\n  ADD CONSTRAINT "User_eMail_not_null_check" CHECK ("eMail" IS NOT NULL) NOT VALID /* at last */,\n  ALTER "order" SET DEFAULT 1;\n',
        'ALTER TABLE "User" VALIDATE CONSTRAINT "User_eMail_not_null_check";\nALTER TABLE "User" ALTER COLUMN "eMail" SET NOT NULL;\nALTER TABLE "User" DROP CONSTRAINT "User_eMail_not_null_check";\n',
      ],
    ));

  it('reserved words and another schema', () =>
    check(
      rule,
      title,
      {
        setup: 'CREATE TABLE "Shop"."table" ("select" int);',
        change: 'alter table "Shop"."table" alter "select" set not null',
      },
      [
        'alter table "Shop"."table" ADD CONSTRAINT table_select_not_null_check CHECK ("select" IS NOT NULL) NOT VALID',
        'alter table "Shop"."table" VALIDATE CONSTRAINT table_select_not_null_check;\nalter table "Shop"."table" ALTER COLUMN "select" SET NOT NULL;\nalter table "Shop"."table" DROP CONSTRAINT table_select_not_null_check;\n',
      ],
    ));

  it('is not offered where a primary key follows at once', async () => {
    const change = 'ALTER TABLE t ALTER COLUMN a SET NOT NULL; ALTER TABLE t ADD PRIMARY KEY (a);';
    assert.deepEqual(await fixesFor(rule, { setup: 'CREATE TABLE t (a int);', change }), []);
  });

  it('reads no row under the strong lock', async () => {
    await fresh([setup, "INSERT INTO \"User\" VALUES (1, 'a', 'b');"]);
    const straight = await costOf('ALTER TABLE "User" ALTER COLUMN "eMail" SET NOT NULL');
    assert.deepEqual(straight, { locks: ['User AccessExclusiveLock'], scans: ['User'] });
    const add = 'ALTER TABLE "User" ADD CONSTRAINT c CHECK ("eMail" IS NOT NULL) NOT VALID';
    assert.deepEqual((await costOf(add)).scans, []);
    await database.script(add);
    const validated = await costOf('ALTER TABLE "User" VALIDATE CONSTRAINT c');
    assert.ok(!validated.locks.includes('User AccessExclusiveLock'));
    await database.script('ALTER TABLE "User" VALIDATE CONSTRAINT c');
    assert.deepEqual((await costOf('ALTER TABLE "User" ALTER COLUMN "eMail" SET NOT NULL')).scans, []);
  });
});
