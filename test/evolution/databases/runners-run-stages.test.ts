import assert from 'node:assert/strict';
import { splitStatements } from '../../../src/sql/split';
import type { Database } from '../../support/database';
import { startPostgres, type PostgresServer } from '../../support/embedded-postgres';
import { samples } from '../writing/frameworks';
import { ordersThroughStages } from './orders-through-stages';
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
        await ordersThroughStages(sample, {
          database,
          marked: "'é' || id",
          left: "SELECT relname FROM pg_class WHERE relname LIKE '%evolens%' UNION ALL SELECT proname FROM pg_proc WHERE proname LIKE '%evolens%'",
          run: (step, work) =>
            step.byHand === null ? run(work) : byHand(database, work.files.get(step.byHand) ?? ''),
        });
      } finally {
        await database.stop();
      }
    });
});
