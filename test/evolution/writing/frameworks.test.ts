import assert from 'node:assert/strict';
import { modelOfTable } from '../../../src/code/edits/prisma-schema';
import { atlasSumOf } from '../../../src/migrations/frameworks/atlas-sum';
import { findTable } from '../../../src/schema/lookup';
import { samples } from './frameworks';
import { walk, Work } from './project';

const orders = { schema: null, name: 'orders' };

async function columns(work: Work): Promise<readonly string[]> {
  const table = findTable(await work.schema(), orders);
  assert.ok(table !== null);
  return table.columns.map((column) => column.name).filter((name) => name !== 'remark');
}

/** Findings that would interrupt somebody. */
async function loud(work: Work): Promise<readonly string[]> {
  const found = await work.findings();
  return found
    .filter((finding) => finding.severity !== 'info')
    .map(({ rule, file, message }) => `${file}: ${rule}: ${message}`);
}

/** What schema.prisma declares of a table, as `column` or `column?`. */
function declared(work: Work): readonly string[] {
  const model = modelOfTable(work.files.get('prisma/schema.prisma') ?? '', 'orders');
  return (model?.fields ?? []).map(({ column, optional }) => `${column}${optional ? '?' : ''}`).sort();
}

async function had(work: Work): Promise<readonly string[]> {
  const table = findTable(await work.schema(), orders);
  return (table?.columns ?? []).map(({ name, nullable }) => `${name}${nullable ? '?' : ''}`).sort();
}

describe('a rename in the manner of each framework', () => {
  for (const sample of samples)
    it(`${sample.name}: expand takes its place, every stage follows and is clean`, async () => {
      const work = new Work(sample.files);
      await work.split('rename-column');
      assert.deepEqual(await columns(work), ['id', 'total', 'note', 'amount']);
      assert.deepEqual(await loud(work), []);
      const steps = await walk(
        work,
        async ({ stage }) => assert.deepEqual(await loud(work), [], stage),
        sample.released,
      );
      assert.deepEqual(
        steps.map((step) => step.stage),
        ['expand', 'backfill', 'verify', 'verify', 'contract'],
      );
      assert.deepEqual(await columns(work), ['id', 'note', 'amount']);
      assert.deepEqual(
        [...work.files.keys()].filter((file) => /^evolutions\/.*\.sql$/.test(file)).length,
        steps.filter((step) => step.byHand !== null).length,
      );
    });

  it('Prisma: schema.prisma declares what the database has, after expand and after contract', async () => {
    const prisma = samples.find((one) => one.name === 'prisma')!;
    const work = new Work(prisma.files);
    await work.split('rename-column');
    assert.deepEqual(declared(work), await had(work));
    assert.deepEqual(declared(work), ['amount?', 'id', 'note?', 'total']);
    await walk(work, async () => Promise.resolve(), prisma.released);
    assert.deepEqual(declared(work), await had(work));
    assert.deepEqual(declared(work), ['amount', 'id', 'note?']);
  });

  it('Atlas: atlas.sum is right after every stage', async () => {
    const { files, released } = samples.find((one) => one.name === 'atlas')!;
    const work = new Work(files);
    const isRight = (): void => {
      const inFolder = [...work.files].filter(([file]) => /^migrations\/.*\.sql$/.test(file));
      const named = inFolder.map(([file, text]) => ({ name: file.replace('migrations/', ''), text }));
      assert.ok(named.length > 1);
      assert.equal(work.files.get('migrations/atlas.sum'), atlasSumOf(named));
    };
    await work.split('rename-column');
    isRight();
    await walk(
      work,
      async () => {
        isRight();
        await Promise.resolve();
      },
      released,
    );
  });

  it('Pop: files that must be outside a transaction say so in their names', async () => {
    const { files, released } = samples.find((one) => one.name === 'pop, a file for each database')!;
    const work = new Work(files);
    await work.split('rename-column');
    await walk(work, async () => Promise.resolve(), released);
    const made = [...work.files.keys()].filter((file) => file.startsWith('migrations/'));
    assert.ok(
      made.some((file) => /backfill\w*\.postgres\.autocommit\.up\.sql$/.test(file)),
      made.join(),
    );
    assert.ok(
      made.some((file) => /contract\w*\.postgres\.up\.sql$/.test(file)),
      made.join(),
    );
  });
});
