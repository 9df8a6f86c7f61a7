import assert from 'node:assert/strict';
import { fixesFor } from './migration-fix-case';
import { FixDatabase } from './migration-fix-database';

let database: FixDatabase;

before(async () => (database = await FixDatabase.start()));
after(() => database.stop());

describe('fix of add-foreign-key-validating', () => {
  const rule = 'add-foreign-key-validating';
  const title = /^Add the foreign key NOT VALID, and validate it in a following migration$/;
  const setup =
    'CREATE TABLE "User" (id int PRIMARY KEY); CREATE TABLE "Post" (id int PRIMARY KEY, "userId" int, old int);';

  it('keeps quotes, actions of the same statement and ON DELETE', () =>
    database.check(
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
    database.check(
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
    database.check(
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
    await database.fresh([setup, 'INSERT INTO "User" VALUES (1); INSERT INTO "Post" VALUES (1, 1);']);
    assert.deepEqual((await database.costOf(`${add} NOT VALID`)).scans, []);
    assert.ok((await database.costOf(add)).locks.includes('Post ShareRowExclusiveLock'));
    await database.run(`${add} NOT VALID`);
    const { locks } = await database.costOf('ALTER TABLE "Post" VALIDATE CONSTRAINT f');
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
    database.check(
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
    database.check(
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
    await database.fresh([setup, "INSERT INTO \"User\" VALUES (1, 'a', 'b');"]);
    const straight = await database.costOf('ALTER TABLE "User" ALTER COLUMN "eMail" SET NOT NULL');
    assert.deepEqual(straight, { locks: ['User AccessExclusiveLock'], scans: ['User'] });
    const add = 'ALTER TABLE "User" ADD CONSTRAINT c CHECK ("eMail" IS NOT NULL) NOT VALID';
    assert.deepEqual((await database.costOf(add)).scans, []);
    await database.run(add);
    const validated = await database.costOf('ALTER TABLE "User" VALIDATE CONSTRAINT c');
    assert.ok(!validated.locks.includes('User AccessExclusiveLock'));
    await database.run('ALTER TABLE "User" VALIDATE CONSTRAINT c');
    assert.deepEqual(
      (await database.costOf('ALTER TABLE "User" ALTER COLUMN "eMail" SET NOT NULL')).scans,
      [],
    );
  });
});
