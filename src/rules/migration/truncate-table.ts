import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const truncateTable: MigrationRule = {
  meta: {
    id: 'truncate-table',
    family: 'migration',
    title: 'A table is emptied by TRUNCATE.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-truncate.html',
      'https://dev.mysql.com/doc/refman/8.4/en/truncate-table.html',
    ],
  },
  kinds: ['truncate-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'truncate-table' || context.isNew(change.table)) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        message: {
          what: `TRUNCATE deletes every row of ${nameOf(change.table)}${change.cascade ? ' and of every table that references it' : ''}.`,
          why: sentences(
            'The rows cannot be brought back without a backup.',
            lock === '' ? '' : `It takes ${lock}.`,
            whoUses(context, change.table),
          ),
          remedy: 'If the rows may go, keep a copy and delete them in batches by key, outside the migration.',
        },
      },
    ];
  },
};
