import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { changeColumnType } from '../../../src/evolution/recipes/change-column-type';
import { extractTable } from '../../../src/evolution/recipes/extract-table';
import { jsonToColumns } from '../../../src/evolution/recipes/json-to-columns';
import { moveColumn } from '../../../src/evolution/recipes/move-column';
import { renameColumnRecipe } from '../../../src/evolution/recipes/rename-column';
import { renameTable } from '../../../src/evolution/recipes/rename-table';
import type {
  DraftEvolution,
  DraftStage,
  Recipe,
  RecipeOptions,
} from '../../../src/evolution/recipes/recipe';
import { splitColumn } from '../../../src/evolution/recipes/split-column';
import type { Dialect } from '../../../src/model/dialect';
import type { SqlReader } from '../../../src/sql/reader';
import { createNodeSqlReader } from '../../../src/workspace/node-postgres';
import type { Database } from '../../support/database';
import { startPostgres, type PostgresServer } from '../../support/embedded-postgres';
import { startMariadb, type MariadbServer } from '../../support/mariadb';
import { startSqlite } from '../../support/sqlite';
import { assertBriefLocks } from './brief-locks';
import { draftOf, groundOf } from './ground';
import { counted, runStage } from './proof';

const rows = 100_000;

/** A version of the application on a connection of its own; it keeps to its own rows, so that the end is known. */
class Version {
  readonly wrote = new Map<number, string>();
  slowest = 0;
  private running = true;
  private readonly work: Promise<void>;

  constructor(
    readonly database: Database,
    private readonly first: number,
    columnNow: () => string,
  ) {
    this.work = this.run(columnNow);
    // The failure is thrown by `stop`; until then it must not count as unhandled.
    this.work.catch(() => undefined);
  }

  private async run(columnNow: () => string): Promise<void> {
    for (let turn = 0; this.running; turn++) {
      const column = columnNow();
      const existing = this.first + 4 * ((turn * 37) % (rows / 4 - 1));
      const value = `${this.first}:${turn} Ä`;
      const began = performance.now();
      await this.database.query(`UPDATE orders SET ${column} = '${value}' WHERE id = ${existing}`);
      this.slowest = Math.max(this.slowest, performance.now() - began);
      this.wrote.set(existing, value);
      const fresh = rows * (this.first + 1) + turn;
      await this.database.query(`INSERT INTO orders (id, ${column}) VALUES (${fresh}, '${value} new')`);
      this.wrote.set(fresh, `${value} new`);
    }
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.work.finally(() => this.database.stop());
  }
}

const setup =
  'CREATE TABLE orders (id int PRIMARY KEY, name varchar(40) NOT NULL); CREATE UNIQUE INDEX orders_name_idx ON orders (name)';

interface Server {
  readonly dialect: Dialect;
  connect(): Promise<Database>;
  /** Runs a stage on a connection of its own, while this process goes on. */
  run(stage: DraftStage): Promise<void>;
  /** Starts the backfill and cuts it off behind its first batch. */
  interrupt(stage: DraftStage): Promise<void>;
}

async function renamedUnderLoad(server: Server, draft: DraftEvolution): Promise<void> {
  const own = await server.connect();
  await own.script(`DROP TABLE IF EXISTS orders; ${setup}`);
  await own.script(
    server.dialect === 'postgres'
      ? `INSERT INTO orders SELECT n, 'row ' || n FROM generate_series(0, ${rows - 1}) AS n`
      : `INSERT INTO orders SELECT seq, concat('row ', seq) FROM seq_0_to_${rows - 1}`,
  );
  let [newIsDue, oldIsDue] = [false, true];
  const versions = await Promise.all(
    [0, 1, 2, 3].map(
      async (first) =>
        new Version(await server.connect(), first, () =>
          oldIsDue && (first % 2 === 0 || !newIsDue) ? 'name' : 'title',
        ),
    ),
  );
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
  let ended: PromiseSettledResult<void>[] = [];
  try {
    await pause();
    for (const stage of draft.stages) {
      if (stage.name === 'backfill') {
        await server.interrupt(stage);
        assert.ok((await counted(own, stage.verification!)) > 0, 'interrupted before its end');
      }
      if (stage.name === 'stop-old-writes') {
        oldIsDue = false;
        await pause();
        await pause();
      }
      await server.run(stage);
      if (stage.name === 'expand') newIsDue = true;
      if (stage.name === 'verify') assert.equal(await counted(own, stage.verification!), 0);
      await pause();
    }
  } finally {
    ended = await Promise.allSettled(versions.map((version) => version.stop()));
  }
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  const slowest = Math.max(...versions.map((version) => version.slowest));
  assert.ok(slowest < 5000, `a writer waited for ${Math.round(slowest)} ms`);
  const wanted = new Map([...Array(rows).keys()].map((id) => [id, `row ${id}`]));
  for (const version of versions) for (const [id, value] of version.wrote) wanted.set(id, value);
  const found = new Map((await own.query('SELECT id, title FROM orders')).map((row) => [Number(row.id), row.title])); // prettier-ignore
  assert.equal(found.size, wanted.size);
  for (const [id, value] of wanted) assert.equal(found.get(id), value, `row ${id}`);
  await own.stop();
}

/** A type is changed, then a table extracted; an old version writes without a pause until contract. */
async function changedUnderLoad(
  reader: SqlReader,
  dialect: 'postgres' | 'mariadb',
  connect: () => Promise<Database>,
): Promise<void> {
  const own = await connect();
  const ages = `CREATE TABLE people (id int PRIMARY KEY, age varchar(20), bio varchar(40))`;
  const numbers = dialect === 'postgres' ? `generate_series(1, ${rows}) n` : `seq_1_to_${rows}`;
  const n = dialect === 'postgres' ? 'n' : 'seq';
  await own.script(`${ages}; INSERT INTO people SELECT ${n}, ${n} % 90, concat('bio ', ${n}) FROM ${numbers}`);
  const drafted = (recipe: Recipe, answers: Readonly<Record<string, string>>): DraftEvolution =>
    draftOf(recipe, groundOf(reader, { dialect, setup: ages, change: null, options: { pauseMilliseconds: 1 } }), answers);
  const drafts = [
    ['age', drafted(changeColumnType, { table: 'people', column: 'age', type: 'int' })],
    ['bio', drafted(extractTable, { table: 'people', columns: 'bio', to: 'profiles' })],
  ] as const;
  for (const [column, draft] of drafts) {
    const state = { running: true, slowest: 0 };
    const writer = await connect();
    const work = (async (): Promise<void> => {
      for (let turn = 0; state.running; turn++) {
        const began = performance.now();
        await writer.script(`UPDATE people SET ${column} = '${turn % 50}' WHERE id = ${1 + ((turn * 7919) % rows)}`);
        state.slowest = Math.max(state.slowest, performance.now() - began);
      }
    })();
    work.catch(() => undefined);
    for (const stage of draft.stages) {
      if (stage.name === 'contract') {
        state.running = false;
        await work;
      }
      await runStage(own, dialect, stage);
    }
    await writer.stop();
    assert.ok(state.slowest < 5000, `a writer of ${column} waited for ${Math.round(state.slowest)} ms`);
  }
  assert.equal(await counted(own, 'SELECT count(*) FROM people JOIN profiles ON people_id = id WHERE age_int IS NOT NULL AND bio IS NOT NULL'), rows);
  await own.stop();
} // prettier-ignore

const checkpoint = 'evolens_orders_name_to_title_checkpoint';

async function firstBatch(watcher: Database, exists: string): Promise<void> {
  for (;;) {
    if ((await watcher.query(exists)).length > 0) {
      const [row] = await watcher.query(`SELECT key_1 FROM ${checkpoint}`);
      if (Number(row?.key_1 ?? 0) > 0) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('columns that replace others, on several connections', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });
  const renamed = (dialect: Dialect): DraftEvolution =>
    draftOf(renameColumnRecipe, groundOf(reader, { dialect, setup, change: null, options: { pauseMilliseconds: 20 } }), {
      table: 'orders', column: 'name', to: 'title',
    }); // prettier-ignore

  for (const dialect of ['postgres', 'mariadb', 'mysql'] as const)
    it(`no stage keeps writers out for long on ${dialect}, as the model of effects knows it`, () => {
      const wide = `CREATE TABLE ages (age int PRIMARY KEY); CREATE TABLE orders (id int PRIMARY KEY, name varchar(40) NOT NULL, age int NOT NULL DEFAULT 1, prefs json, visits int NOT NULL DEFAULT 1, CONSTRAINT grown CHECK (age > 0), CONSTRAINT seen CHECK (visits > 0), CONSTRAINT known FOREIGN KEY (age) REFERENCES ages (age)); CREATE UNIQUE INDEX one ON orders (age); CREATE TABLE profiles (id int PRIMARY KEY, order_id int UNIQUE, FOREIGN KEY (order_id) REFERENCES orders (id))`;
      // On MySQL and MariaDB a column that refers to another table keeps its type.
      const counted = dialect === 'postgres' ? 'age' : 'visits';
      const generated = { oldReaders: 'generated-column' } as const;
      const application = { dualWrite: 'application' } as const;
      const asked: readonly (readonly [Recipe, Readonly<Record<string, string>>, Partial<RecipeOptions>?])[] =
        [
          [renameColumnRecipe, { column: 'age', to: 'years' }],
          [renameColumnRecipe, { column: 'age', to: 'years' }, generated],
          [renameColumnRecipe, { column: 'age', to: 'years' }, application],
          [renameTable, { to: 'purchases' }],
          [changeColumnType, { column: counted, type: 'bigint' }],
          [changeColumnType, { column: counted, type: 'smallint' }],
          [splitColumn, { column: 'name', into: 'first,last', indexed: 'last' }],
          [splitColumn, { column: 'name', into: 'first,last', indexed: 'last' }, generated],
          [jsonToColumns, { column: 'prefs', keys: 'a,b', types: 'varchar(20)', rest: 'more' }],
          [extractTable, { columns: 'prefs', to: 'settings' }],
          [moveColumn, { columns: 'prefs', to: 'profiles' }],
        ];
      const version = { postgres: 18, mariadb: 10.11, mysql: 8 }[dialect];
      for (const [recipe, answers, options = {}] of asked) {
        const ground = groundOf(reader, { dialect, setup: wide, change: null, options, version });
        const draft = draftOf(recipe, ground, { table: 'orders', ...answers });
        assertBriefLocks(reader, draft, ground);
        const early = draft.stages.filter((stage) => stage.name !== 'contract');
        for (const { statements, label } of early)
          assert.doesNotMatch(statements.join(), /LOCK=SHARED|ALGORITHM=COPY/, `${recipe.kind}: ${label}`);
      }
    });

  it('with a FULLTEXT index MySQL and MariaDB write the table anew for a column, and the stage says that writers wait', () => {
    const setup = 'CREATE TABLE orders (id int PRIMARY KEY, name varchar(40), note text, FULLTEXT KEY words (note))';
    for (const dialect of ['mariadb', 'mysql'] as const) {
      const draft = draftOf(renameColumnRecipe, groundOf(reader, { dialect, setup, change: null }), { table: 'orders', column: 'name', to: 'title' }); // prettier-ignore
      const shared = draft.stages.filter((stage) => stage.statements.join().includes('LOCK=SHARED'));
      assert.deepEqual(shared.map((stage) => stage.label), ['expand', 'contract']);
      for (const stage of shared) assert.match(stage.application, /FULLTEXT index.*writers wait/);
    }
  }); // prettier-ignore

  describe('on Postgres', () => {
    let server: PostgresServer;
    before(async () => {
      server = await startPostgres();
    });
    after(() => server.stop());

    it('a rename under load: nothing fails, an interrupted backfill resumes, nothing is lost', async () => {
      await renamedUnderLoad(
        {
          dialect: 'postgres',
          connect: () => server.connect(),
          run: async (stage) => {
            const database = await server.connect();
            // A stage that meets a lock for longer than it may wait fails cleanly, and is run again.
            for (let turn = 0; ; turn++) {
              try {
                await runStage(database, 'postgres', stage);
                break;
              } catch (error) {
                if (turn > 20 || !/lock timeout|deadlock/.test(String(error))) throw error;
              }
            }
            await database.stop();
          },
          interrupt: async (stage) => {
            const [watcher, runner] = [await server.connect(), await server.connect()];
            const pid = (await runner.query('SELECT pg_backend_pid() AS pid'))[0]!.pid;
            const failed = assert.rejects(runStage(runner, 'postgres', stage), /canceling statement/);
            await firstBatch(watcher, `SELECT 1 FROM pg_tables WHERE tablename = '${checkpoint}'`);
            await watcher.query('SELECT pg_cancel_backend($1)', [pid]);
            await failed;
            await watcher.stop();
            await runner.stop();
          },
        },
        renamed('postgres'),
      );
    });

    it('a reader who holds the table: expand gives up within its limit, changes nothing, and can be repeated', async () => {
      const [own, other] = [await server.connect(), await server.connect()];
      await own.script(`DROP TABLE IF EXISTS orders; ${setup}`);
      const [expand] = renamed('postgres').stages;
      await other.script('BEGIN; SELECT 1 FROM orders');
      const began = performance.now();
      await assert.rejects(runStage(own, 'postgres', expand!), /lock timeout/);
      assert.ok(performance.now() - began < 10_000);
      await other.script('ROLLBACK');
      await runStage(own, 'postgres', expand!);
      await own.stop();
      await other.stop();
    });

    it('a type is changed and a table extracted while 100,000 rows are written', async () => {
      await changedUnderLoad(reader, 'postgres', () => server.connect());
    });
  });

  describe('on MariaDB', () => {
    let server: MariadbServer;
    before(async () => {
      server = await startMariadb();
    });
    after(() => server.stop());

    it('a backfill that meets a lock on its first key waits for it instead of ending early', async () => {
      const draft = renamed('mariadb');
      const [own, locker, runner] = [await server.connect(), await server.connect(), await server.connect()];
      await own.script(`DROP TABLE IF EXISTS orders; ${setup}; INSERT INTO orders VALUES (0, 'a'), (1, 'b')`);
      await runStage(own, 'mariadb', draft.stages[0]!);
      await locker.query('START TRANSACTION');
      await locker.query('SELECT * FROM orders WHERE id = 0 FOR UPDATE');
      const state = { ended: false };
      const stage = draft.stages.find((one) => one.name === 'backfill')!;
      const work = runStage(runner, 'mariadb', stage).then(() => {
        state.ended = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.equal(state.ended, false, 'it waits as long as the row is locked');
      await locker.query('COMMIT');
      await work;
      assert.equal(await counted(own, stage.verification!), 0);
      for (const one of [own, locker, runner]) await one.stop();
    });

    it('a rename under load: nothing fails, an interrupted backfill resumes, nothing is lost', async () => {
      await renamedUnderLoad(
        {
          dialect: 'mariadb',
          connect: () => server.connect(),
          run: async (stage) => {
            const database = await server.connect();
            await runStage(database, 'mariadb', stage);
            await database.stop();
          },
          interrupt: async (stage) => {
            const [watcher, runner] = [await server.connect(), await server.connect()];
            const id = Number((await runner.query('SELECT CONNECTION_ID() AS id'))[0]!.id);
            const failed = assert.rejects(
              runStage(runner, 'mariadb', stage),
              /interrupted|killed|lost|closed|ended/i,
            );
            await firstBatch(
              watcher,
              "SELECT 1 FROM information_schema.routines WHERE routine_name LIKE 'evolens%'",
            );
            await watcher.script(`KILL CONNECTION ${id}`);
            await failed;
            await watcher.stop();
          },
        },
        renamed('mariadb'),
      );
    });

    it('a type is changed and a table extracted while 100,000 rows are written', async () => {
      await changedUnderLoad(reader, 'mariadb', () => server.connect());
    });
  });

  it('on SQLite, 100,000 rows are filled batch by batch, and go on where a process died', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-sqlite-'));
    const file = path.join(folder, 'orders.db');
    let own = startSqlite(file);
    const sqliteSetup = 'CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT)';
    await own.script(
      `${sqliteSetup}; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) INSERT INTO orders SELECT i, 'a b ' || i FROM n`,
    );
    const ground = groundOf(reader, { dialect: 'sqlite', setup: sqliteSetup, change: null });
    const draft = draftOf(splitColumn, ground, { table: 'orders', column: 'name', into: 'one,rest' });
    for (const stage of draft.stages) {
      if (stage.name === 'backfill') {
        const [batch] = stage.statements;
        await own.script(batch!);
        // The process ends in the middle of the second batch, whose rows are not committed.
        await own.script(`BEGIN; ${batch!}`);
        await own.stop();
        own = startSqlite(file);
        assert.equal(await counted(own, 'SELECT count(one) FROM orders'), 10_000);
        await own.script(`UPDATE orders SET name = 'a c' WHERE id = ${rows}; INSERT INTO orders (one, rest) VALUES ('a', 'new')`); // prettier-ignore
      }
      await runStage(own, 'sqlite', stage);
    }
    assert.equal(
      await counted(own, `SELECT count(*) FROM orders WHERE one = 'a' AND rest = 'b ' || id`),
      rows - 1,
    );
    assert.deepEqual(await own.query(`SELECT rest FROM orders WHERE id >= ${rows} ORDER BY id`), [
      { rest: 'c' },
      { rest: 'new' },
    ]);
    await own.stop();
    fs.rmSync(folder, { recursive: true });
  });
});
