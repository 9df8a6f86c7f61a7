import { splitIntoSteps } from '../change/split-into-steps';
import { renamedColumn } from '../change/vanishing-column';
import { lockWords, nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const renameColumn: MigrationRule = {
  meta: {
    id: 'rename-column',
    family: 'migration',
    title: 'A column is renamed in one step.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: 'stages',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html',
      'https://martinfowler.com/bliki/ParallelChange.html',
    ],
  },
  kinds: ['rename-column', 'redefine-column'],

  check(context): readonly Draft[] {
    const renamed = renamedColumn(context);
    if (renamed === null) return [];
    const lock = lockWords(context);
    return [
      {
        range: renamed.range,
        message: {
          what: `Column ${renamed.column} of ${nameOf(renamed.table)} is renamed to ${renamed.newName ?? ''}.`,
          why: sentences(
            `While the rollout lasts, ${releasedVersion(context)} still asks for ${renamed.column} and fails the moment this runs; rolling the code back fails too.`,
            lock === '' ? '' : `The statement takes ${lock}, though briefly.`,
            whoUses(context, renamed.table),
          ),
          remedy: `Split it into expand and contract: add ${renamed.newName ?? 'the new column'}, write both, backfill, switch reads, and drop ${renamed.column} when nothing names it.`,
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};
