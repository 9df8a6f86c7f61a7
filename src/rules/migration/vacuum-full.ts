import { writtenAnew } from '../change/written-anew';
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

  check: (context): readonly Draft[] =>
    writtenAnew(
      context,
      'VACUUM FULL',
      'Take it out of the migration: pg_repack or pg_squeeze does it while the table is in use; a plain VACUUM frees the space for new rows.',
    ),
};
