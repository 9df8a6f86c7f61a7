import assert from 'node:assert/strict';
import { isRefusal, type Evolution } from '../../src/evolution/recipes/recipe';
import { renameColumn } from '../../src/evolution/recipes/rename-column';
import type { Dialect } from '../../src/model/dialect';
import type { Database } from '../support/database';
import { startPostgres, type PostgresServer } from '../support/embedded-postgres';
import { startMariadb, type MariadbServer } from '../support/mariadb';
import { columnOf, columnRename, constraintOf, indexOf, schemaOf, tableOf } from './rename-input';

const rows = 44_000;

/** Writers of both versions on connections of their own; each keeps to its own rows, so that the end is known. */
class Writer {
  readonly wrote = new Map<number, string>();
  private running = true;
  private readonly work: Promise<void>;

  constructor(
    readonly database: Database,
    private readonly first: number,
    private readonly postgres: boolean,
    columnNow: () => string,
  ) {
    this.work = this.run(columnNow);
    // The failure is thrown by `stop`; until then it must not count as unhandled.
    this.work.catch(() => undefined);
  }

  private async run(columnNow: () => string): Promise<void> {
    const mark = (position: number): string => (this.postgres ? `$${position}` : '?');
    for (let turn = 0; this.running; turn++) {
      const column = columnNow();
      // Every fourth row of the table, and rows of its own behind it.
      const existing = this.first + 4 * ((turn * 37) % (rows / 4 - 1));
      const value = `${this.first}:${turn} Ä`;
      await this.database.query(`UPDATE orders SET ${column} = ${mark(1)} WHERE id = ${mark(2)}`, [
        value,
        existing,
      ]);
      this.wrote.set(existing, value);
      const fresh = rows * (this.first + 1) + turn;
      await this.database.query(`INSERT INTO orders (id, ${column}) VALUES (${mark(1)}, ${mark(2)})`, [
        fresh,
        `${value} new`,
      ]);
      this.wrote.set(fresh, `${value} new`);
    }
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.work.finally(() => this.database.stop());
  }
}

function evolutionOf(dialect: Dialect): Evolution {
  const table = tableOf(
    'orders',
    [columnOf('id', 'int', { nullable: false }), columnOf('name', 'varchar(40)', { nullable: false })],
    {
      indexes: [indexOf('orders_name_idx', ['name'], { unique: true })],
      constraints: [constraintOf('primary-key', 'orders_pkey', ['id'])],
    },
  );
  const result = renameColumn(
    columnRename(
      schemaOf(dialect, table),
      'orders',
      'name',
      'title',
      dialect === 'postgres' ? 'single-query' : 'autocommit',
    ),
  );
  assert.ok(!isRefusal(result), JSON.stringify(result));
  return result;
}

interface Runner {
  connect(): Promise<Database>;
  run(sql: string): Promise<void>;
}

async function underLoad(
  runner: Runner,
  postgres: boolean,
  interrupt: (backfill: string) => Promise<void>,
): Promise<void> {
  const evolution = evolutionOf(postgres ? 'postgres' : 'mariadb');
  const file = (name: string): string => evolution.edits.find((edit) => edit.file.endsWith(name))!.newText;
  const own = await runner.connect();
  await own.script(
    'DROP TABLE IF EXISTS orders; CREATE TABLE orders (id int PRIMARY KEY, name varchar(40) NOT NULL); CREATE UNIQUE INDEX orders_name_idx ON orders (name)',
  );
  await own.script(
    postgres
      ? `INSERT INTO orders SELECT n, 'row ' || n FROM generate_series(0, ${rows - 1}) AS n`
      : `INSERT INTO orders SELECT seq, concat('row ', seq) FROM seq_0_to_${rows - 1}`,
  );
  let newIsDue = false;
  let oldIsDue = true;
  const writers = await Promise.all(
    [0, 1, 2, 3].map(async (first) => {
      const now = (): string => (oldIsDue && (first % 2 === 0 || !newIsDue) ? 'name' : 'title');
      return new Writer(await runner.connect(), first, postgres, now);
    }),
  );
  const failures: PromiseSettledResult<void>[] = [];
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
  try {
    await pause();
    await own.script(evolution.edits[0]!.newText);
    newIsDue = true;
    await pause();
    await interrupt(file('2-backfill.sql'));
    assert.ok(
      Number(
        (await own.query(evolution.plan.stages[2]!.verification!))[0]![postgres ? 'count' : 'count(*)'],
      ) > 0,
      'interrupted before its end',
    );
    await runner.run(file('2-backfill.sql'));
    for (const stage of evolution.plan.stages.filter((one) => one.name === 'verify'))
      await runner.run(file(stage.file!));
    assert.equal(Number(Object.values((await own.query(evolution.plan.stages[2]!.verification!))[0]!)[0]), 0);
    oldIsDue = false;
    await pause();
    await pause();
    await runner.run(file('contract.sql'));
    await pause();
  } finally {
    failures.push(...(await Promise.allSettled(writers.map((writer) => writer.stop()))));
  }
  for (const failure of failures) if (failure.status === 'rejected') throw failure.reason;
  const wanted = new Map([...Array(rows).keys()].map((id) => [id, `row ${id}`]));
  for (const writer of writers) for (const [id, value] of writer.wrote) wanted.set(id, value);
  const found = new Map(
    (await own.query('SELECT id, title FROM orders')).map((row) => [Number(row.id), row.title]),
  );
  assert.equal(found.size, wanted.size);
  for (const [id, value] of wanted) assert.equal(found.get(id), value, `row ${id}`);
  await own.stop();
}

/** Waits until the checkpoint has moved past the first batch. */
async function firstBatch(watcher: Database, exists: string): Promise<void> {
  for (;;) {
    if ((await watcher.query(exists)).length > 0) {
      const [checkpoint] = await watcher.query('SELECT key_1 FROM evolens_orders_name_to_title_checkpoint');
      if (Number(checkpoint?.key_1 ?? 0) > 0) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('rename column under load, several connections', () => {
  describe('on Postgres', () => {
    let server: PostgresServer;
    before(async () => {
      server = await startPostgres();
    });
    after(() => server.stop());

    it('no statement of a version that is due fails, an interrupted backfill resumes, nothing is lost', async () => {
      const run = async (sql: string): Promise<void> => {
        const database = await server.connect();
        await database.script(sql);
        await database.stop();
      };
      await underLoad({ connect: () => server.connect(), run }, true, async (backfill) => {
        const [watcher, runner] = [await server.connect(), await server.connect()];
        const pid = (await runner.query('SELECT pg_backend_pid() AS pid'))[0]!.pid;
        const failed = assert.rejects(runner.script(backfill), /canceling statement due to user request/);
        await firstBatch(
          watcher,
          "SELECT 1 FROM pg_tables WHERE tablename = 'evolens_orders_name_to_title_checkpoint'",
        );
        await watcher.query('SELECT pg_cancel_backend($1)', [pid]);
        await failed;
        await watcher.stop();
        await runner.stop();
      });
    });
  });

  describe('on MariaDB', () => {
    let server: MariadbServer;
    before(async () => {
      server = await startMariadb();
    });
    after(() => server.stop());

    it('a backfill that meets a lock on its first key waits for it instead of ending early', async () => {
      const evolution = evolutionOf('mariadb');
      const file = (name: string): string =>
        evolution.edits.find((edit) => edit.file.endsWith(name))!.newText;
      const own = await server.connect();
      await own.script(
        "DROP TABLE IF EXISTS orders; CREATE TABLE orders (id int PRIMARY KEY, name varchar(40) NOT NULL); CREATE UNIQUE INDEX orders_name_idx ON orders (name); INSERT INTO orders VALUES (0, 'a'), (1, 'b')",
      );
      await own.script(evolution.edits[0]!.newText);
      const locker = await server.connect();
      await locker.query('START TRANSACTION');
      await locker.query('SELECT * FROM orders WHERE id = 0 FOR UPDATE');
      let ended = false;
      const backfill = server.client(file('2-backfill.sql')).then(() => {
        ended = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.equal(ended, false, 'it waits as long as the row is locked');
      await locker.query('COMMIT');
      await backfill;
      const rest = (await own.query(evolution.plan.stages[2]!.verification!))[0]!;
      assert.equal(Number(Object.values(rest)[0]), 0);
      await own.script('DROP TABLE orders');
      await locker.stop();
      await own.stop();
    });

    it('no statement of a version that is due fails, an interrupted backfill resumes, nothing is lost', async () => {
      // The client runs while the writers do, so it must not block this process.
      const run = (sql: string): Promise<void> => server.client(sql);
      await underLoad({ connect: () => server.connect(), run }, false, async (backfill) => {
        const watcher = await server.connect();
        await watcher.script('DROP TABLE IF EXISTS running');
        const text = `CREATE TABLE running AS SELECT CONNECTION_ID() AS id;\n${backfill}`;
        const failed = assert.rejects(server.client(text), /interrupted|killed|lost connection/i);
        await firstBatch(
          watcher,
          "SELECT 1 FROM information_schema.routines WHERE routine_name LIKE 'evolens%'",
        );
        await watcher.script(
          `KILL CONNECTION ${Number((await watcher.query('SELECT id FROM running'))[0]!.id)}`,
        );
        await failed;
        await watcher.stop();
      });
    });
  });
});
