import type { QuerySite, TransactionScope } from '../../model/code';
import type { Severity } from '../../model/finding';
import type { FileQueries } from '../../model/query-patterns';
import { isCodeOutside } from '../code/outside-code';
import { isCold } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const outerClientInTransaction: QueryRule = {
  meta: {
    id: 'outer-client-in-transaction',
    family: 'query',
    title: 'A query inside a transaction runs on the client outside of it.',
    level: 'error',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.prisma.io/docs/orm/prisma-client/queries/transactions#interactive-transactions',
      'https://knexjs.org/guide/transactions.html',
    ],
  },

  check(file) {
    return file.transactions.flatMap(({ scope, queries }) =>
      queries.flatMap(({ query, call, path, onHandle }) => {
        if (onHandle !== false || scope.handle === null) return [];
        const writes = query.verb !== 'read' && query.verb !== 'count';
        return [
          {
            file: scope.file,
            range: call,
            severity: severityOf(file, scope, query, path.length > 0),
            confidence: path.length > 0 ? ('low' as const) : query.confidence,
            evidence: [{ file: scope.file, range: scope.range, message: 'The transaction' }, ...path],
            message: {
              what: `Candidate: ${query.call}${path.length > 0 ? ', reached from here,' : ''} runs on ${query.details.client}, not on ${scope.handle} of the transaction around it.`,
              why: `${writes ? 'What it writes stays when the transaction is rolled back' : 'It does not see what the transaction wrote'}; it takes a second connection while the first is held, so under load all connections wait for each other, and on a row the transaction has locked it waits for ever.`,
              remedy: `Run it on ${scope.handle}${path.length > 0 ? ', handed on as a parameter' : ''}, or move it out of the transaction.`,
            },
          },
        ];
      }),
    );
  },
};

/** A test that holds a second connection hurts nobody; behind calls it is less certain. */
function severityOf(
  file: FileQueries,
  scope: TransactionScope,
  query: QuerySite,
  behindCalls: boolean,
): Severity {
  if (isCodeOutside(scope.file) || isCold(file, query)) return 'info';
  return behindCalls ? 'warning' : 'error';
}
