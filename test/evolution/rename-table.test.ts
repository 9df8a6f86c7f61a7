import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRefusal, type Evolution } from '../../src/evolution/recipes/recipe';
import { renameTable } from '../../src/evolution/recipes/rename-table';
import type { Dialect } from '../../src/model/dialect';
import type { TransactionMode } from '../../src/model/migration';
import type { Database } from '../support/database';
import { startMariadb, type MariadbServer } from '../support/mariadb';
import { startPglite } from '../support/pglite';
import { columnOf, schemaOf, tableOf, tableRename } from './rename-input';
import { Application, stepsOf } from './writers';

const columns = [
  columnOf('id', 'int', { nullable: false }),
  columnOf('Name', 'varchar(20)'),
  columnOf('n', 'int'),
];
const steps = stepsOf([null, 'a', 'A', 'ünï'], true);

function evolutionOf(dialect: Dialect, transaction: TransactionMode): Evolution {
  const result = renameTable(
    tableRename(schemaOf(dialect, tableOf('Order', columns)), 'Order', 'Purchase', transaction),
  );
  assert.ok(!isRefusal(result), JSON.stringify(result));
  return result;
}

/** Stages run one by one; writers of both versions in between, the old one through the view. */
async function throughAllStages(
  database: Database,
  evolution: Evolution,
  mark: string,
  create: string,
): Promise<void> {
  const quoted = (name: string): string => mark + name + mark;
  const [old, now] = [quoted('Order'), quoted('Purchase')];
  await fc.assert(
    fc.asyncProperty(steps, steps, steps, fc.boolean(), async (start, middle, end, goBack) => {
      await database.script(create);
      const name = quoted('Name');
      const application = new Application(database, {
        postgres: mark === '"',
        table: old,
        old: name,
        new: name,
        preset: 'none',
        type: 'varchar(20)',
      });
      for (const step of start) await application.run(step, false);
      await database.script(evolution.edits[0]!.newText);
      for (const step of middle) await application.run(step, step.asNew, step.asNew ? now : old);
      await application.agrees(true, now);
      await application.agrees(false, old);
      if (goBack) {
        await database.script(evolution.plan.stages[0]!.rollback);
        await application.agrees(false, old);
        await database.script(evolution.edits[0]!.newText);
      }
      await database.script(evolution.edits.find((edit) => edit.file.endsWith('2-contract.sql'))!.newText);
      for (const step of end) await application.run(step, true, now);
      await application.agrees(true, now);
      await assert.rejects(database.query(`SELECT 1 FROM ${old}`));
    }),
    { numRuns: 8 },
  );
}

describe('rename table in stages', () => {
  describe('on Postgres', () => {
    let database: Database;
    before(async () => {
      database = await startPglite();
    });
    after(() => database.stop());
    // A failed run leaves the view, which DROP TABLE refuses.
    const create = `DO $$ BEGIN IF EXISTS (SELECT FROM pg_views WHERE viewname = 'Order') THEN DROP VIEW "Order"; END IF; END $$;
      DROP TABLE IF EXISTS "Purchase"; DROP TABLE IF EXISTS "Order";
      CREATE TABLE "Order" (id int PRIMARY KEY, "Name" varchar(20) DEFAULT 'none', n int)`;

    for (const transaction of ['single-query', 'autocommit', 'unknown'] as const) {
      it(`both versions work all the way, runner: ${transaction}`, async () => {
        await throughAllStages(database, evolutionOf('postgres', transaction), '"', create);
      });

      it(`roles of the old version keep their privileges, runner: ${transaction}`, async () => {
        await database.script(`DROP TABLE IF EXISTS "Purchase" CASCADE; DROP TABLE IF EXISTS "Order"; DROP ROLE IF EXISTS "App User";
          CREATE TABLE "Order" (id int PRIMARY KEY, "Name" varchar(20) DEFAULT 'none', n int);
          CREATE ROLE "App User"; GRANT SELECT, INSERT ON "Order" TO "App User"`);
        await database.script(evolutionOf('postgres', transaction).edits[0]!.newText);
        await database.script('SET ROLE "App User"');
        try {
          await database.query('INSERT INTO "Order" (id) VALUES (1)');
          assert.deepEqual(await database.query('SELECT "Name" FROM "Order"'), [{ Name: 'none' }]);
          await assert.rejects(database.query('DELETE FROM "Order"'), /permission denied/);
        } finally {
          await database.script('RESET ROLE; DROP TABLE "Purchase" CASCADE; DROP ROLE "App User"');
        }
      });
    }
  });

  describe('on MariaDB', () => {
    let server: MariadbServer;
    let database: Database;
    before(async () => {
      server = await startMariadb();
      database = await server.connect();
    });
    after(async () => {
      await database.stop();
      await server.stop();
    });

    it('both versions work all the way', async () => {
      const create = `DROP VIEW IF EXISTS \`Order\`; DROP TABLE IF EXISTS Purchase, \`Order\`;
        CREATE TABLE \`Order\` (id INT PRIMARY KEY, Name VARCHAR(20) DEFAULT 'none', n INT) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
      await throughAllStages(database, evolutionOf('mariadb', 'autocommit'), '`', create);
    });

    it('no statement falls between the table and its view', async () => {
      await database.script(`DROP VIEW IF EXISTS \`Order\`; DROP TABLE IF EXISTS Purchase, \`Order\`;
        CREATE TABLE \`Order\` (id INT PRIMARY KEY, Name VARCHAR(20), n INT)`);
      const writer = await server.connect();
      const state = { running: true };
      let written = 0;
      const writing = (async (): Promise<void> => {
        while (state.running) await writer.query('INSERT INTO `Order` (id) VALUES (?)', [++written]);
      })();
      const evolution = evolutionOf('mariadb', 'autocommit');
      for (let turn = 0; turn < 5; turn++) {
        await database.script(evolution.edits[0]!.newText);
        await database.script(evolution.plan.stages[0]!.rollback);
      }
      state.running = false;
      await writing;
      await writer.stop();
      assert.equal(Number((await database.query('SELECT count(*) AS n FROM `Order`'))[0]!.n), written);
      assert.ok(written > 0);
    });
  });
});
