import assert from 'node:assert/strict';
import type { DatabaseTarget } from '../../src/model/dialect';
import type { Schema } from '../../src/model/schema';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { factsToldOf, linesOf, predictedOnOldTables } from './compare-effects';
import type { Measurement } from './measure-postgres';
import { MeasuringPostgres } from './measure-postgres';
import type { Prediction } from './predict';
import { predict, schemaOf } from './predict';
import { rows, setup, shapes } from './shapes';

const target: DatabaseTarget = { dialect: 'postgres', dialectConfidence: 'high', version: 18 };

describe('effects in Postgres are what Postgres does', () => {
  let database: MeasuringPostgres;
  let reader: SqlReader;
  let start: Schema;

  before(async () => {
    database = await MeasuringPostgres.start();
    await database.run(setup);
    await database.run(rows);
    reader = await createNodeSqlReader();
    start = schemaOf(reader, setup, target);
  });
  after(() => database.stop());

  for (const shape of shapes) {
    it(shape, async () => {
      const measured = await database.measure(shape);
      const predicted = predict(reader, start, shape, target);
      assert.deepEqual(predicted.notRead, []);
      if (measured.error !== null) {
        assertForeseen(measured, predicted);
        return;
      }
      const told = factsToldOf(shape);
      assert.deepEqual(
        linesOf(predictedOnOldTables(predicted, start), told),
        linesOf(measured.effects, told),
      );
    });
  }
});

/** A statement that fails on the rows that are there must have been called one that can. */
function assertForeseen(measured: Measurement, predicted: Prediction): void {
  assert.match(
    measured.error ?? '',
    /contains null values|is violated by some row|cannot be cast automatically|already exists|duplicate key|could not create unique/,
  );
  assert.ok(
    [...predicted.effects.values()].some((effect) => effect.canFail),
    `fails with "${measured.error ?? ''}" and is not foreseen to`,
  );
}
