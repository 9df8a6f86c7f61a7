import assert from 'node:assert/strict';
import type { EvolutionKind, Precondition } from '../../src/model/evolution';
import { nothingDeclared, waitingForCredentials } from '../../src/evolution/decommission';
import type { Answers } from '../../src/evolution/recipes/recipe';
import { Work } from './writing/project';

const migration = `CREATE TABLE orders (id int PRIMARY KEY, total int, note varchar(200));
CREATE TABLE profiles (id int PRIMARY KEY);
`;

/** Today is 2026-11-21. */
const valid = 'credentials:\n  - name: partner tokens\n    expires: 2027-03-31\n';

async function planned(kind: EvolutionKind, answers: Answers, declared: string): Promise<Work> {
  const work = new Work({
    'evolens.yml': `version: 1\ndialect: postgres\n${declared}`,
    'db/migrations/001_create.sql': migration,
  });
  work.release();
  await work.planned(kind, answers);
  return work;
}

/** The stages that wait for a day, by name, with the day. */
function waits(work: Work): readonly (readonly [string, string])[] {
  const isDay = (one: Precondition): one is Precondition & { kind: 'not-before' } =>
    one.kind === 'not-before';
  return work.plan.stages.flatMap((stage) =>
    stage.preconditions.filter(isDay).map((one) => [stage.name, one.date] as const),
  );
}

const rename = ['rename-column', { table: 'orders', column: 'note', to: 'remark' }] as const;

describe('a plan that takes a shape away while clients hold credentials', () => {
  it('makes contract wait until 30 days after the last one expires, says whose, and is clean', async () => {
    const earlier = '  - name: old keys\n    expires: 2027-01-31\n';
    const work = await planned(...rename, valid + earlier);
    assert.deepEqual(waits(work), [['contract', '2027-04-30']]);
    assert.match(work.files.get(work.planFile) ?? '', /date: "?2027-04-30"?\n\s+why: partner tokens is valid until 2027-03-31/);
    const rules = (await work.findings()).map(({ rule }) => rule);
    assert.ok(!rules.includes('plan-decommission-too-early'), rules.join());
  }); // prettier-ignore

  it('holds contract back on the day before, and lets it go on the day', async () => {
    const work = await planned(...rename, valid);
    work.declareAll();
    work.release();
    work.plan.stages.forEach((stage, at) => {
      if (stage.name !== 'contract') work.declareDone(at);
    });
    const missing = async (day: string): Promise<string> => {
      work.now = new Date(`${day}T00:00:00Z`);
      const outcome = await work.advance();
      return outcome.kind === 'missing' ? outcome.missing.join('\n') : 'advanced';
    };
    assert.match(await missing('2027-04-29'), /2027-04-30.*partner tokens/s);
    assert.equal(await missing('2027-04-30'), 'advanced');
  });

  it('makes the rename before a drop wait too: it fails for whoever still names the old shape', async () => {
    const column = await planned('drop-column', { table: 'orders', column: 'note' }, valid);
    const table = await planned('drop-table', { table: 'profiles' }, valid);
    for (const work of [column, table])
      assert.deepEqual(waits(work), [
        ['stop-old-writes', '2027-04-30'],
        ['contract', '2027-04-30'],
      ]);
  });

  it('waits for nothing where nothing is declared, where it is about other tables, or where 30 days have passed', async () => {
    const others = `${valid}    tables: [profiles]\n`;
    const expired = 'credentials:\n  - name: partner tokens\n    expires: 2026-10-22\n';
    for (const declared of ['', others, expired])
      assert.deepEqual(waits(await planned(...rename, declared)), [], declared);
    const yesterday = expired.replace('2026-10-22', '2026-10-23');
    assert.deepEqual(waits(await planned(...rename, yesterday)), [['contract', '2026-11-22']]);
  });

  it('waits for nothing where nothing goes: a plan that adds, and a column that keeps its name', async () => {
    const adds = await planned('make-unique', { table: 'orders', columns: 'note' }, valid);
    const fills = await planned('backfill', { table: 'orders', column: 'total', value: '1', where: 'total IS NULL' }, valid);
    const wider = await planned('change-column-type', { table: 'orders', column: 'total', type: 'bigint' }, valid);
    for (const work of [adds, fills, wider]) {
      assert.deepEqual(waits(work), [], work.plan.name);
      const rules = (await work.findings()).map(({ rule }) => rule);
      assert.ok(!rules.includes('plan-decommission-too-early'), work.plan.name);
    }
    const narrower = await planned('change-column-type', { table: 'orders', column: 'total', type: 'smallint' }, valid);
    assert.deepEqual(waits(narrower), [['contract', '2027-04-30']]);
  }); // prettier-ignore

  it('leaves a plan without contract as it is', async () => {
    const { plan } = await planned(...rename, '');
    const without = { ...plan, stages: plan.stages.filter(({ name }) => name !== 'contract') };
    const credentials = [{ name: 'tokens', expires: '2027-03-31', tables: null }];
    const now = new Date('2026-11-21T10:00:00Z');
    assert.deepEqual(waitingForCredentials(without, { ...nothingDeclared, credentials }, now), without);
  });
});
