import assert from 'node:assert/strict';
import { samples } from './frameworks';
import { Work } from './project';

function sampleOf(name: string): { work: Work; asking: string } {
  const sample = samples.find((one) => one.name === name);
  assert.ok(sample !== undefined);
  return { work: new Work(sample.files), asking: sample.asking };
}

const staleNote = /The way back in \S+ is still that of the change in one step/;

/** Everything from the mark of the way back on. */
function back(text: string | undefined, mark: string): string {
  assert.ok(text?.includes(mark) === true, text);
  return text.slice(text.indexOf(mark));
}

describe('the way back that was written for a change whose place a stage takes', () => {
  for (const [name, mark] of [
    ['goose', '-- +goose Down'],
    ['dbmate', '-- migrate:down'],
    ['liquibase', '--rollback'],
    ['typeorm, by query', 'async down'],
    ['knex, by the builder', 'exports.down'],
    ['sequelize', 'async down'],
    ['node-pg-migrate', 'exports.down'],
    ['mikro-orm', 'async down'],
  ] as const)
    it(`${name}: is that of the stage`, async () => {
      const { work, asking } = sampleOf(name);
      await work.split('rename-column');
      const down = back(work.files.get(asking), mark);
      assert.match(down, /DROP COLUMN amount/);
      assert.doesNotMatch(down, /rename/i);
      assert.doesNotMatch(work.plan.stages[0]?.application ?? '', staleNote);
    });

  for (const [name, file] of [
    ['golang-migrate', 'migrations/000002_rename.down.sql'],
    ['diesel', 'migrations/2026-01-02-000000_rename/down.sql'],
  ] as const)
    it(`${name}: the file beside it is that of the stage`, async () => {
      const { work } = sampleOf(name);
      await work.split('rename-column');
      const down = work.files.get(file) ?? '';
      assert.match(down, /^DROP TRIGGER /);
      assert.match(down, /ALTER TABLE orders DROP COLUMN amount;\n$/);
    });

  it('is left where the migration does more, and the plan says so', async () => {
    const { work, asking } = sampleOf('goose');
    work.replace(
      asking,
      '-- +goose Down\n',
      'CREATE TABLE other (id integer);\n-- +goose Down\nDROP TABLE other;\n',
    );
    const before = back(work.files.get(asking), '-- +goose Down');
    await work.split('rename-column');
    assert.equal(back(work.files.get(asking), '-- +goose Down'), before);
    assert.match(work.plan.stages[0]?.application ?? '', staleNote);
  });

  it('is left where its form is not known: a function that is an expression', async () => {
    const { work, asking } = sampleOf('knex, by the builder');
    const text = work.files.get(asking) ?? '';
    const own = "exports.down = (knex) => knex.raw('ALTER TABLE orders RENAME COLUMN amount TO total');\n";
    work.files.set(asking, text.slice(0, text.indexOf('exports.down')) + own);
    await work.split('rename-column');
    assert.ok(work.files.get(asking)?.endsWith(own));
    assert.match(work.plan.stages[0]?.application ?? '', staleNote);
  });

  it('is nothing where there was none: an empty down stays empty', async () => {
    const { work } = sampleOf('knex, beside other changes');
    await work.split('rename-column');
    assert.ok(
      work.files.get('migrations/20260102000000_rename.js')?.endsWith('exports.down = async () => {};\n'),
    );
    assert.doesNotMatch(work.plan.stages[0]?.application ?? '', staleNote);
  });

  it('a new migration for the first stage has its rollback as down', async () => {
    const { work, asking } = sampleOf('typeorm, by query');
    work.files.delete(asking);
    await work.planned('rename-column', { table: 'orders', column: 'total', to: 'amount' });
    const made = work.plan.stages[0]?.migration ?? '';
    assert.match(back(work.files.get(made), 'async down'), /DROP COLUMN amount/);
  });
});
