import assert from 'node:assert/strict';
import type { EvolutionKind } from '../../../src/model/evolution';
import type { Answers } from '../../../src/evolution/recipes/recipe';
import { recipes } from '../../../src/evolution/recipes/registry';
import { splitStatements } from '../../../src/sql/split';
import type { Database } from '../../support/database';
import { startPglite } from '../../support/pglite';
import { walk, Work, type Files } from './project';

const setup = `CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE people (id integer PRIMARY KEY, name varchar(100) NOT NULL);
CREATE TABLE orders (
  id integer PRIMARY KEY,
  person integer,
  total integer,
  note varchar(200),
  first_name text,
  last_name text,
  mood mood NOT NULL DEFAULT 'good',
  data jsonb
);
CREATE INDEX orders_note_idx ON orders (note);
CREATE TABLE votes (person integer, poll integer NOT NULL);
CREATE TABLE profiles (id integer PRIMARY KEY, person_id integer NOT NULL UNIQUE REFERENCES people (id), bio text);
`;
const rows = `INSERT INTO people SELECT n, 'p' || n FROM generate_series(1, 20) n;
INSERT INTO votes SELECT n, 1 FROM generate_series(1, 20) n;
INSERT INTO profiles SELECT n, n, 'bio ' || n FROM generate_series(1, 20) n;
INSERT INTO orders SELECT n, n, n * 10, 'note ' || n, 'f' || n, 'l' || n, 'good', jsonb_build_object('size', 'x' || n)
FROM generate_series(1, 20) n;
`;

/** What each kind is asked for on these tables. */
const asked: Readonly<Partial<Record<EvolutionKind, Answers>>> = {
  'rename-column': { table: 'orders', column: 'note', to: 'remark' },
  'rename-table': { table: 'people', to: 'persons' },
  'change-column-type': { table: 'orders', column: 'total', type: 'bigint' },
  'split-column': { table: 'people', column: 'name', into: 'given,family' },
  'merge-columns': { table: 'orders', columns: 'first_name,last_name', to: 'full_name' },
  'columns-to-json': { table: 'orders', columns: 'first_name,last_name', to: 'names' },
  'json-to-columns': { table: 'orders', column: 'data', keys: 'size' },
  'move-column': { table: 'profiles', columns: 'bio', to: 'people' },
  'extract-table': { table: 'orders', columns: 'first_name,last_name', to: 'order_names' },
  'drop-column': { table: 'orders', column: 'note' },
  'drop-table': { table: 'profiles' },
  'make-required': { table: 'orders', column: 'total', value: '0' },
  'make-unique': { table: 'people', columns: 'name' },
  'add-foreign-key': { table: 'orders', columns: 'person', references: 'people' },
  'add-primary-key': { table: 'votes', columns: 'person, poll' },
  'replace-primary-key': { table: 'orders', type: 'bigint' },
  'add-enum-value': { enum: 'mood', value: 'fair' },
  'rename-enum-value': { enum: 'mood', value: 'bad', to: 'poor' },
  'remove-enum-value': { enum: 'mood', value: 'bad', to: 'good' },
  'enum-to-lookup-table': { table: 'orders', column: 'mood', to: 'moods' },
  'replace-index': { table: 'orders', index: 'orders_note_idx', columns: 'note,total' },
  'change-default': { table: 'orders', column: 'total', value: '1' },
  backfill: { table: 'orders', column: 'total', value: '7', where: 'total IS NULL' },
};

const prisma: Files = {
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  'prisma/migrations/20260101000000_create/migration.sql': setup,
};
const plain: Files = {
  'evolens.yml': 'version: 1\ndialect: postgres\n',
  'db/migrations/001_create.sql': setup,
};

async function run(database: Database, sql: string, atOnce: boolean): Promise<void> {
  if (atOnce) return database.script(sql);
  for (const { start, end } of splitStatements(sql, 'postgres').pieces)
    await database.script(sql.slice(start, end));
}

describe('every recipe, as it is written for a project', () => {
  let database: Database;
  before(async () => (database = await startPglite()));
  after(() => database.stop());

  for (const { kind, dialects } of recipes.filter((one) => one.dialects.includes('postgres')))
    for (const [manner, files] of Object.entries({ prisma, plain }))
      it(`${kind}, ${manner}: all stages are clean, are advanced and run`, async () => {
        assert.ok(dialects.length > 0);
        const answers = asked[kind];
        assert.ok(answers !== undefined, `say what ${kind} is asked for`);
        const schema = `s_${kind.replaceAll('-', '_')}_${manner}`;
        await database.script(`CREATE SCHEMA ${schema}; SET search_path = ${schema};`);
        await database.script(setup);
        await database.script(rows);
        const work = new Work(files);
        work.release();
        await work.planned(kind, answers, { pauseMilliseconds: 0 });
        assert.equal(work.plan.owner, 'ann');
        const steps = await walk(work, async (step) => {
          const file = step.migration ?? step.byHand ?? '';
          // The view of a renamed table gets the privileges that the catalogue names: nobody can read them here.
          const found = await work.findings(kind === 'rename-table');
          const loud = found.filter(({ severity }) => severity !== 'info');
          assert.deepEqual(
            loud.map(({ rule, message }) => `${rule}: ${message}`),
            [],
            `${file}\n${work.files.get(file) ?? ''}`,
          );
          await run(database, work.files.get(file) ?? '', manner === 'prisma' && step.byHand === null);
        });
        assert.ok(steps.length > 0);
      });
});
