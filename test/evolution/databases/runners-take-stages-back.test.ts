import assert from 'node:assert/strict';
import { startPostgres, type PostgresServer } from '../../support/embedded-postgres';
import { samples } from '../writing/frameworks';
import { walk, Work } from '../writing/project';
import { catalogueOf } from './catalogue';
import { beforeAsking, runnersOn } from './runners';
import { splitStatements } from '../../../src/sql/split';

describe('the runners of the frameworks take every stage back', () => {
  let server: PostgresServer;
  before(async () => (server = await startPostgres()));
  after(() => server.stop());

  const names = ['typeorm, by renameColumn', 'knex, by the builder', 'sequelize', 'golang-migrate'];
  for (const [number, name] of names.entries())
    it(`${name}: down gives the state before the stage, and there is none behind the one-way door`, async () => {
      const sample = samples.find((one) => one.name === name);
      assert.ok(sample !== undefined);
      const admin = await server.connect();
      await admin.query(`CREATE DATABASE back_${number}`);
      await admin.stop();
      const database = await server.connect(`back_${number}`);
      const state = async (withRows: boolean): Promise<readonly string[]> => [
        ...(await catalogueOf(database, 'postgres')),
        ...(withRows
          ? (await database.query('SELECT * FROM orders ORDER BY id')).map((row) => JSON.stringify(row))
          : []),
      ];
      try {
        const url = server.url.replace(/[^/]*$/, `back_${number}`);
        const run = runnersOn(url)[/^[\w-]+/.exec(name)?.[0] ?? '']?.();
        assert.ok(run !== undefined);
        await run(beforeAsking(sample));
        await database.query("INSERT INTO orders SELECT n, n, 'é' || n FROM generate_series(1, 25) AS n");

        const work = new Work(sample.files);
        await work.split('rename-column');
        const seen: string[] = [];
        await walk(work, async ({ stage, migration, byHand }) => {
          seen.push(stage);
          if (byHand !== null) {
            const sql = work.files.get(byHand) ?? '';
            for (const { start, end } of splitStatements(sql, 'postgres').pieces)
              await database.script(sql.slice(start, end));
            return;
          }
          assert.ok(migration !== null);
          // What a backfill filled stays filled.
          const rows = stage !== 'backfill';
          const old = await state(rows);
          await run(work);
          const made = await state(rows);
          if (stage === 'contract') {
            await assert.rejects(run(work, 'back'), /there is no way back from here/);
            assert.deepEqual(await state(rows), made);
            return;
          }
          await run(work, 'back');
          assert.deepEqual(await state(rows), old, `${stage} is not taken back`);
          await run(work);
          assert.deepEqual(await state(rows), made, `${stage} does not run again`);
        });
        assert.deepEqual(seen, ['expand', 'backfill', 'verify', 'verify', 'contract']);
        const [whole] = await database.query('SELECT count(*)::int AS n FROM orders WHERE amount = id');
        assert.equal(whole?.['n'], 25);
      } finally {
        await database.stop();
      }
    });
});
