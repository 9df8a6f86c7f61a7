import { circumstances } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const detachPartitionBlocking: MigrationRule = {
  meta: {
    id: 'detach-partition-blocking',
    family: 'migration',
    title: 'A partition is detached without CONCURRENTLY.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION',
      'measured: ACCESS EXCLUSIVE on parent and partition',
    ],
  },
  kinds: ['detach-partition'],

  check(context): readonly Draft[] {
    const { change, history } = context;
    if (change.kind !== 'detach-partition' || change.concurrently || context.isNew(change.table)) return [];
    // DETACH … CONCURRENTLY came with 14: before it there is nothing better to write.
    if (history.target.version < 14) return [];
    return [
      {
        range: change.range,
        message: {
          what: `${nameOf(change.partition)} is detached from ${nameOf(change.table)} without CONCURRENTLY.`,
          why: sentences(
            `The statement takes ${lockWords(context)}: briefly, but it waits behind every open query on the parent, and everybody else waits behind it.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Write DETACH PARTITION … CONCURRENTLY, in a migration of its own that runs outside a transaction.',
        },
      },
    ];
  },
};
