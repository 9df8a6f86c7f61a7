import assert from 'node:assert/strict';
import { afterFix, fixesFor, reportedAfter } from './migration-fix-case';
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

describe('fix of set-not-null-scanning, several columns', () => {
  const rule = 'set-not-null-scanning';
  const title = /^NOT NULL by validated check across two migrations$/;

  it('all columns of one statement go the same way', () =>
    database.check(
      rule,
      title,
      {
        setup: 'CREATE TABLE "User" (id int PRIMARY KEY, "eMail" text, "order" text, age int);',
        change:
          'ALTER TABLE ONLY "User" ALTER COLUMN "eMail" SET NOT NULL, -- one\n  ADD COLUMN t text, ALTER "order" SET NOT NULL;\n',
      },
      [
        'ALTER TABLE ONLY "User" ADD CONSTRAINT "User_eMail_not_null_check" CHECK ("eMail" IS NOT NULL) NOT VALID, -- one\n  ADD COLUMN t text, ADD CONSTRAINT "User_order_not_null_check" CHECK ("order" IS NOT NULL) NOT VALID;\n',
        'ALTER TABLE ONLY "User" VALIDATE CONSTRAINT "User_eMail_not_null_check";\nALTER TABLE ONLY "User" VALIDATE CONSTRAINT "User_order_not_null_check";\nALTER TABLE ONLY "User" ALTER COLUMN "eMail" SET NOT NULL, ALTER COLUMN "order" SET NOT NULL;\nALTER TABLE ONLY "User" DROP CONSTRAINT "User_eMail_not_null_check", DROP CONSTRAINT "User_order_not_null_check";\n',
      ],
    ));

  it('leaves a column alone that a check proves already', () =>
    database.check(
      rule,
      title,
      {
        setup: 'CREATE TABLE t (a int, b int, CONSTRAINT b_there CHECK (b IS NOT NULL));',
        change: 'ALTER TABLE t ALTER b SET NOT NULL, ALTER a SET NOT NULL;',
      },
      [
        'ALTER TABLE t ALTER b SET NOT NULL, ADD CONSTRAINT t_a_not_null_check CHECK (a IS NOT NULL) NOT VALID;',
        'ALTER TABLE t VALIDATE CONSTRAINT t_a_not_null_check;\nALTER TABLE t ALTER COLUMN a SET NOT NULL;\nALTER TABLE t DROP CONSTRAINT t_a_not_null_check;\n',
      ],
    ));
});

describe('fix of add-check-validating', () => {
  const rule = 'add-check-validating';
  const title = /^Add the check NOT VALID, and validate it in a following migration$/;
  const setup = 'CREATE TABLE "User" (id int PRIMARY KEY, "order" int, age int);';

  it('keeps quotes, comments, NO INHERIT and the other actions', () =>
    database.check(
      rule,
      title,
      {
        setup,
        change:
          'alter table "User" add constraint "Adult?" check (age > 17 /* years */) no inherit, -- rule\n add b int;',
      },
      [
        'alter table "User" add constraint "Adult?" check (age > 17 /* years */) no inherit not valid, -- rule\n add b int;',
        'alter table "User" VALIDATE CONSTRAINT "Adult?";\n',
      ],
    ));

  it('names a constraint without a name as Postgres would', () =>
    database.check(rule, title, { setup, change: 'ALTER TABLE "User" ADD CHECK ("order" > age);' }, [
      'ALTER TABLE "User" ADD CONSTRAINT "User_check" CHECK ("order" > age) NOT VALID;',
      'ALTER TABLE "User" VALIDATE CONSTRAINT "User_check";\n',
    ]));

  it('reads no row here, and lets writers through while it validates', async () => {
    await database.fresh([setup, 'INSERT INTO "User" VALUES (1, 1, 18);']);
    const add = 'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age > 17)';
    assert.deepEqual((await database.costOf(add)).scans, ['User']);
    assert.deepEqual((await database.costOf(`${add} NOT VALID`)).scans, []);
    await database.run(`${add} NOT VALID`);
    const { locks } = await database.costOf('ALTER TABLE "User" VALIDATE CONSTRAINT c');
    assert.ok(locks.includes('User ShareUpdateExclusiveLock'), locks.join());
    assert.ok(!locks.includes('User AccessExclusiveLock'), locks.join());
  });
});

describe('fix of add-column-check', () => {
  const rule = 'add-column-check';
  const title = /^Add the check NOT VALID beside the column, and validate it in a following migration$/;
  const setup = 'CREATE TABLE "User" (id int PRIMARY KEY);';

  it('takes the CHECK out, with its name and comments, and leaves the rest', () =>
    database.check(
      rule,
      title,
      {
        setup,
        change:
          'ALTER TABLE "User" ADD COLUMN "Size" int CONSTRAINT "Big" CHECK ("Size" > 0 -- always\n) DEFAULT 1, ADD COLUMN b int;\n',
      },
      [
        'ALTER TABLE "User" ADD COLUMN "Size" int -- always\n DEFAULT 1, ADD CONSTRAINT "Big" CHECK ("Size" > 0\n) NOT VALID, ADD COLUMN b int;\n',
        'ALTER TABLE "User" VALIDATE CONSTRAINT "Big";\n',
      ],
    ));

  it('names the constraint as Postgres would', () =>
    database.check(
      rule,
      title,
      { setup, change: 'alter table public."User" add "order" int check ("order" > 0)' },
      [
        'alter table public."User" add "order" int, ADD CONSTRAINT "User_order_check" check ("order" > 0) NOT VALID',
        'alter table public."User" VALIDATE CONSTRAINT "User_order_check";\n',
      ],
    ));

  it('is not offered with IF NOT EXISTS, which would leave the CHECK out as well', async () => {
    const change = 'ALTER TABLE "User" ADD COLUMN IF NOT EXISTS a int CHECK (a > 0);';
    assert.deepEqual(await fixesFor(rule, { setup, change }), []);
  });
});

describe('fix of add-column-references', () => {
  const rule = 'add-column-references';
  const setup =
    'CREATE TABLE "User" (id int PRIMARY KEY); INSERT INTO "User" VALUES (1); CREATE TABLE "Post" (id int);';

  it('takes the foreign key out where a default makes every row count', () =>
    database.check(
      rule,
      /^Add the foreign key NOT VALID beside the column, and validate it in a following migration$/,
      {
        setup,
        change:
          'ALTER TABLE "Post" ADD COLUMN "order" int DEFAULT 1 REFERENCES "User" (id) ON DELETE CASCADE NOT NULL;',
      },
      [
        'ALTER TABLE "Post" ADD COLUMN "order" int DEFAULT 1 NOT NULL, ADD CONSTRAINT "Post_order_fkey" FOREIGN KEY ("order") REFERENCES "User" (id) ON DELETE CASCADE NOT VALID;',
        'ALTER TABLE "Post" VALIDATE CONSTRAINT "Post_order_fkey";\n',
      ],
    ));

  it('offers none where no row is read', async () => {
    const change = 'ALTER TABLE "Post" ADD COLUMN "order" int REFERENCES "User" (id);';
    assert.deepEqual(await fixesFor(rule, { setup, change }), []);
    await database.fresh([setup, 'INSERT INTO "Post" VALUES (1);']);
    assert.deepEqual((await database.costOf(change)).scans, []);
  });
});

describe('fix of foreign-key-without-index', () => {
  const rule = 'foreign-key-without-index';
  const setup = 'CREATE TABLE "User" (id int PRIMARY KEY); CREATE TABLE "Post" (id int, "order" int);';

  it('at once on a new table', async () => {
    const one = {
      setup,
      change: 'CREATE TABLE k (id int PRIMARY KEY, "Who" int REFERENCES "User");\nSELECT 1;',
    };
    const [fix] = await fixesFor(rule, one);
    assert.equal(fix?.title, 'Create an index for the foreign key');
    const texts = await afterFix(one, fix);
    assert.deepEqual(texts, [
      'CREATE TABLE k (id int PRIMARY KEY, "Who" int REFERENCES "User");\nCREATE INDEX "k_Who_idx" ON k ("Who");\nSELECT 1;',
    ]);
    assert.deepEqual(await reportedAfter(one, texts), []);
    await database.fresh([setup, ...texts]);
  });

  it('CONCURRENTLY in a following migration on one in use', async () => {
    const change =
      'ALTER TABLE public."Post" ADD CONSTRAINT f FOREIGN KEY ("order") REFERENCES "User" NOT VALID;';
    const [fix] = await fixesFor(rule, { setup, change });
    const texts = await afterFix({ setup, change }, fix!);
    assert.deepEqual(texts, [
      change,
      'CREATE INDEX CONCURRENTLY "Post_order_idx" ON public."Post" ("order");\n',
    ]);
    assert.deepEqual(await reportedAfter({ setup, change }, texts), []);
    await database.fresh([setup, ...texts]);
  });
});

describe('fix of foreign-key-type-mismatch', () => {
  const rule = 'foreign-key-type-mismatch';

  it('writes the type of the key', async () => {
    const one = {
      setup: 'CREATE TABLE "User" (id bigserial PRIMARY KEY);',
      change:
        'CREATE TABLE k (id int, "Who" int /* ? */ NOT NULL REFERENCES "User"); CREATE INDEX ON k ("Who");',
    };
    const [fix] = await fixesFor(rule, one);
    assert.equal(fix?.title, 'Make the column bigint');
    const texts = await afterFix(one, fix);
    assert.deepEqual(texts, [
      'CREATE TABLE k (id int, "Who" bigint /* ? */ NOT NULL REFERENCES "User"); CREATE INDEX ON k ("Who");',
    ]);
    assert.ok(!(await reportedAfter(one, texts)).includes(rule));
    await database.fresh([one.setup, ...texts]);
  });
});

describe('fix of validate-in-same-transaction', () => {
  const rule = 'validate-in-same-transaction';
  const title = /^Validate the constraint in a following migration$/;
  const setup = 'CREATE TABLE "User" (id int PRIMARY KEY, "eMail" text, age int);';

  it('moves the statement and those that rest on it', () =>
    database.check(
      rule,
      title,
      {
        setup,
        change:
          'ALTER TABLE "User" ADD CONSTRAINT "there?" CHECK ("eMail" IS NOT NULL) NOT VALID;\n-- now\nALTER TABLE "User" VALIDATE CONSTRAINT "there?";\nALTER TABLE "User" ALTER "eMail" SET NOT NULL;\nALTER TABLE "User" DROP CONSTRAINT "there?";\nCREATE TABLE k (id int);\n',
      },
      [
        'ALTER TABLE "User" ADD CONSTRAINT "there?" CHECK ("eMail" IS NOT NULL) NOT VALID;\nCREATE TABLE k (id int);\n',
        '-- now\nALTER TABLE "User" VALIDATE CONSTRAINT "there?";\nALTER TABLE "User" ALTER "eMail" SET NOT NULL;\nALTER TABLE "User" DROP CONSTRAINT "there?";\n',
      ],
    ));

  it('takes one action out of several', () =>
    database.check(
      rule,
      title,
      {
        setup,
        change:
          'alter table only "User" add constraint c check (age > 0) not valid, validate constraint c, -- !\n add b int',
      },
      [
        'alter table only "User" add constraint c check (age > 0) not valid, -- !\n add b int',
        'alter table only "User" validate constraint c;\n',
      ],
    ));

  it('is not offered where something that stays rests on it', async () => {
    const change =
      'ALTER TABLE "User" ADD CONSTRAINT c CHECK (age IS NOT NULL) NOT VALID; ALTER TABLE "User" VALIDATE CONSTRAINT c, ALTER age SET NOT NULL;';
    assert.deepEqual(await fixesFor(rule, { setup, change }), []);
  });
});
