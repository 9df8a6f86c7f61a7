import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRefusal, type Evolution } from '../../src/evolution/recipes/recipe';
import { renameColumn } from '../../src/evolution/recipes/rename-column';
import { columnOf, columnRename, constraintOf, indexOf, literalOf, schemaOf, tableOf } from './rename-input';
import { Application, stepsOf, type Value } from './writers';
import { startPglite } from '../support/pglite';
import type { Database } from '../support/database';

interface Case {
  readonly title: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly preset: string | null;
  readonly presetValue: Value;
  readonly values: readonly Value[];
}

const cases: readonly Case[] = [
  { title: 'text that may be NULL', type: 'varchar(20)', nullable: true, preset: null, presetValue: null, values: [null, '', 'a', 'A', 'ünï→ödé', 'x'.repeat(20)] },
  { title: 'text with a default', type: 'varchar(20)', nullable: true, preset: "'n/a'", presetValue: 'n/a', values: [null, 'n/a', 'N/A', 'b'] },
  { title: 'text that must be there', type: 'text', nullable: false, preset: null, presetValue: null, values: ['', 'a', 'A', '%'] },
  { title: 'text that must be there, with a default', type: 'text', nullable: false, preset: "'it''s'", presetValue: "it's", values: ['', 'a', "it's"] },
  { title: 'a number whose zeros count', type: 'numeric', nullable: true, preset: '1', presetValue: '1', values: [null, '1', '1.0', '1.00', '0'] },
  { title: 'json, which has no =', type: 'json', nullable: true, preset: "'{}'", presetValue: '{}', values: [null, '{}', '{ }', '{"a": 1}'] },
  { title: 'an enum with mixed case', type: '"State"', nullable: false, preset: "'Open'", presetValue: 'Open', values: ['Open', 'open', 'closed'] },
]; // prettier-ignore

function fileOf(evolution: Evolution, name: string): string {
  const edit = evolution.edits.find((one) => one.file.endsWith(name));
  assert.ok(edit, `a file ${name} among ${evolution.edits.map((one) => one.file).join(', ')}`);
  return edit.newText;
}

function evolutionOf(one: Case): Evolution {
  const column = columnOf('customerName', one.type, {
    nullable: one.nullable,
    default: one.preset === null ? null : literalOf(one.preset),
  });
  const table = tableOf(
    'Order',
    [columnOf('id', 'integer', { nullable: false }), column, columnOf('n', 'integer')],
    {
      indexes: one.type === 'json' ? [] : [indexOf('Order_customerName_idx', ['n', 'customerName'])],
      constraints: [
        constraintOf('primary-key', 'Order_pkey', ['id']),
        constraintOf('check', 'Order_customerName_check', ['customerName'], {
          expression: literalOf('"customerName"::text <> \'never\' AND n IS DISTINCT FROM 999'),
        }),
      ],
    },
  );
  const result = renameColumn(columnRename(schemaOf('postgres', table), 'Order', 'customerName', 'customer'));
  assert.ok(!isRefusal(result), JSON.stringify(result));
  return result;
}

async function create(database: Database, one: Case): Promise<void> {
  await database.script(`DROP TABLE IF EXISTS "Order"; DROP TYPE IF EXISTS "State"; CREATE TYPE "State" AS ENUM ('Open', 'open', 'closed');
    CREATE TABLE "Order" (id integer PRIMARY KEY, "customerName" ${one.type} ${one.nullable ? '' : 'NOT NULL'} ${one.preset === null ? '' : `DEFAULT ${one.preset}`},
      n integer, CONSTRAINT "Order_customerName_check" CHECK ("customerName"::text <> 'never' AND n IS DISTINCT FROM 999));
    ${one.type === 'json' ? '' : 'CREATE INDEX "Order_customerName_idx" ON "Order" (n, "customerName")'}`);
}

/** What a plain rename and an evolution must have in common: everything but the order of columns and the names of objects. */
async function shapeOf(database: Database): Promise<unknown> {
  const columns =
    await database.query(`SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.attcollation::text,
      pg_get_expr(d.adbin, d.adrelid) AS preset FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = '"Order"'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname`);
  const constraints = await database.query(
    `SELECT contype, convalidated, pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conrelid = '"Order"'::regclass AND contype <> 'n' ORDER BY text`,
  );
  const indexes = await database.query(
    `SELECT regexp_replace(indexdef, 'INDEX .* ON', 'INDEX ON') AS text FROM pg_indexes WHERE tablename = 'Order' ORDER BY text`,
  );
  const left =
    await database.query(`SELECT (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)::int AS functions,
    (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal)::int AS triggers, (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)::int AS tables`);
  return { columns, constraints, indexes, left };
}

describe('rename column in stages on Postgres', () => {
  let database: Database;
  before(async () => {
    database = await startPglite();
  });
  after(() => database.stop());

  for (const one of cases) {
    it(`${one.title}: no statement fails and nothing is lost while old and new versions write`, async () => {
      const evolution = evolutionOf(one);
      const optional = one.nullable || one.preset !== null;
      const steps = stepsOf(one.values, optional);
      await create(database, one);
      await database.script('ALTER TABLE "Order" RENAME COLUMN "customerName" TO customer');
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
          postgres: true, table: '"Order"', old: '"customerName"', new: 'customer', preset: one.presetValue, type: one.type,
        }); // prettier-ignore
          for (const step of start) await application.run(step, false);
          if (goBack) {
            const plain = await shapeOf(database);
            await database.script(evolution.edits[0]!.newText);
            for (const step of early) await application.run(step, step.asNew);
            await database.script(evolution.plan.stages[0]!.rollback);
            assert.deepEqual(await shapeOf(database), plain);
            await application.agrees(false);
          }
          await database.script(evolution.edits[0]!.newText);
          for (const step of early) await application.run(step, step.asNew);
          await application.agrees(false);
          await database.script(fileOf(evolution, '2-backfill.sql'));
          await application.agrees(true);
          for (const step of middle) await application.run(step, step.asNew);
          for (const file of evolution.plan.stages.filter((stage) => stage.name === 'verify'))
            await database.script(fileOf(evolution, file.file ?? ''));
          for (const step of late) await application.run(step, step.asNew);
          await application.agrees(false);
          await application.agrees(true);
          await database.script(fileOf(evolution, 'contract.sql'));
          for (const step of end) await application.run(step, true);
          await application.agrees(true);
          assert.deepEqual(await shapeOf(database), wanted);
        },
      );
      await fc.assert(property, { numRuns: 6 });
    });
  }
});
