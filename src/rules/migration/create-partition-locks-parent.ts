import { circumstances } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const createPartitionLocksParent: MigrationRule = {
  meta: {
    id: 'create-partition-locks-parent',
    family: 'migration',
    title: 'A partition is created in place, which locks the whole partitioned table.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE',
      'measured: ACCESS EXCLUSIVE on the parent',
    ],
  },
  kinds: ['create-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-table' || change.partitionOf === null) return [];
    if (context.isNew(change.partitionOf)) return [];
    const lock = lockWords(context);
    if (lock === '') return [];
    const parent = change.partitionOf;
    return [
      {
        range: change.range,
        message: {
          what: `${nameOf(change.table)} is created as a partition of ${nameOf(parent)}.`,
          why: sentences(
            `The statement takes ${lock}: briefly, but it waits behind every open query on the whole table, and everybody else waits behind it.`,
            circumstances(context, parent),
            whoUses(context, parent),
          ),
          remedy: `Create ${nameOf(change.table)} as a table of its own (LIKE ${nameOf(parent)} INCLUDING ALL) and attach it: ATTACH PARTITION lets reads and writes of the others through.`,
        },
      },
    ];
  },
};
