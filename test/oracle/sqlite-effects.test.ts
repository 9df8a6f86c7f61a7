import assert from 'node:assert/strict';
import type { DatabaseTarget } from '../../src/model/dialect';
import type { Effect } from '../../src/model/effect';
import type { Schema } from '../../src/model/schema';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { SqliteBench, type SqliteDeed, type SqliteMeasurement } from './measure-sqlite';
import { predict, schemaOf } from './predict';
import { awkwardRows, fittingRows, sqliteShapes, sqliteTables, type SqliteShape } from './sqlite-shapes';

const target: DatabaseTarget = { dialect: 'sqlite', dialectConfidence: 'high', version: 3 };

/** Refused whatever the rows, so that there is nothing to say about them. */
const refused: string[] = [];

describe('effects in SQLite are what SQLite does', () => {
  let reader: SqlReader;
  let bench: SqliteBench;
  let start: Schema;

  before(async () => {
    reader = await createNodeSqlReader();
    bench = new SqliteBench();
    start = schemaOf(reader, sqliteTables, target);
  });
  after(() => {
    bench.stop();
  });

  for (const shape of sqliteShapes)
    it(nameOf(shape), () => {
      const { statement, prior = '', foreignKeys = false } = shape;
      const refusal = (rows: string): string | null =>
        bench.refusal({ setup: sqliteTables + rows, foreignKeys }, prior, statement);
      const before = schemaOf(reader, prior, target, start);
      const predicted = predict(reader, before, statement, target, { foreignKeys: () => foreignKeys });
      assert.deepEqual(predicted.notRead, []);
      const always = refusal('');
      assert.equal(predicted.transactional, !/within a transaction/.test(always ?? ''));
      if (always !== null && predicted.transactional) {
        refused.push(`${statement}: ${always}`);
        return;
      }
      const effects = [...predicted.effects.values()].filter((effect) => before.tables.has(effect.table));
      for (const effect of effects) assert.equal(effect.proof, 'measured');
      const said = effects.some((effect) => effect.canFail);
      const fails = refusal(awkwardRows) !== null && predicted.transactional;
      if (!isWorkedOut(statement)) assert.ok(said || !fails, 'fails on rows');
      else assert.equal(said, fails, 'fails on rows');
      const done = bench.measure({ setup: sqliteTables + fittingRows, foreignKeys }, prior, statement);
      if (effects.length > 0)
        assert.deepEqual(
          effects.map((effect) => effect.lock),
          effects.map(() => (done.locksDatabase ? 'DATABASE' : null)),
          'locks the file',
        );
      if (done.error === null) assert.deepEqual(linesOf(effects), doneLines(done, effects, statement));
    });

  it('has nothing to say about what SQLite refuses whatever the rows', () => {
    assert.deepEqual(refused, [
      'ALTER TABLE parent DROP COLUMN id: cannot drop PRIMARY KEY column: "id"',
      'ALTER TABLE parent DROP COLUMN code: cannot drop UNIQUE column: "code"',
      'ALTER TABLE t DROP COLUMN id: cannot drop PRIMARY KEY column: "id"',
      'ALTER TABLE t DROP COLUMN n: error in table t after drop column: no such column: n',
      'ALTER TABLE t DROP COLUMN req: error in index t_req after drop column: no such column: req',
      'ALTER TABLE t DROP COLUMN txt: error in view seen after drop column: no such column: txt',
      'ALTER TABLE keyed DROP COLUMN code: cannot drop PRIMARY KEY column: "code"',
      'ALTER TABLE t ADD COLUMN added INT UNIQUE: Cannot add a UNIQUE column',
      'ALTER TABLE t ADD COLUMN added INT PRIMARY KEY: Cannot add a PRIMARY KEY column',
      'ALTER TABLE t DROP CONSTRAINT made: no such constraint: made',
    ]);
  });
});

/** What a CHECK makes of a value, which may be the same in every row, is not worked out. */
function isWorkedOut(statement: string): boolean {
  return !/CHECK|AS \(1\) NOT NULL/.test(statement);
}

function nameOf({ statement, prior = '', foreignKeys = false }: SqliteShape): string {
  return `${prior} ${statement}${foreignKeys ? ', foreign keys on' : ''}`.trim();
}

/** A line for each table to which something is done. Building an index and writing rows read them anyway. */
function linesOf(effects: readonly Effect[]): readonly string[] {
  return effects
    .map((effect) =>
      [
        effect.table,
        effect.rewrite ? 'rewrite' : '',
        effect.scan && !effect.rewrite && !effect.indexBuild ? 'scan' : '',
        effect.indexBuild ? 'index' : '',
        effect.losesData ? 'loses' : '',
      ]
        .filter((word) => word !== '')
        .join(' '),
    )
    .filter((line) => line.includes(' '))
    .sort();
}

/**
 * The same of what was done. Rows that an UPDATE or DELETE writes are no rewrite of the table, and values it
 * overwrites are meant to go. Tables that a statement only reads from are not named by its change.
 */
function doneLines(
  { deeds }: SqliteMeasurement,
  effects: readonly Effect[],
  statement: string,
): readonly string[] {
  const isData = /^(?:UPDATE|DELETE|INSERT)/.test(statement);
  const line = ([table, deed]: readonly [string, SqliteDeed]): string => {
    const named = effects.some((effect) => effect.table === table);
    const follows = /^(?:DROP TABLE|DELETE)/.test(statement);
    const wrote = deed.wrote && !isData && !follows;
    const parts = [
      table,
      wrote ? 'rewrite' : '',
      (deed.read || deed.wrote) && named && !wrote && !deed.indexBuild ? 'scan' : '',
      deed.indexBuild ? 'index' : '',
      deed.lost && !/^(?:UPDATE|INSERT)/.test(statement) ? 'loses' : '',
    ];
    return parts.filter((word) => word !== '').join(' ');
  };
  return [...deeds]
    .map(line)
    .filter((text) => text.includes(' '))
    .sort();
}
