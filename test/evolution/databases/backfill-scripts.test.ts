import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Database } from '../../support/database';
import { startPostgres, type PostgresServer } from '../../support/embedded-postgres';
import { generatePrisma } from '../../support/prisma-client';
import { Work, type Files } from '../writing/project';
import { within } from './runners';
import { runScript, scriptOf } from './scripts';

const rows = 730;

/** A project whose migrations make a table; the plan fills a column of it by a script. */
function project(create: string, packages: Readonly<Record<string, string>>, more: Files = {}): Work {
  return new Work({
    'evolens.yml': 'version: 1\ndialect: postgres\n',
    'package.json': JSON.stringify({ dependencies: packages }),
    'db/migrations/001_create.sql': `${create}\n`,
    ...more,
  });
}

describe('backfills as scripts of the project', () => {
  let server: PostgresServer;
  let database: Database;
  let environment: Record<string, string>;
  before(async () => {
    server = await startPostgres();
    database = await server.connect();
    environment = { DATABASE_URL: server.url, SHOP_DATABASE_URL: server.url };
  });
  after(async () => {
    await database.stop();
    await server.stop();
  });

  const create =
    'CREATE TABLE "Orders" (id bigint PRIMARY KEY, total integer NOT NULL, note varchar(20));\nCREATE TABLE "Lines" ("Shop" text, at timestamptz, total integer, gross integer, PRIMARY KEY ("Shop", at));';
  const settings = { batchRows: 50, pauseMilliseconds: 5, backfill: 'script' as const };
  const checkpoints = "SELECT relname FROM pg_class WHERE relname LIKE '%evolens%checkpoint%'";

  it('JavaScript with pg: killed in the middle it goes on where it was, and every row is whole', async () => {
    const work = project(create, { pg: '*', knex: '*' });
    await work.planned('rename-column', { table: 'Orders', column: 'total', to: 'amount' }, settings);
    const file = scriptOf(work);
    assert.match(file, /2-backfill\.mjs$/);
    await database.script(work.files.get('db/migrations/001_create.sql') ?? '');
    await database.query(
      `INSERT INTO "Orders" SELECT 9007199254740992 + n, n, CASE WHEN n % 3 = 0 THEN 'é' END FROM generate_series(1, ${rows}) AS n`,
    );
    const [expand] = work.plan.stages;
    await database.script(work.files.get(expand?.migration ?? '') ?? '');
    await within(work, async (folder) => {
      const killed = await runScript(folder, file, environment, (_line, end, count) => {
        if (count === 5) end('SIGKILL');
      });
      assert.equal(killed.code, null);
      const [left] = await database.query('SELECT count(*)::int AS n FROM "Orders" WHERE amount IS NULL');
      assert.ok(Number(left?.['n']) > 0 && Number(left?.['n']) <= rows - 250, JSON.stringify(left));

      const again = await runScript(folder, file, environment);
      assert.equal(again.code, 0, again.errors);
      const behind = /^Orders: goes on behind (\d+) rows, at '\d+'$/.exec(again.lines[0] ?? '')?.[1];
      assert.ok(Number(behind) >= 250 && Number(behind) < rows, again.lines[0]);
      assert.match(
        again.lines.at(-2) ?? '',
        /^Orders: 730 of about \d+ rows \(\d+ %\), \d+ filled in \d+ s$/,
      );
      assert.equal(again.lines.at(-1), 'Orders: no row is left');
      const wrong = await database.query('SELECT id FROM "Orders" WHERE amount IS DISTINCT FROM total');
      assert.deepEqual(wrong, []);
      assert.deepEqual(await database.query(checkpoints), []);

      const once = await runScript(folder, file, environment);
      assert.match(once.lines.at(-2) ?? '', / 0 filled in /);
      assert.equal(once.code, 0);
    });
  });

  it('TypeScript with pg, by two columns: it stops when it is told to, and gives way to a row lock', async () => {
    const work = project(
      create,
      { pg: '*', tsx: '*' },
      { 'src/knexfile.ts': 'export default { client: "pg", connection: process.env.SHOP_DATABASE_URL };\n' },
    );
    await work.planned('backfill', { table: 'Lines', column: 'gross', value: 'total * 2' }, settings);
    const file = scriptOf(work);
    assert.match(file, /1-backfill\.ts$/);
    assert.match(work.files.get(file) ?? '', /process\.env\.SHOP_DATABASE_URL/);
    await database.query(
      `INSERT INTO "Lines" SELECT CASE WHEN n % 2 = 0 THEN 'a''b\\c' ELSE 'Ä' END, '2026-01-01 00:00:00.000001Z'::timestamptz + n * interval '1 microsecond', n FROM generate_series(1, ${rows}) AS n`,
    );
    await within(work, async (folder) => {
      const stopped = await runScript(folder, file, environment, (_line, end, count) => {
        if (count === 3) end('SIGINT');
      });
      assert.equal(stopped.lines.at(-1), 'Stopped. Run it again, and it goes on where it is.');
      assert.equal(stopped.code, 1);

      const other = await server.connect();
      await other.query('BEGIN');
      await other.query('UPDATE "Lines" SET total = total + 1000 WHERE gross IS NULL');
      const given: string[] = [];
      let ended: Promise<unknown> | null = null;
      const again = await runScript(folder, file, environment, (line) => {
        if (!line.includes('a row is locked')) return;
        given.push(line);
        ended ??= other.query('COMMIT');
      });
      await other.stop();
      assert.ok(given.length > 0, 'it did not tell that a row is locked');
      assert.equal(again.code, 0, again.errors);
      assert.equal(again.lines.at(-1), 'Lines: no row is left');
      const wrong = await database.query('SELECT at FROM "Lines" WHERE gross IS DISTINCT FROM total * 2');
      assert.deepEqual(wrong, []);
    });
  });

  it("by Prisma's client, where the project has no driver of its own", async () => {
    const work = project(create, { '@prisma/client': '*' });
    await work.planned('backfill', { table: 'Orders', column: 'note', value: "'all'" }, settings);
    const file = scriptOf(work);
    assert.match(work.files.get(file) ?? '', /new PrismaClient\(\)/);
    await within(work, async (folder) => {
      generatePrisma(folder, 'model Any {\n  id Int @id\n}\n');
      // The engine cannot be had here: the client of the project is one with the adapter.
      const client = path.join(folder, 'project-client.js');
      fs.writeFileSync(
        client,
        `const { PrismaPg } = require('@prisma/adapter-pg');\nconst { PrismaClient } = require('./client/client');\nexports.PrismaClient = class extends PrismaClient {\n  constructor() {\n    super({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });\n  }\n};\n`,
      );
      const script = path.join(folder, file);
      fs.writeFileSync(script, (work.files.get(file) ?? '').replace("'@prisma/client'", `'${client}'`));
      const other = await server.connect();
      await other.query('BEGIN');
      await other.query('SELECT * FROM "Orders" WHERE id = 9007199254741000 FOR UPDATE');
      let ended: Promise<unknown> | null = null;
      const run = await runScript(folder, file, { ...environment, NODE_OPTIONS: '--import tsx' }, (line) => {
        if (line.includes('a row is locked')) ended ??= other.query('COMMIT');
      });
      await other.stop();
      assert.equal(run.code, 0, run.errors);
      assert.match(run.lines[0] ?? '', /^Orders: a row is locked/);
      assert.equal(run.lines.at(-1), 'Orders: no row is left');
      const [filled] = await database.query(`SELECT count(*)::int AS n FROM "Orders" WHERE note = 'all'`);
      assert.equal(filled?.['n'], rows);
    });
  });
});
