import assert from 'node:assert/strict';
import type { DatabaseTarget } from '../../src/model/dialect';
import type { Schema } from '../../src/model/schema';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { differences } from './compare-effects';
import { MeasuringPostgres } from './measure-postgres';
import { sequenceShapes } from './postgres-shapes/sequences';
import { actionShapes, tablesSetup } from './postgres-shapes/tables';
import { typePairs, typesSetup } from './postgres-shapes/types';
import { predict, schemaOf } from './predict';

const target: DatabaseTarget = { dialect: 'postgres', dialectConfidence: 'high', version: 18 };

/** Shapes that are generated, with how many of them Postgres carries out or fails on the rows of. */
const families = [
  { name: 'a change from every type to every other', shapes: typePairs, least: 3000, groupOf: fromType },
  { name: 'every action on every table', shapes: actionShapes, least: 1600, groupOf: beginning },
  { name: 'two actions on one table', shapes: sequenceShapes, least: 1100, groupOf: firstAction },
] as const;

describe('generated: effects in Postgres are what Postgres does', () => {
  let database: MeasuringPostgres;
  let reader: SqlReader;
  let start: Schema;

  before(async () => {
    database = await MeasuringPostgres.start();
    await database.run(typesSetup + tablesSetup);
    reader = await createNodeSqlReader();
    start = schemaOf(reader, typesSetup + tablesSetup, target);
  });
  after(() => database.stop());

  for (const { name, shapes, least, groupOf } of families)
    describe(name, () => {
      let compared = 0;
      for (const [group, members] of grouped(shapes, groupOf))
        it(group, async () => {
          const different: string[] = [];
          for (const shape of members) {
            const found = differences(
              shape,
              await database.measure(shape),
              predict(reader, start, shape, target),
              start,
            );
            if (found !== null) compared++;
            for (const line of found ?? []) different.push(`${shape}\n    ${line}`);
          }
          assert.deepEqual(different, []);
        });

      it(`has more than ${least} that Postgres takes`, () => assert.ok(compared > least, String(compared)));
    });
});

function grouped(
  shapes: readonly string[],
  groupOf: (shape: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const shape of shapes) groups.set(groupOf(shape), [...(groups.get(groupOf(shape)) ?? []), shape]);
  return groups;
}

function fromType(shape: string): string {
  return /from .*?(?= \*)/.exec(shape)?.[0] ?? shape;
}

function beginning(shape: string): string {
  return shape.split(' ').slice(0, 3).join(' ');
}

function firstAction(shape: string): string {
  return shape.split(/[,;]/)[0] ?? shape;
}
