import { writtenAnew } from '../change/written-anew';
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

  check: (context): readonly Draft[] =>
    writtenAnew(
      context,
      'CLUSTER',
      'Take it out of the migration: pg_repack writes a table in the order of an index while it is in use.',
    ),
};
