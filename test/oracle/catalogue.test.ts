import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { emptySchema } from '../../src/schema/lookup';
import { applyReading } from '../../src/schema/replay';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import type { Difference } from './catalogue/difference';
import { difference } from './catalogue/difference';
import { postgresLines } from './catalogue/postgres';
import { postgresSchemaLines } from './catalogue/postgres-schema';
import { MeasuringPostgres } from './measure-postgres';
import { randomHistory } from './random-history';
import { setup } from './shapes';

const histories = path.join(__dirname, '../schema/histories');

describe('a replayed history is what the catalogue of Postgres holds', () => {
  let database: MeasuringPostgres;
  let reader: SqlReader;

  before(async () => {
    database = await MeasuringPostgres.start();
    reader = await createNodeSqlReader();
  });
  beforeEach(() => database.reset());
  after(() => database.stop());

  for (const file of fs.readdirSync(histories)) {
    it(file, async () => {
      assert.deepEqual(await differenceAfter([fs.readFileSync(path.join(histories, file), 'utf8')]), {
        onlyOurs: [],
        onlyTheirs: [],
      });
    });
  }

  it('the tables of the effects oracle', async () => {
    assert.deepEqual(await differenceAfter([setup]), { onlyOurs: [], onlyTheirs: [] });
  });

  const seed = Number(process.env['EVOLENS_SEED'] ?? 20261121);
  fc.sample(randomHistory, { seed, numRuns: 40 }).forEach((statements, number) => {
    it(`random history ${number} of seed ${seed}`, async () => {
      const start = ['CREATE SCHEMA sec', `CREATE TYPE mood AS ENUM ('sad', 'glad')`];
      const ran: string[] = [];
      for (const statement of [...start, ...statements]) if (await runs(statement)) ran.push(statement);
      const { onlyOurs, onlyTheirs } = difference(
        postgresSchemaLines(replayed(ran)),
        await postgresLines((sql) => database.rows(sql)),
      );
      assert.deepEqual({ onlyOurs, onlyTheirs }, { onlyOurs: [], onlyTheirs: [] }, ran.join(';\n'));
    });
  });

  async function runs(statement: string): Promise<boolean> {
    try {
      await database.run(statement);
      return true;
    } catch {
      return false;
    }
  }

  async function differenceAfter(scripts: readonly string[]): Promise<Difference> {
    for (const script of scripts) await database.run(script);
    return difference(
      postgresSchemaLines(replayed(scripts)),
      await postgresLines((sql) => database.rows(sql)),
    );
  }

  function replayed(scripts: readonly string[]) {
    let schema = emptySchema('postgres');
    for (const script of scripts) {
      for (const [index, { reading }] of reader.readScript(script, 'postgres').statements.entries()) {
        schema = applyReading(schema, reading, { migration: 'history', statement: index });
      }
    }
    return schema;
  }
});
