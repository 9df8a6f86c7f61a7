import { circumstances, weighed } from '../change/weight';
import { listed, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const vacuumFull: MigrationRule = {
  meta: {
    id: 'vacuum-full',
    family: 'migration',
    title: 'A table is written anew by VACUUM FULL.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-vacuum.html',
      'measured: ACCESS EXCLUSIVE and a new file for the table',
    ],
  },
  kinds: ['other'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'other' || change.what !== 'VACUUM FULL') return [];
    const tables = change.tables.filter((table) => !context.isNew(table));
    if (tables.length === 0 && change.tables.length > 0) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, tables, 'warning'),
        message: {
          what: `VACUUM FULL writes ${tables.length === 0 ? 'every table it covers' : listed(tables.map(nameOf))} and ${tables.length === 1 ? 'its' : 'their'} indexes anew.`,
          why: sentences(
            lock === ''
              ? 'Each table is locked against readers and writers until that is done.'
              : `The statement holds ${lock} until that is done.`,
            ...tables.map((table) => circumstances(context, table)),
            ...tables.map((table) => whoUses(context, table)),
          ),
          remedy:
            'Take it out of the migration: pg_repack or pg_squeeze does it while the table is in use; a plain VACUUM frees the space for new rows.',
        },
      },
    ];
  },
};
