import { findColumn } from '../../schema/lookup';
import { circumstances, weighed } from '../change/weight';
import { listed, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const backfillUnbatched: MigrationRule = {
  meta: {
    id: 'backfill-unbatched',
    family: 'migration',
    title: 'One statement fills a column of a whole table.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-locks-set.html',
    ],
  },
  kinds: ['update'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'update' || context.isNew(change.table) || change.where === 'some') return [];
    const filled = newColumns(context);
    if (filled.length === 0) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `This UPDATE fills ${listed(filled)} in every row of ${nameOf(change.table)} at once.`,
          why: sentences(
            'Each row stays locked until the transaction ends, every row is written a second time, and if it fails near the end all of it was for nothing.',
            lock === '' ? '' : `It takes ${lock}.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Fill the rows in batches by key, each in its own transaction, with a checkpoint and a pause between, outside the migration.',
        },
      },
    ];
  },
};

/** Columns it sets that this migration or another one that is not released has added. */
function newColumns({ change, before, history }: ChangeContext): readonly string[] {
  if (change.kind !== 'update') return [];
  const pending = new Set(history.migrations.filter((one) => !one.released).map((one) => one.id));
  return change.columns
    .filter(({ name }) => pending.has(findColumn(before, change.table, name)?.createdBy.migration ?? ''))
    .map(({ name }) => name);
}
