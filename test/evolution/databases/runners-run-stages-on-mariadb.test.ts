import assert from 'node:assert/strict';
import { startMariadb, type MariadbServer } from '../../support/mariadb';
import { samples, type Sample } from '../writing/frameworks';
import { ordersThroughStages } from './orders-through-stages';
import { beforeAsking } from './runners';
import { runnersOnMariadb } from './runners-on-mariadb';

/** The same project on MariaDB. */
function onMariadb(sample: Sample): Sample {
  const files = Object.entries(sample.files).map(([file, text]): readonly [string, string] => [
    file,
    text
      .replace('dialect: postgres\n', 'dialect: mariadb\ndatabaseVersion: 10.11\n')
      .replace('"dialect": "postgresql"', '"dialect": "mysql"')
      .replace("client: 'pg'", "client: 'mysql2'")
      .replace('"pg":', '"mysql2":')
      .replace('"dialect": "postgres"', '"dialect": "mysql"'),
  ]);
  return { ...sample, files: Object.fromEntries(files) };
}

describe('the runners of the frameworks run every stage on MariaDB', () => {
  let server: MariadbServer;
  before(async () => (server = await startMariadb()));
  after(() => server.stop());

  const cases = samples.filter(({ name }) => /^(?:typeorm, by q|knex|sequelize|drizzle)/.test(name));
  for (const sample of cases.map(onMariadb))
    it(`${sample.name}: rows of both versions are whole after contract`, async () => {
      const admin = await server.connect();
      await admin.script('DROP DATABASE evolens; CREATE DATABASE evolens;');
      await admin.stop();
      const database = await server.connect();
      try {
        const run = runnersOnMariadb(server.socket)[sample.name.split(/\W/)[0] ?? '']?.();
        assert.ok(run !== undefined);
        await run(beforeAsking(sample));
        await ordersThroughStages(sample, {
          database,
          marked: "CONCAT('é', id)",
          left: "SELECT table_name AS name FROM information_schema.tables WHERE table_name LIKE '%evolens\\_%' UNION ALL SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = 'evolens' UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = 'evolens'",
          run: (step, work) =>
            step.byHand === null ? run(work) : server.client(work.files.get(step.byHand) ?? ''),
        });
      } finally {
        await database.stop();
      }
    });
});
