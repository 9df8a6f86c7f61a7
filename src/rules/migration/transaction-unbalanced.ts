import { transactionFaultAt } from '../change/transaction-fault';
import type { Draft, MigrationRule } from '../rule';

export const transactionUnbalanced: MigrationRule = {
  meta: {
    id: 'transaction-unbalanced',
    family: 'migration',
    title: 'BEGIN, COMMIT and ROLLBACK of a migration do not go together.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-begin.html',
      'https://www.postgresql.org/docs/current/sql-commit.html',
      'measured: BEGIN inside a transaction and COMMIT outside one only warn',
    ],
  },
  kinds: ['transaction'],

  check(context): readonly Draft[] {
    const fault = transactionFaultAt(context);
    return fault === null ? [] : [{ range: context.change.range, ...fault }];
  },
};
