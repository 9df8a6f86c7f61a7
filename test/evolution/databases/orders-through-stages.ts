import assert from 'node:assert/strict';
import type { Database } from '../../support/database';
import type { Sample } from '../writing/frameworks';
import { walk, Work, type Step } from '../writing/project';

/** A database with the table of the samples, as the runner of a framework keeps it. */
export interface OrdersOn {
  readonly database: Database;
  /** `é` and the id of the row, as SQL. */
  readonly marked: string;
  /** Gives a row for each object of ours that is still there. */
  readonly left: string;
  /** Runs what a stage brings: by the runner, or by hand. */
  readonly run: (step: Step, work: Work) => Promise<void>;
}

/**
 * Renames `orders.total` to `amount` in stages, with rows of versions that write either before and between them. After
 * contract every row is whole, the old column is gone, and nothing of ours is left.
 */
export async function ordersThroughStages(
  sample: Sample,
  { database, marked, left, run }: OrdersOn,
): Promise<readonly Step[]> {
  let next = 1;
  const add = async (column: string): Promise<void> => {
    await database.script(`INSERT INTO orders (id, ${column}) VALUES (${next}, ${next})`);
    next++;
  };
  for (let row = 0; row < 25; row++) await add('total');
  await database.script(`UPDATE orders SET note = ${marked} WHERE id % 2 = 0`);

  const work = new Work(sample.files);
  await work.split('rename-column');
  const steps = await walk(
    work,
    async (step) => {
      await run(step, work);
      if (step.stage === 'contract') return;
      await add('total');
      await add('amount');
      await database.script('UPDATE orders SET total = total + 1000 WHERE id = 3');
      await database.script('UPDATE orders SET amount = amount - 1000 WHERE id = 3');
    },
    sample.released,
  );
  const rows = await database.query('SELECT id, amount, note FROM orders ORDER BY id');
  assert.equal(rows.length, next - 1);
  for (const row of rows) assert.equal(row['amount'], row['id']);
  assert.equal(rows[1]?.['note'], 'é2');
  await assert.rejects(database.query('SELECT total FROM orders'), /total/);
  assert.deepEqual(await database.query(left), []);
  return steps;
}
