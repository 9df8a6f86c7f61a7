import assert from 'node:assert/strict';
import { isRefused } from '../../../src/evolution/recipes/recipe';
import { recipeOf, recipes } from '../../../src/evolution/recipes/registry';
import type { EvolutionKind } from '../../../src/model/evolution';
import type { SqlReader } from '../../../src/sql/reader';
import { createNodeSqlReader } from '../../../src/workspace/node-postgres';
import { assertBriefLocks } from './brief-locks';
import { draftOf, groundOf } from './ground';

type Server = 'postgres' | 'mariadb' | 'mysql';

const columns = (mood: string): string =>
  `total int, ref varchar(40), n int NOT NULL DEFAULT 1, customer int, mood ${mood} NOT NULL DEFAULT 'good', code varchar(20)`;
const tables = (mood: string, number: string): string =>
  `CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE orders (id ${number} PRIMARY KEY, ${columns(mood)}); CREATE INDEX orders_ref ON orders (ref); CREATE TABLE line (id int PRIMARY KEY, ord int, CONSTRAINT of_order FOREIGN KEY (ord) REFERENCES orders (id)); CREATE TABLE votes (person int, poll int NOT NULL, note text); CREATE TABLE gone (id int PRIMARY KEY)`;
const ofMysql = tables("enum('good', 'bad')", 'int AUTO_INCREMENT');
const setups: Readonly<Record<Server, string>> = {
  postgres: `CREATE TYPE mood AS ENUM ('good', 'bad'); ${tables('mood', 'serial')}`,
  mariadb: ofMysql,
  mysql: ofMysql,
};
const versions: Readonly<Record<Server, number>> = { postgres: 18, mariadb: 10.11, mysql: 8 };

type Asked = readonly (readonly [EvolutionKind, Readonly<Record<string, string>>])[];

/** What is not asked for here is asked in columns-under-load.test.ts. */
function askedOf(dialect: Server): Asked {
  const value =
    dialect === 'postgres'
      ? { enum: 'mood', value: 'bad' }
      : { table: 'orders', column: 'mood', value: 'bad' };
  return [
    ['rename-table', { table: 'gone', to: 'left' }],
    ['drop-table', { table: 'gone' }],
    ['drop-column', { table: 'orders', column: 'ref' }],
    ['drop-column', { table: 'orders', column: 'n' }],
    ['drop-column', { table: 'orders', column: 'mood', value: "'good'" }],
    ['make-required', { table: 'orders', column: 'total', value: '0' }],
    ['make-required', { table: 'orders', column: 'total' }],
    ['make-unique', { table: 'orders', columns: 'ref' }],
    ['make-unique', { table: 'orders', columns: 'ref, customer' }],
    ['add-foreign-key', { table: 'orders', columns: 'customer', references: 'parent' }],
    ['add-primary-key', { table: 'votes', columns: 'person, poll' }],
    ['replace-primary-key', { table: 'orders' }],
    ['replace-primary-key', { table: 'votes2', columns: 'b' }],
    ['add-enum-value', { ...value, value: 'fair' }],
    ['rename-enum-value', { ...value, to: 'poor' }],
    ['remove-enum-value', { ...value, to: 'good' }],
    ['enum-to-lookup-table', { table: 'orders', column: 'mood', to: 'feeling' }],
    ['merge-columns', { table: 'orders', columns: 'ref,code', to: 'both', type: 'varchar(90)' }],
    ['columns-to-json', { table: 'orders', columns: 'ref,code', to: 'details' }],
    ['replace-index', { table: 'orders', index: 'orders_ref', columns: 'ref, customer' }],
    ['change-default', { table: 'orders', column: 'n', value: '2' }],
    ['backfill', { table: 'orders', column: 'total', value: '7', where: 'total IS NULL' }],
  ];
}

describe('no stage of a recipe keeps writers out for long, as the model of effects knows it', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });

  for (const dialect of ['postgres', 'mariadb', 'mysql'] as const) {
    const setup = `${setups[dialect]}; CREATE TABLE votes2 (a int PRIMARY KEY, b int)`;
    for (const [kind, answers] of askedOf(dialect))
      it(`${dialect}: ${kind} ${JSON.stringify(answers)}`, () => {
        const ground = groundOf(reader, { dialect, setup, change: null, version: versions[dialect] });
        const recipe = recipeOf(kind);
        assert.ok(recipe !== null);
        const draft = draftOf(recipe, ground, answers);
        assertBriefLocks(reader, draft, ground);
        const early = draft.stages.filter((stage) => stage.name !== 'contract');
        for (const { statements, label } of early)
          assert.doesNotMatch(statements.join('\n'), /LOCK=SHARED|ALGORITHM=COPY/, label);
        // What the ways back of these stages do, too: they are run while the same writers write.
        for (const { rollback, label } of early)
          assert.doesNotMatch(rollback.join('\n'), /LOCK=SHARED|ALGORITHM=COPY/, `the way back of ${label}`);
      });
  }

  it('MODIFY of MySQL and MariaDB', () => {
    for (const dialect of ['mariadb', 'mysql'] as const)
      for (const change of [
        'ALTER TABLE orders MODIFY COLUMN ref varchar(60)',
        'ALTER TABLE orders MODIFY COLUMN total bigint',
        'ALTER TABLE orders MODIFY COLUMN total int NOT NULL',
      ]) {
        const ground = groundOf(reader, {
          dialect,
          setup: setups[dialect],
          change,
          version: versions[dialect],
        });
        const recipe = recipeOf('redefine-column');
        assert.ok(recipe !== null && ground.asking !== null);
        const answers = recipe.answersOf(ground.asking.change, ground.before);
        assert.ok(answers !== null, change);
        const draft = recipe.draft(answers, ground);
        assert.ok(!isRefused(draft), isRefused(draft) ? draft.refused : '');
        assertBriefLocks(reader, draft, ground);
      }
  });

  it('a stage that would keep them out is seen', () => {
    const setup = setups.postgres;
    const ground = groundOf(reader, { dialect: 'postgres', setup, change: null });
    const draft = draftOf(recipeOf('make-unique')!, ground, { table: 'orders', columns: 'ref' });
    const blocking = draft.stages.map((stage) => ({
      ...stage,
      statements: stage.statements.map((one) => one.replace(' CONCURRENTLY', '')),
    }));
    assert.throws(
      () => assertBriefLocks(reader, { ...draft, stages: blocking }, ground),
      /keeps writers out/,
    );
  });

  it('every recipe of servers is asked here or among the columns', () => {
    const elsewhere = ['rename-column', 'change-column-type', 'split-column', 'json-to-columns', 'extract-table', 'move-column', 'redefine-column', 'rebuild-table']; // prettier-ignore
    const here = askedOf('postgres').map(([kind]) => kind);
    const missing = recipes.filter(({ kind }) => !here.includes(kind) && !elsewhere.includes(kind));
    assert.deepEqual(
      missing.map(({ kind }) => kind),
      [],
    );
  });
});
