import assert from 'node:assert/strict';
import { splitStatements } from '../../../src/sql/split';
import type { Database } from '../../support/database';
import { startPostgres, type PostgresServer } from '../../support/embedded-postgres';
import { samples } from '../writing/frameworks';
import { walk, Work } from '../writing/project';
import { beforeAsking, runnersOn } from './runners';

/** As psql does: one statement after the other. */
async function byHand(database: Database, sql: string): Promise<void> {
  for (const { start, end } of splitStatements(sql, 'postgres').pieces)
    await database.script(sql.slice(start, end));
}

describe('the runners of the frameworks run every stage', () => {
  let server: PostgresServer;
  before(async () => (server = await startPostgres()));
  after(() => server.stop());

  const cases = samples.filter(({ name }) => /^(?:prisma|typeorm|knex|sequelize|drizzle)\b/.test(name));
  for (const [number, sample] of cases.entries())
    it(`${sample.name}: rows of both versions are whole after contract`, async () => {
      const admin = await server.connect();
      await admin.query(`CREATE DATABASE runner_${number}`);
      await admin.stop();
      const url = server.url.replace(/[^/]*$/, `runner_${number}`);
      const database = await server.connect(`runner_${number}`);
      try {
        const name = sample.name.split(/\W/)[0] ?? '';
        const run = runnersOn(url)[name]?.();
        assert.ok(run !== undefined);
        await run(beforeAsking(sample));
        let next = 1;
        const add = async (column: string): Promise<void> => {
          await database.query(`INSERT INTO orders (id, ${column}) VALUES ($1, $1)`, [next++]);
        };
        for (let row = 0; row < 25; row++) await add('total');
        await database.query("UPDATE orders SET note = 'é' || id WHERE id % 2 = 0");

        const work = new Work(sample.files);
        await work.split('rename-column');
        await walk(
          work,
          async (step) => {
            if (step.byHand === null) await run(work);
            else await byHand(database, work.files.get(step.byHand) ?? '');
            if (step.stage === 'contract') return;
            await add('total');
            await add('amount');
            await database.query('UPDATE orders SET total = total + 1000 WHERE id = 3');
            await database.query('UPDATE orders SET amount = amount - 1000 WHERE id = 3');
          },
          sample.released,
        );
        const rows = await database.query('SELECT id, amount, note FROM orders ORDER BY id');
        assert.equal(rows.length, next - 1);
        for (const row of rows) assert.equal(row['amount'], row['id']);
        assert.equal(rows[1]?.['note'], 'é2');
        await assert.rejects(database.query('SELECT total FROM orders'), /total/);
        const left = await database.query(
          "SELECT relname FROM pg_class WHERE relname LIKE '%evolens%' UNION ALL SELECT proname FROM pg_proc WHERE proname LIKE '%evolens%'",
        );
        assert.deepEqual(left, []);
      } finally {
        await database.stop();
      }
    });
});
