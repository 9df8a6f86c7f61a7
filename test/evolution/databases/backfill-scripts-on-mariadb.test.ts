import assert from 'node:assert/strict';
import { startMariadb, type MariadbServer } from '../../support/mariadb';
import { Work } from '../writing/project';
import { within } from './runners';
import { runScript, scriptOf } from './scripts';

const rows = 430;

describe('backfills as scripts of the project, on MariaDB', () => {
  let server: MariadbServer;
  before(async () => (server = await startMariadb()));
  after(() => server.stop());

  const create =
    'CREATE TABLE orders (shop VARBINARY(16) NOT NULL, at DATETIME(6) NOT NULL, no BIGINT UNSIGNED NOT NULL, total INT NOT NULL, note VARCHAR(20), PRIMARY KEY (shop, at, no));\nCREATE TABLE names (name VARCHAR(40) NOT NULL PRIMARY KEY, upper_name VARCHAR(40));';

  function project(packages: Readonly<Record<string, string>>): Work {
    return new Work({
      'evolens.yml': 'version: 1\ndialect: mariadb\ndatabaseVersion: 10.11\n',
      'package.json': JSON.stringify({ dependencies: packages }),
      'db/migrations/001_create.sql': `${create}\n`,
    });
  }

  it('mysql2 and three columns of a key: killed in the middle it goes on, and every row is whole', async () => {
    const database = await server.connect();
    try {
      await database.script(create);
      const work = project({ mysql2: '*' });
      await work.planned(
        'rename-column',
        { table: 'orders', column: 'total', to: 'amount' },
        { batchRows: 40, pauseMilliseconds: 5, backfill: 'script' },
      );
      const file = scriptOf(work);
      assert.match(file, /2-backfill\.mjs$/);
      await database.query(
        `INSERT INTO orders SELECT UNHEX(CASE WHEN seq % 2 = 0 THEN '27005C' ELSE 'FF' END), '2026-01-01' + INTERVAL seq MICROSECOND, 18446744073709550000 + seq, seq, 'é' FROM seq_1_to_${rows}`,
      );
      await server.client(work.files.get(work.plan.stages[0]?.migration ?? '') ?? '');
      const environment = { DATABASE_URL: `mysql://root@localhost/evolens?socketPath=${server.socket}` };
      await within(work, async (folder) => {
        const killed = await runScript(folder, file, environment, (_line, end, count) => {
          if (count === 4) end('SIGKILL');
        });
        assert.equal(killed.code, null, killed.errors);
        const [left] = await database.query('SELECT COUNT(*) AS n FROM orders WHERE amount IS NULL');
        assert.ok(Number(left?.['n']) > 0 && Number(left?.['n']) <= rows - 160, String(left?.['n']));

        const other = await server.connect();
        await other.query('BEGIN');
        await other.query("UPDATE orders SET note = 'held' WHERE amount IS NULL");
        const given: Promise<unknown>[] = [];
        const again = await runScript(folder, file, environment, (line) => {
          if (line.includes('a row is locked')) given.push(other.query('COMMIT'));
        });
        assert.ok(given.length > 0, 'it did not give way');
        await Promise.all(given);
        await other.stop();
        assert.equal(again.code, 0, again.errors);
        assert.match(again.lines[0] ?? '', /^orders: goes on behind (?:160|200) rows, at 0x\w+, '2026-01-01 00:00:00\.\d{6}', \d{20}$/); // prettier-ignore
        assert.equal(again.lines.at(-1), 'orders: no row is left');
        const wrong = await database.query('SELECT no FROM orders WHERE NOT (amount <=> total)');
        assert.deepEqual(wrong, []);
        const tables = await database.query("SHOW TABLES LIKE '%checkpoint%'");
        assert.deepEqual(tables, []);
      });
    } finally {
      await database.stop();
    }
  });

  it('the connector of MariaDB and a text as key: in TypeScript', async () => {
    const database = await server.connect();
    try {
      const work = project({ mariadb: '*', tsx: '*' });
      await work.planned(
        'backfill',
        { table: 'names', column: 'upper_name', value: 'UPPER(name)' },
        { batchRows: 40, pauseMilliseconds: 0, backfill: 'script' },
      );
      const file = scriptOf(work);
      await database.query(
        `INSERT INTO names SELECT CONCAT('it''s \\\\ é', seq), NULL FROM seq_1_to_${rows}`,
      );
      const environment = { DATABASE_URL: `mariadb://root@localhost/evolens?socketPath=${server.socket}` };
      await within(work, async (folder) => {
        const run = await runScript(folder, file, environment);
        assert.equal(run.code, 0, run.errors);
        assert.match(run.lines.at(-2) ?? '', /^names: 430 of about \d+ rows \(\d+ %\), 430 filled in \d+ s$/);
        assert.equal(run.lines.at(-1), 'names: no row is left');
        const [wrong] = await database.query(
          "SELECT COUNT(*) AS n FROM names WHERE upper_name <> UPPER(name) OR name NOT LIKE 'it''s \\\\\\\\ é%'",
        );
        assert.equal(Number(wrong?.['n']), 0);
      });
    } finally {
      await database.stop();
    }
  });
});
