import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startSqlite } from '../../support/sqlite';
import { samples, type Sample } from '../writing/frameworks';
import { walk, Work } from '../writing/project';
import { catalogueOf } from './catalogue';
import { beforeAsking } from './runners';
import { runnersOnSqlite } from './runners-on-sqlite';

/** The same project on SQLite, which refuses a required column without a default. */
function onSqlite(sample: Sample): Sample {
  const files = Object.entries(sample.files).map(([file, text]): readonly [string, string] => [
    file,
    text
      .replace('dialect: postgres\n', 'dialect: sqlite\n')
      .replace('"dialect": "postgresql"', '"dialect": "sqlite"')
      .replace("client: 'pg'", "client: 'better-sqlite3'")
      .replace('"pg":', '"better-sqlite3":')
      .replace('total integer NOT NULL', 'total integer'),
  ]);
  return { ...sample, files: Object.fromEntries(files) };
}

describe('the runners of the frameworks run every stage on SQLite', () => {
  let folder: string;
  before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-sqlite-'))));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const cases = samples.filter(({ name }) => /^(?:typeorm, by q|knex, by|drizzle)/.test(name));
  for (const [number, sample] of cases.map(onSqlite).entries())
    it(`${sample.name}: rows of both versions are whole after contract`, async () => {
      const file = path.join(folder, `${number}.db`);
      const run = runnersOnSqlite(file)[sample.name.split(/\W/)[0] ?? ''];
      assert.ok(run !== undefined);
      await run(beforeAsking(sample));
      const database = startSqlite(file);
      try {
        let next = 1;
        const add = async (column: string): Promise<void> => {
          await database.query(`INSERT INTO orders (id, ${column}) VALUES (?, ?)`, [next, next]);
          next++;
        };
        for (let row = 0; row < 25; row++) await add('total');
        await database.query("UPDATE orders SET note = 'é' || id WHERE id % 2 = 0");

        const work = new Work(sample.files);
        await work.split('rename-column');
        const hasWayBack = !sample.name.startsWith('drizzle');
        const seen: string[] = [];
        await walk(
          work,
          async ({ stage, byHand }) => {
            seen.push(stage);
            if (byHand !== null) await database.script(work.files.get(byHand) ?? '');
            else {
              const old = await catalogueOf(database, 'sqlite');
              await run(work);
              if (hasWayBack && stage !== 'contract') {
                await run(work, 'back');
                assert.deepEqual(await catalogueOf(database, 'sqlite'), old, `${stage} is not taken back`);
                await run(work);
              }
            }
            if (stage === 'contract') return;
            await add('total');
            await add('amount');
            await database.query('UPDATE orders SET total = total + 1000 WHERE id = 3');
            await database.query('UPDATE orders SET amount = amount - 1000 WHERE id = 3');
          },
          sample.released,
        );
        assert.deepEqual(seen.filter((one) => one !== 'verify'), ['expand', 'backfill', 'contract']); // prettier-ignore
        const rows = await database.query('SELECT id, amount, note FROM orders ORDER BY id');
        assert.equal(rows.length, next - 1);
        for (const row of rows) assert.equal(row['amount'], row['id']);
        assert.equal(rows[1]?.['note'], 'é2');
        await assert.rejects(database.query('SELECT total FROM orders'), /total/);
        const left = await database.query(
          "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') OR name LIKE '%evolens%'",
        );
        assert.deepEqual(left, []);
      } finally {
        await database.stop();
      }
    });
});
