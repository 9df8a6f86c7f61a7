import { circumstances, weighed } from '../change/weight';
import { listed, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const clusterTable: MigrationRule = {
  meta: {
    id: 'cluster-table',
    family: 'migration',
    title: 'A table is written anew in the order of an index.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-cluster.html',
      'measured: ACCESS EXCLUSIVE and a new file for the table',
    ],
  },
  kinds: ['other'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'other' || change.what !== 'CLUSTER') return [];
    const tables = change.tables.filter((table) => !context.isNew(table));
    if (tables.length === 0 && change.tables.length > 0) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, tables, 'warning'),
        message: {
          what: `CLUSTER writes ${tables.length === 0 ? 'every table it covers' : listed(tables.map(nameOf))} and ${tables.length === 1 ? 'its' : 'their'} indexes anew.`,
          why: sentences(
            lock === ''
              ? 'Each table is locked against readers and writers until that is done.'
              : `The statement holds ${lock} until that is done.`,
            ...tables.map((table) => circumstances(context, table)),
            ...tables.map((table) => whoUses(context, table)),
          ),
          remedy:
            'Take it out of the migration: pg_repack writes a table in the order of an index while it is in use.',
        },
      },
    ];
  },
};
