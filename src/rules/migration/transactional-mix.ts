import { transactionOf } from '../change/transaction';
import { sentences } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const transactionalMix: MigrationRule = {
  meta: {
    id: 'transactional-mix',
    family: 'migration',
    title: 'A statement that Postgres runs outside transactions only stands inside one.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-vacuum.html',
      'https://www.postgresql.org/docs/current/sql-createdatabase.html',
      'https://www.postgresql.org/docs/current/sql-altersystem.html',
      'measured: refused inside a transaction block',
    ],
  },
  kinds: ['other', 'create-object', 'drop-object'],

  check(context): readonly Draft[] {
    const { change, statement } = context;
    if (context.effects.transactional || ('concurrently' in change && change.concurrently)) return [];
    const { runs, begunHere } = transactionOf(context);
    if (runs !== 'yes') return [];
    return [
      {
        range: change.range,
        message: {
          what: `${statement.reading.keyword} stands in a transaction.`,
          why: sentences(
            begunHere
              ? 'The file says BEGIN before it.'
              : 'The runner runs the statements of this file in one transaction.',
            'Postgres refuses it there, and the migration fails.',
          ),
          remedy:
            'Put it into a migration of its own, and tell the runner to run that one outside a transaction.',
        },
      },
    ];
  },
};
