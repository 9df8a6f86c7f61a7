import { circumstances, weighed } from '../change/weight';
import { assumptionWords, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const attachPartitionScanning: MigrationRule = {
  meta: {
    id: 'attach-partition-scanning',
    family: 'migration',
    title: 'A table with rows is attached as a partition, and all of them are read.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
      'measured: SHARE UPDATE EXCLUSIVE on the parent, ACCESS EXCLUSIVE and a scan on the partition unless a CHECK proves the bound',
    ],
  },
  kinds: ['attach-partition'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'attach-partition' || context.isNew(change.partition)) return [];
    if (!context.effects.effects.some((effect) => effect.scan)) return [];
    return [
      {
        range: change.range,
        severity: weighed(context, [change.partition], 'warning'),
        message: {
          what: `${nameOf(change.partition)} becomes a partition of ${nameOf(change.table)}, and every row of it is read to see that it belongs there.`,
          why: sentences(
            `The statement holds ${lockWords(context)} until the last row is read.`,
            assumptionWords(context),
            circumstances(context, change.partition),
            whoUses(context, change.partition),
          ),
          remedy: `Add a CHECK to ${nameOf(change.partition)} that says what the bound says, NOT VALID, VALIDATE it in a following migration, and attach after that: a validated check spares the scan.`,
        },
      },
    ];
  },
};
