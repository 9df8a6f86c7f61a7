import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DraftStage } from '../../../src/evolution/recipes/recipe';
import { catalogueOf } from './catalogue';
import { steps, Writers, type ColumnsCase, type Step } from './column-writers';
import { counted, rollBack, runStage, type ProofDatabase } from './proof';

/** Who runs while a stage is rolled out, release by release: a release overlaps with the one before. */
function releasesOf(stage: DraftStage, isLast: boolean): readonly (readonly Step['as'][])[] {
  switch (stage.name) {
    case 'expand':
      return [['old']];
    case 'dual-write':
      return [['old', 'both'], ['both']];
    case 'stop-old-writes':
      return isLast ? [['both'], ['both', 'new'], ['new']] : [['both']];
    case 'contract':
      return [['new']];
    default:
      return [['both']];
  }
}

/**
 * No trigger: versions of the application write the old columns, both, and the new ones, in the order in which the plan
 * has them released. Nothing fails, old readers read right until the last version that writes for them is gone, new ones
 * from the backfill on; stages that can be taken back are.
 */
export async function proveByApplication(on: ProofDatabase, one: ColumnsCase, runs = 4): Promise<void> {
  const { draft, dialect } = one;
  const { database } = on;
  const property = fc.asyncProperty(
    fc.array(steps, { minLength: 30, maxLength: 30 }),
    fc.boolean(),
    async (rounds, goBack) => {
      await on.reset();
      await database.script(one.setup);
      const writers = new Writers(on, one);
      await writers.learnTypes();
      let round = 0;
      const write = async (versions: readonly Step['as'][]): Promise<void> => {
        writers.versions = versions;
        for (const step of rounds[round++ % rounds.length] ?? []) await writers.run(step);
        if (!versions.includes('new')) await writers.agrees('old');
        if (writers.filled) await writers.agrees('new');
      };
      await write(['old']);
      for (const [at, stage] of draft.stages.entries()) {
        const isLast = draft.stages[at + 1]?.name !== stage.name;
        const [first = ['old'], ...later] = releasesOf(stage, isLast);
        const before = at === 0 ? ['old' as const] : first;
        const turn = async (): Promise<void> => {
          await runStage(database, dialect, stage);
          await writers.learnTypes();
          if (stage.name !== 'backfill') return;
          writers.fill();
          writers.filled = true;
        };
        if (goBack && stage.rollback.length > 0) {
          const schema = await catalogueOf(database, dialect);
          await turn();
          await write(first);
          await rollBack(database, stage);
          assert.deepEqual(await catalogueOf(database, dialect), schema, `rolled back ${stage.label}`);
          await write(before);
        }
        await turn();
        for (const versions of [first, ...later]) await write(versions);
        const isFilled = stage.name === 'backfill' || stage.name === 'verify';
        if (isFilled) assert.equal(await counted(database, stage.verification!), 0, `after ${stage.label}`);
      }
    },
  );
  await fc.assert(property, { numRuns: runs });
}
