import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startSqlite } from '../../support/sqlite';
import { samples, type Sample } from '../writing/frameworks';
import { catalogueOf } from './catalogue';
import { ordersThroughStages } from './orders-through-stages';
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
        const hasWayBack = !sample.name.startsWith('drizzle');
        const steps = await ordersThroughStages(sample, {
          database,
          marked: "'é' || id",
          left: "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view') OR name LIKE '%evolens%'",
          run: async ({ stage, byHand }, work) => {
            if (byHand !== null) {
              await database.script(work.files.get(byHand) ?? '');
              return;
            }
            const old = await catalogueOf(database, 'sqlite');
            await run(work);
            if (!hasWayBack || stage === 'contract') return;
            await run(work, 'back');
            assert.deepEqual(await catalogueOf(database, 'sqlite'), old, `${stage} is not taken back`);
            await run(work);
          },
        });
        assert.deepEqual(steps.map(({ stage }) => stage).filter((one) => one !== 'verify'), ['expand', 'backfill', 'contract']); // prettier-ignore
      } finally {
        await database.stop();
      }
    });
});
