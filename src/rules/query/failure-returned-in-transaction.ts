import type { QueryRule } from '../rule';

export const failureReturnedInTransaction: QueryRule = {
  meta: {
    id: 'failure-returned-in-transaction',
    family: 'query',
    title: 'A transaction returns a failure after it wrote, and so commits.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.prisma.io/docs/orm/prisma-client/queries/transactions#interactive-transactions'],
  },

  check(file) {
    return file.transactions.flatMap(({ scope, failures }) =>
      failures.map(({ range, after }) => ({
        file: scope.file,
        range,
        evidence: [
          { file: scope.file, range: scope.range, message: 'The transaction' },
          { file: after.file, range: after.range, message: `${after.call} wrote before` },
        ],
        message: {
          what: `Candidate: a failure is returned from the callback of a transaction after ${after.call} wrote.`,
          why: 'Only an exception rolls back. A returned value is a success for the library: what was written before is committed.',
          remedy:
            'Throw inside the callback and turn the exception into the failure outside, or decide before the first write.',
        },
      })),
    );
  },
};
