import assert from 'node:assert/strict';
import { startMariadb, type MariadbServer } from '../../support/mariadb';
import { samples, type Sample } from '../writing/frameworks';
import { walk, Work } from '../writing/project';
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
        let next = 1;
        const add = async (column: string): Promise<void> => {
          await database.query(`INSERT INTO orders (id, ${column}) VALUES (?, ?)`, [next, next]);
          next++;
        };
        for (let row = 0; row < 25; row++) await add('total');
        await database.query("UPDATE orders SET note = CONCAT('é', id) WHERE id % 2 = 0");

        const work = new Work(sample.files);
        await work.split('rename-column');
        await walk(
          work,
          async (step) => {
            if (step.byHand === null) await run(work);
            else await server.client(work.files.get(step.byHand) ?? '');
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
          "SELECT table_name AS name FROM information_schema.tables WHERE table_name LIKE '%evolens\\_%' UNION ALL SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = 'evolens' UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = 'evolens'",
        );
        assert.deepEqual(left, []);
      } finally {
        await database.stop();
      }
    });
});
