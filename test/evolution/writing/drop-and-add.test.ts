import assert from 'node:assert/strict';
import { splitStatements } from '../../../src/sql/split';
import { startPglite } from '../../support/pglite';
import { walk, Work, type Files } from './project';

const setup = 'CREATE TABLE orders (id integer PRIMARY KEY, user_name text NOT NULL, note text);\n';
const plain: Files = {
  'evolens.yml': 'version: 1\ndialect: postgres\n',
  'db/migrations/001_create.sql': setup,
};
const prisma: Files = {
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  'prisma/migrations/20260101000000_create/migration.sql': setup,
};
const knex: Files = {
  'package.json': '{"dependencies": {"knex": "3", "pg": "8"}}',
  'migrations/001_create.js': `exports.up = async (knex) => {\n  await knex.raw('${setup.trim()}');\n};\nexports.down = async () => {};\n`,
};

/** A project whose base branch has the table, with one new migration. */
function changed(files: Files, file: string, text: string): Work {
  const work = new Work(files);
  work.release();
  work.later(1);
  work.files.set(file, text);
  return work;
}

describe('a rename written as DROP and ADD becomes stages', () => {
  for (const [what, before, after] of [
    [
      'two statements',
      '-- why\nALTER TABLE orders DROP COLUMN user_name;\n',
      'ALTER TABLE orders ADD COLUMN "userName" text NOT NULL;\n',
    ],
    [
      'ADD first',
      'ALTER TABLE orders ADD COLUMN "userName" text NOT NULL;\n',
      'ALTER TABLE orders DROP COLUMN user_name;\n',
    ],
    [
      'one statement',
      'ALTER TABLE orders DROP COLUMN user_name,\n',
      '  ADD COLUMN "userName" text NOT NULL;\n',
    ],
    [
      'ADD beside another action',
      'ALTER TABLE orders ADD COLUMN x int, ADD COLUMN "userName" text NOT NULL;\n',
      'ALTER TABLE orders DROP COLUMN user_name;\n',
    ],
  ] as const)
    // prettier-ignore
    it(`${what}: the values are still there when all stages have run`, async () => {
      const file = 'db/migrations/002_names.sql';
      const work = changed(plain, file, before + after);
      const fix = await work.split('rename-as-drop-and-add');
      assert.equal(fix.title, 'Split the rename of orders.user_name into expand–contract steps');
      assert.doesNotMatch(work.files.get(file) ?? '', /DROP COLUMN user_name|"userName" text NOT NULL/);
      assert.equal((work.files.get(file) ?? '').includes('ADD COLUMN x int'), before.includes('x int'));
      const database = await startPglite();
      await database.script(`${setup}; INSERT INTO orders SELECT n, 'ünï ' || n FROM generate_series(1, 5) n`);
      await walk(work, async (step) => {
        const sql = work.files.get(step.migration ?? step.byHand ?? '') ?? '';
        for (const { start, end } of splitStatements(sql, 'postgres').pieces)
          await database.script(sql.slice(start, end));
      });
      const rows = await database.query('SELECT "userName" FROM orders ORDER BY id');
      assert.deepEqual(rows.map((row) => row['userName']), [1, 2, 3, 4, 5].map((n) => `ünï ${n}`)); // prettier-ignore
      assert.ok(!('user_name' in (await database.query('SELECT * FROM orders'))[0]!));
      await database.stop();
    });

  it('as Prisma writes it, and in calls of Knex', async () => {
    const sql = 'prisma/migrations/20260201000000_names/migration.sql';
    const text = '-- AlterTable\nALTER TABLE "orders" DROP COLUMN "user_name",\nADD COLUMN "userName" TEXT NOT NULL;\n';
    const written = changed(prisma, sql, text);
    await written.split('rename-as-drop-and-add');
    assert.match(written.files.get(sql) ?? '', /^-- AlterTable\nSET LOCAL lock_timeout[^]*ADD COLUMN "userName" text/);
    const js = 'migrations/002_names.js';
    const calls = changed(knex, js, `exports.up = async (knex) => {\n  await knex.raw('ALTER TABLE orders DROP COLUMN user_name');\n  await knex.raw('ALTER TABLE orders ADD COLUMN "userName" text NOT NULL');\n};\nexports.down = async () => {};\n`);
    await calls.split('rename-as-drop-and-add');
    const edited = calls.files.get(js) ?? '';
    assert.doesNotMatch(edited, /DROP COLUMN user_name/);
    assert.match(edited, /\/\/ userName is added in stages instead\n\};/);
    assert.equal(edited.match(/ADD COLUMN "userName"/g)?.length, 1);
  }); // prettier-ignore

  it('is not offered where the definitions differ, or something else stands between', async () => {
    for (const text of [
      'ALTER TABLE orders DROP COLUMN user_name; ALTER TABLE orders ADD COLUMN "userName" text;',
      'ALTER TABLE orders DROP COLUMN user_name, ADD COLUMN "userName" text NOT NULL, DROP COLUMN note;',
      'ALTER TABLE orders DROP COLUMN user_name; ALTER TABLE orders ADD COLUMN "userName" text NOT NULL; CREATE INDEX i ON orders ("userName");',
    ]) {
      const work = changed(plain, 'db/migrations/002_names.sql', text);
      const { analyser } = await work.open();
      const { findings } = analyser.judge(null, { profile: 'default', withCode: true });
      const found = findings.find(({ finding }) => finding.rule === 'rename-as-drop-and-add');
      const titles = found?.fixes().map((one) => one.title) ?? ['no finding'];
      assert.ok(!titles.some((title) => /rename of/.test(title)) && !titles.includes('no finding'), titles.join());
    }
  }); // prettier-ignore
});
