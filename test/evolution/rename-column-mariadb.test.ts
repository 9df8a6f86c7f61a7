import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRefusal, type Evolution } from '../../src/evolution/recipes/recipe';
import { renameColumn } from '../../src/evolution/recipes/rename-column';
import type { Database } from '../support/database';
import { startMariadb, type MariadbServer } from '../support/mariadb';
import { columnOf, columnRename, constraintOf, indexOf, literalOf, schemaOf, tableOf } from './rename-input';
import { Application, stepsOf, type Step, type Value } from './writers';

interface Case {
  readonly title: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly preset: string | null;
  readonly presetValue: Value;
  readonly values: readonly Value[];
}

const cases: readonly Case[] = [
  { title: 'text that may be NULL', type: 'VARCHAR(20)', nullable: true, preset: null, presetValue: null, values: [null, '', 'a', 'A', 'ünï→ödé', 'x'.repeat(20)] },
  { title: 'text with a default', type: 'VARCHAR(20)', nullable: true, preset: "'n/ä'", presetValue: 'n/ä', values: [null, 'n/ä', 'N/Ä', 'b'] },
  { title: 'text that must be there', type: 'VARCHAR(20)', nullable: false, preset: null, presetValue: null, values: ['', 'a', 'A'] },
  { title: 'long text that must be there', type: 'TEXT', nullable: false, preset: null, presetValue: null, values: ['', 'a', 'A'] },
  { title: 'a number with a default', type: 'DECIMAL(10,2)', nullable: false, preset: '1', presetValue: '1.00', values: ['1.00', '0.00', '2.50'] },
  { title: 'an enum', type: "ENUM('open','closed')", nullable: false, preset: null, presetValue: null, values: ['open', 'closed'] },
]; // prettier-ignore

function evolutionOf(one: Case): Evolution {
  const column = columnOf('customerName', one.type, {
    nullable: one.nullable,
    default: one.preset === null ? null : literalOf(one.preset),
    type: {
      ...columnOf('x', one.type).type!,
      values: one.type.startsWith('ENUM') ? ['open', 'closed'] : null,
    },
  });
  const table = tableOf('Order', [columnOf('id', 'INT', { nullable: false }), column, columnOf('n', 'INT')], {
    indexes: one.type === 'TEXT' ? [] : [indexOf('Order_customerName_idx', ['n', 'customerName'])],
    constraints: [constraintOf('primary-key', 'PRIMARY', ['id'])],
  });
  const result = renameColumn(
    columnRename(schemaOf('mariadb', table), 'Order', 'customerName', 'key', 'autocommit'),
  );
  assert.ok(!isRefusal(result), JSON.stringify(result));
  return result;
}

function fileOf(evolution: Evolution, name: string): string {
  return evolution.edits.find((one) => one.file.endsWith(name))!.newText;
}

/** The new version is due once rows are filled: an explicit NULL on an unfilled row is no change a trigger here could see. */
function asNewBeforeBackfill(step: Step & { readonly asNew: boolean }): boolean {
  return step.asNew && !(step.do !== 'insert' && 'value' in step && step.value === null);
}

async function create(database: Database, one: Case): Promise<void> {
  await database.script(`DROP TABLE IF EXISTS \`Order\`;
    CREATE TABLE \`Order\` (id INT PRIMARY KEY, customerName ${one.type} ${one.nullable ? 'NULL' : 'NOT NULL'} ${one.preset === null ? '' : `DEFAULT ${one.preset}`},
      n INT ${one.type === 'TEXT' ? '' : ', KEY Order_customerName_idx (n, customerName)'}) CHARACTER SET utf8mb4`);
}

async function shapeOf(database: Database): Promise<unknown> {
  const columns =
    await database.query(`SELECT column_name, column_type, is_nullable, column_default, collation_name FROM information_schema.columns
    WHERE table_schema = 'evolens' AND table_name = 'Order' ORDER BY column_name`);
  const indexes =
    await database.query(`SELECT group_concat(column_name ORDER BY seq_in_index) AS on_columns, non_unique FROM information_schema.statistics
    WHERE table_schema = 'evolens' AND table_name = 'Order' GROUP BY index_name, non_unique ORDER BY 1`);
  const left =
    await database.query(`SELECT (SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = 'evolens') AS triggers,
    (SELECT count(*) FROM information_schema.routines WHERE routine_schema = 'evolens') AS routines, (SELECT count(*) FROM information_schema.tables WHERE table_schema = 'evolens') AS tables`);
  return { columns, indexes, left };
}

describe('rename column in stages on MariaDB', () => {
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

  for (const one of cases) {
    it(`${one.title}: no statement fails and nothing is lost while old and new versions write`, async () => {
      const evolution = evolutionOf(one);
      const steps = stepsOf(one.values, one.nullable || one.preset !== null);
      await create(database, one);
      await database.script('ALTER TABLE `Order` RENAME COLUMN customerName TO `key`');
      const wanted = await shapeOf(database);
      const property = fc.asyncProperty(
        steps,
        steps,
        steps,
        steps,
        steps,
        fc.boolean(),
        async (start, early, middle, late, end, goBack) => {
          await create(database, one);
          const application = new Application(database, {
          postgres: false, table: '`Order`', old: 'customerName', new: '`key`', preset: one.presetValue, type: one.type,
        }); // prettier-ignore
          for (const step of start) await application.run(step, false);
          if (goBack) {
            const plain = await shapeOf(database);
            await database.script(evolution.edits[0]!.newText);
            for (const step of early) await application.run(step, asNewBeforeBackfill(step));
            await database.script(evolution.plan.stages[0]!.rollback);
            assert.deepEqual(await shapeOf(database), plain);
            await application.agrees(false);
          }
          await database.script(evolution.edits[0]!.newText);
          for (const step of early) await application.run(step, asNewBeforeBackfill(step));
          await application.agrees(false);
          await server.client(fileOf(evolution, '2-backfill.sql'));
          await application.agrees(true);
          for (const step of middle) await application.run(step, step.asNew);
          for (const stage of evolution.plan.stages.filter(
            (each) => each.name === 'verify' && each.file !== null,
          ))
            await database.script(fileOf(evolution, stage.file!));
          for (const step of late) await application.run(step, step.asNew);
          await application.agrees(false);
          await application.agrees(true);
          await database.script(fileOf(evolution, 'contract.sql'));
          for (const step of end) await application.run(step, true);
          await application.agrees(true);
          assert.deepEqual(await shapeOf(database), wanted);
        },
      );
      await fc.assert(property, { numRuns: 5 });
    });
  }

  it('contract stops before it drops anything while a row differs', async () => {
    const one = cases[0]!;
    const evolution = evolutionOf(one);
    await create(database, one);
    await database.script("INSERT INTO `Order` (id, customerName) VALUES (1, 'a')");
    await database.script(evolution.edits[0]!.newText);
    await assert.rejects(database.script(fileOf(evolution, 'contract.sql')), /CONSTRAINT|differing/);
    assert.deepEqual(await database.query('SELECT customerName AS value FROM `Order`'), [{ value: 'a' }]);
  });
});
