import assert from 'node:assert/strict';
import { addForeignKey } from '../../../src/evolution/recipes/add-foreign-key';
import { backfill } from '../../../src/evolution/recipes/backfill';
import { dropColumn } from '../../../src/evolution/recipes/drop-column';
import { makeRequired } from '../../../src/evolution/recipes/make-required';
import { makeUnique } from '../../../src/evolution/recipes/make-unique';
import { replaceIndex } from '../../../src/evolution/recipes/replace-index';
import { replacePrimaryKey } from '../../../src/evolution/recipes/replace-primary-key';
import type { DraftEvolution, DraftStage, Recipe } from '../../../src/evolution/recipes/recipe';
import { framed } from '../../../src/evolution/writing/framed';
import type { SqlReader } from '../../../src/sql/reader';
import { createNodeSqlReader } from '../../../src/workspace/node-postgres';
import type { Database } from '../../support/database';
import { startPostgres, type PostgresServer } from '../../support/embedded-postgres';
import { startMariadb, type MariadbServer } from '../../support/mariadb';
import { draftOf, groundOf } from './ground';
import { sqlitePlace } from './places';
import { counted, runStage } from './proof';

const rows = 100_000;

const postgresSetup = `CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE orders (id serial PRIMARY KEY, total int, ref varchar(40), customer int); CREATE INDEX orders_ref ON orders (ref); CREATE TABLE line (id int PRIMARY KEY, "order" int REFERENCES orders)`;

/** A writer on a connection of its own, that says how long its slowest statement took. */
class Writer {
  slowest = 0;
  wrote = 0;
  private running = true;
  private readonly work: Promise<void>;

  constructor(
    private readonly database: Database,
    private readonly statement: (turn: number) => string,
  ) {
    this.work = this.run();
    this.work.catch(() => undefined);
  }

  private async run(): Promise<void> {
    while (this.running) {
      const began = performance.now();
      await this.database.script(this.statement(this.wrote));
      this.slowest = Math.max(this.slowest, performance.now() - began);
      this.wrote++;
    }
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.work.finally(() => this.database.stop());
  }
}

describe('recipes on several connections', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });

  describe('on Postgres', () => {
    let server: PostgresServer;
    let own: Database;
    before(async () => {
      server = await startPostgres();
      own = await server.connect();
      await own.script(`${postgresSetup}; INSERT INTO parent SELECT generate_series(0, 99);
        INSERT INTO orders (ref, customer) SELECT 'ref ' || n, n % 100 FROM generate_series(1, ${rows}) n; INSERT INTO line SELECT n, n FROM generate_series(1, ${rows}) n`);
    });
    after(async () => {
      await own.stop();
      await server.stop();
    });

    const drafted = (recipe: Recipe, answers: Readonly<Record<string, string>>): DraftEvolution =>
      draftOf(recipe, groundOf(reader, { dialect: 'postgres', setup: postgresSetup, change: null, options: { pauseMilliseconds: 1 } }), answers); // prettier-ignore

    /** Runs the stages while one connection writes without a pause: no statement of it may fail. */
    async function underLoad(stages: readonly DraftStage[]): Promise<void> {
      const statement = (turn: number): string =>
        turn % 3 === 0
          ? `INSERT INTO orders (total, ref, customer) VALUES (1, 'new ${turn} ${Math.random()}', 1)`
          : `UPDATE orders SET customer = ${turn % 100} WHERE id = ${1 + ((turn * 7919) % rows)}`;
      const writer = new Writer(await server.connect(), statement);
      try {
        for (const stage of stages) await runStage(own, 'postgres', stage);
      } finally {
        await writer.stop();
      }
      assert.ok(writer.wrote > 0);
      // Building, filling and checking 100,000 rows takes longer than a lock may: a writer that waits for all of it shows.
      assert.ok(writer.slowest < 2500, `a writer waited for ${Math.round(writer.slowest)} ms`);
    }

    /** While somebody reads in a transaction, a stage that needs the table alone gives up within its lock_timeout. */
    async function givesUp(stage: DraftStage): Promise<void> {
      const other = await server.connect();
      await other.script('BEGIN; SELECT 1 FROM orders, line LIMIT 1');
      const began = performance.now();
      await assert.rejects(runStage(own, 'postgres', stage), /lock timeout/);
      assert.ok(performance.now() - began < 10_000);
      await other.script('ROLLBACK');
      await other.stop();
    }

    it('a column of 100,000 rows becomes required while it is written', async () => {
      const { stages } = drafted(makeRequired, { table: 'orders', column: 'total', value: '0' });
      await givesUp(stages.find((one) => one.label === 'expand')!);
      await underLoad(stages);
      assert.equal(await counted(own, 'SELECT count(*) FROM orders WHERE total IS NULL'), 0);
    });

    it('unique, foreign key and another index while it is written', async () => {
      await underLoad(drafted(makeUnique, { table: 'orders', columns: 'ref' }).stages);
      await underLoad(drafted(addForeignKey, { table: 'orders', columns: 'customer', references: 'parent' }).stages); // prettier-ignore
      await underLoad(drafted(replaceIndex, { table: 'orders', index: 'orders_ref', columns: 'ref, customer', name: 'orders_both' }).stages); // prettier-ignore
      const state = `SELECT (SELECT count(*) FROM pg_constraint WHERE NOT convalidated) + (SELECT count(*) FROM pg_index WHERE NOT indisvalid) AS n`;
      assert.equal(await counted(own, state), 0);
    });

    it('a primary key with 100,000 rows that refer to it becomes bigint while it is written', async () => {
      const { stages } = drafted(replacePrimaryKey, { table: 'orders' });
      await underLoad(stages.filter((stage) => stage.name !== 'contract'));
      const [exchange, validate] = stages.filter((stage) => stage.name === 'contract');
      await givesUp(exchange!);
      await underLoad([exchange!, validate!]);
      assert.equal(await counted(own, 'SELECT count(*) FROM line LEFT JOIN orders ON orders.id = line."order" WHERE orders.id IS NULL'), 0); // prettier-ignore
      assert.deepEqual(await own.query(`SELECT pg_typeof(id)::text AS a FROM orders LIMIT 1`), [
        { a: 'bigint' },
      ]);
    });

    it('a backfill that is cancelled goes on where it stopped', async () => {
      await own.script('ALTER TABLE orders ADD COLUMN net int');
      const setup = `${postgresSetup}; ALTER TABLE orders ADD COLUMN net int`;
      const ground = groundOf(reader, { dialect: 'postgres', setup, change: null, options: { batchRows: 5000, pauseMilliseconds: 20 } }); // prettier-ignore
      const [stage] = draftOf(backfill, ground, {
        table: 'orders',
        column: 'net',
        value: 'total * 2',
      }).stages;
      const runner = await server.connect();
      const pid = (await runner.query('SELECT pg_backend_pid() AS pid'))[0]!.pid;
      const failed = assert.rejects(runner.script(stage!.statements[0]!), /canceling statement/);
      while ((await counted(own, 'SELECT count(net) FROM orders')) < 10_000) await new Promise((resolve) => setTimeout(resolve, 10)); // prettier-ignore
      await own.query('SELECT pg_cancel_backend($1)', [pid]);
      await failed;
      assert.ok((await counted(own, stage!.verification!)) > 0);
      await runStage(runner, 'postgres', stage!);
      await runner.stop();
      assert.equal(await counted(own, stage!.verification!), 0);
    });

    it('a column is renamed and dropped while the newer version writes', async () => {
      const { stages } = drafted(dropColumn, { table: 'orders', column: 'total', value: '0' });
      const [expand, ...others] = stages;
      assert.equal(expand!.label, 'expand');
      await givesUp(stages.find((one) => one.label === 'quarantine')!);
      // The version that leaves the column out is released after expand: before, the column may have to be given.
      await runStage(own, 'postgres', expand!);
      const writer = new Writer(await server.connect(), (turn) => `INSERT INTO orders (ref, customer) VALUES ('drop ${turn}', 2)`); // prettier-ignore
      for (const stage of others) await runStage(own, 'postgres', stage);
      await writer.stop();
      assert.ok(writer.wrote > 0);
    });
  });

  describe('on MariaDB', () => {
    let server: MariadbServer;
    let own: Database;
    const setup =
      'CREATE TABLE parent (id INT PRIMARY KEY); CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, total INT, ref VARCHAR(40), customer INT, KEY orders_ref (ref))';
    before(async () => {
      server = await startMariadb();
      own = await server.connect();
      await own.script(`${setup}; INSERT INTO parent SELECT seq FROM seq_0_to_99; INSERT INTO orders (ref, customer) SELECT concat('ref ', seq), seq % 100 FROM seq_1_to_${rows}`); // prettier-ignore
    });
    after(async () => {
      await own.stop();
      await server.stop();
    });

    it('required, unique, a foreign key and another index on 100,000 rows while they are written', async () => {
      const drafted = (recipe: Recipe, answers: Readonly<Record<string, string>>): DraftEvolution =>
        draftOf(recipe, groundOf(reader, { dialect: 'mariadb', setup, change: null, options: { pauseMilliseconds: 1 } }), answers); // prettier-ignore
      const evolutions = [
        drafted(makeRequired, { table: 'orders', column: 'total', value: '0' }),
        drafted(makeUnique, { table: 'orders', columns: 'ref' }),
        drafted(addForeignKey, { table: 'orders', columns: 'customer', references: 'parent' }),
        drafted(replaceIndex, {
          table: 'orders',
          index: 'orders_ref',
          columns: 'ref, customer',
          name: 'both',
        }),
      ];
      const writer = new Writer(await server.connect(), (turn) =>
        turn % 3 === 0
          ? `INSERT INTO orders (total, ref, customer) VALUES (1, 'new ${turn}', 1)`
          : `UPDATE orders SET customer = ${turn % 100} WHERE id = ${1 + ((turn * 7919) % rows)}`,
      );
      try {
        for (const { stages } of evolutions)
          for (const stage of stages) await runStage(own, 'mariadb', stage);
      } finally {
        await writer.stop();
      }
      assert.ok(writer.wrote > 0);
      assert.ok(writer.slowest < 2500, `a writer waited for ${Math.round(writer.slowest)} ms`);
      assert.equal(await counted(own, 'SELECT count(*) FROM orders WHERE total IS NULL'), 0);
    });

    it('a guard reads past rows that others write, and stops what must not run', async () => {
      await own.script(
        'CREATE TABLE guarded (id INT PRIMARY KEY, n INT); INSERT INTO guarded VALUES (1, 0), (2, 0)',
      );
      const other = await server.connect();
      await other.script('START TRANSACTION; UPDATE guarded SET n = 1 WHERE id = 2');
      const stage = (count: string): readonly string[] =>
        framed({ statements: [], frame: 'no-transaction', guard: { count, message: 'in the way' } }, { dialect: 'mariadb', mode: 'autocommit', lockTimeoutMilliseconds: 0 }); // prettier-ignore
      const waiter = await server.connect();
      await waiter.script('SET SESSION innodb_lock_wait_timeout = 1');
      for (const statement of stage('SELECT count(*) FROM guarded WHERE n > 5'))
        await waiter.script(statement);
      await assert.rejects(async () => {
        for (const statement of stage('SELECT count(*) FROM guarded WHERE n = 0'))
          await waiter.script(statement);
      }, /CONSTRAINT.*in_the_way/);
      await other.script('ROLLBACK');
      await other.stop();
      await waiter.stop();
    });

    it('a backfill that is killed goes on where it stopped, while rows are written', async () => {
      await own.script('ALTER TABLE orders ADD COLUMN net INT');
      const ground = groundOf(reader, { dialect: 'mariadb', setup: `${setup}; ALTER TABLE orders ADD COLUMN net INT`, change: null, options: { batchRows: 5000, pauseMilliseconds: 20 } }); // prettier-ignore
      const [stage] = draftOf(backfill, ground, {
        table: 'orders',
        column: 'net',
        value: 'customer * 2',
      }).stages;
      const runner = await server.connect();
      const id = (await runner.query('SELECT CONNECTION_ID() AS id'))[0]!.id;
      const failed = assert.rejects(
        runStage(runner, 'mariadb', stage!),
        /killed|lost|closed|ended|interrupted/i,
      );
      while ((await counted(own, 'SELECT count(net) FROM orders')) < 10_000) await new Promise((resolve) => setTimeout(resolve, 10)); // prettier-ignore
      await own.script(`KILL CONNECTION ${String(id)}`);
      await failed;
      const [checkpoint] = await own.query("SHOW TABLES LIKE 'evolens%checkpoint'");
      const reached = await counted(own, `SELECT key_1 FROM ${String(Object.values(checkpoint!)[0])}`);
      assert.ok(reached > 5000 && (await counted(own, stage!.verification!)) > 0);
      // A row behind the checkpoint that would be filled again shows that the second run begins where the first stopped.
      await own.script('UPDATE orders SET net = NULL WHERE id = 1');
      await runStage(own, 'mariadb', stage!);
      assert.equal(await counted(own, stage!.verification!), 1);
      assert.deepEqual(await own.query("SHOW TABLES LIKE 'evolens%'"), []);
    });

    it('a primary key with rows that refer to it becomes bigint while both are written', async () => {
      const line = 'CREATE TABLE line (id INT AUTO_INCREMENT PRIMARY KEY, `order` INT NOT NULL, CONSTRAINT of_order FOREIGN KEY (`order`) REFERENCES goods (id) ON DELETE CASCADE)'; // prettier-ignore
      const goods = 'CREATE TABLE goods (id INT AUTO_INCREMENT PRIMARY KEY, ref VARCHAR(40), n INT)';
      await own.script(`${goods}; ${line}; INSERT INTO goods (ref) SELECT concat('ref ', seq) FROM seq_1_to_${rows}; INSERT INTO line (\`order\`) SELECT seq FROM seq_1_to_${rows}`); // prettier-ignore
      const ground = groundOf(reader, { dialect: 'mariadb', setup: `${goods}; ${line}`, change: null, options: { pauseMilliseconds: 1 } }); // prettier-ignore
      const { stages } = draftOf(replacePrimaryKey, ground, { table: 'goods' });
      const statements = (turn: number): string =>
        [
          `INSERT INTO goods (ref) VALUES ('new ${turn}')`,
          `UPDATE goods SET n = ${turn} WHERE id = ${1 + ((turn * 7919) % rows)}`,
          'INSERT INTO line (`order`) SELECT max(id) FROM goods',
          `DELETE FROM goods WHERE id = ${1 + ((turn * 104729) % rows)}`,
        ][turn % 4] ?? '';
      const writer = new Writer(await server.connect(), statements);
      try {
        // One query sees one moment, so the guard of the exchange holds while rows are written.
        for (const stage of stages) await runStage(own, 'mariadb', stage);
      } finally {
        await writer.stop();
      }
      assert.ok(writer.wrote > 0);
      assert.ok(writer.slowest < 2500, `a writer waited for ${Math.round(writer.slowest)} ms`);
      assert.equal(await counted(own, 'SELECT count(*) FROM line LEFT JOIN goods ON goods.id = `order` WHERE goods.id IS NULL'), 0); // prettier-ignore
      const types = await own.query("SELECT COLUMN_TYPE AS a FROM information_schema.COLUMNS WHERE COLUMN_NAME IN ('id', 'order') AND TABLE_NAME IN ('goods', 'line') ORDER BY TABLE_NAME, COLUMN_NAME"); // prettier-ignore
      assert.deepEqual(types.map(({ a }) => a), ['bigint(20)', 'int(11)', 'bigint(20)']); // prettier-ignore
    });
  });

  it('on SQLite: a backfill of 100,000 rows that is broken off goes on, between writes of the application', async () => {
    const setup = 'CREATE TABLE orders (id INTEGER PRIMARY KEY, total INT, net INT)';
    const place = sqlitePlace();
    const { database } = place;
    await database.script(`${setup}; WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < ${rows}) INSERT INTO orders SELECT n, n % 1000, NULL FROM seq`); // prettier-ignore
    const ground = groundOf(reader, { dialect: 'sqlite', setup, change: null });
    const [stage] = draftOf(backfill, ground, { table: 'orders', column: 'net', value: 'total * 2' }).stages;
    const left = (): Promise<number> => counted(database, stage!.verification!);
    for (let run = 1; run <= 3; run++) await database.script(stage!.statements[0]!);
    assert.equal(await left(), 70_000);
    // The process dies in the middle of a batch: nothing of it stays, and nothing before it is lost.
    await database.script(`BEGIN; ${stage!.statements[0]!}; ROLLBACK`);
    assert.equal(await left(), 70_000);
    await database.script('INSERT INTO orders (total) VALUES (7); DELETE FROM orders WHERE id = 99999; UPDATE orders SET net = 5 WHERE id = 1; UPDATE orders SET total = 3 WHERE id = 50000'); // prettier-ignore
    await runStage(database, 'sqlite', stage!);
    assert.equal(await left(), 0);
    assert.deepEqual(await database.query('SELECT count(*) AS n, sum(net = total * 2) AS same FROM orders'), [
      { n: rows, same: rows },
    ]);
    await place.stop();
  });
});
