import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const updateOrDeleteAllRows: MigrationRule = {
  meta: {
    id: 'update-or-delete-all-rows',
    family: 'migration',
    title: 'An UPDATE or DELETE touches every row of a table.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-locks-set.html',
    ],
  },
  kinds: ['update', 'delete'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'update' && change.kind !== 'delete') return [];
    if (change.where === 'some' || context.isNew(change.table)) return [];
    // An UPDATE that sets nothing is still being typed.
    if (change.kind === 'update' && change.columns.length === 0) return [];
    const table = nameOf(change.table);
    const verb = change.kind === 'update' ? 'UPDATE' : 'DELETE';
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        message: {
          what: `This ${verb} ${change.where === 'none' ? 'has no WHERE' : 'has a WHERE that is always true'} and touches every row of ${table}.`,
          why: sentences(
            'All these row locks are held until the transaction ends, so whoever writes one of the rows waits, and the old row versions pile up.',
            lock === '' ? '' : `It takes ${lock}.`,
            change.kind === 'delete' ? 'The rows cannot be brought back without a backup.' : '',
            whoUses(context, change.table),
          ),
          remedy: `Work through ${table} in batches by key, each in its own transaction, outside the migration.`,
        },
      },
    ];
  },
};
