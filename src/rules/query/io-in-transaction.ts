import type { OutsideKind, TransactionScope } from '../../model/code';
import type { FileQueries } from '../../model/query-patterns';
import type { QueryRule } from '../rule';

export const ioInTransaction: QueryRule = {
  meta: {
    id: 'io-in-transaction',
    family: 'query',
    title: 'A transaction waits for something outside the database.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT',
      'measured: fixes of this kind in civitai (2375, 2377, 2379) and outline (11532)',
    ],
  },

  check(file) {
    return file.transactions.flatMap(({ scope, outside }) =>
      outside.map(({ outside: left, call, path }) => ({
        file: scope.file,
        range: call,
        confidence: path.length > 3 ? ('low' as const) : ('medium' as const),
        evidence: [{ file: scope.file, range: scope.range, message: 'The transaction' }, ...path],
        ...(isSilent(file, scope) || path.length > 4 ? { severity: 'info' as const } : {}),
        message: {
          what: `Candidate to be moved out of the transaction: ${left.call}${path.length === 0 ? '' : ', reached from here,'} ${doing[left.kind]} while the transaction is open.`,
          why: 'Its connection and its locks are held until the answer comes, and a rollback does not take back what was sent.',
          remedy:
            'Do it before the transaction, or after the commit; where both must happen, write the message into an outbox table in the same transaction.',
        },
      })),
    );
  },
};

const doing: Readonly<Record<OutsideKind, string>> = {
  http: 'waits for an HTTP answer',
  queue: 'hands a message to a queue',
  search: 'talks to a search index',
  mail: 'sends a mail',
  storage: 'talks to a file storage',
  payment: 'talks to a payment provider',
};

function isSilent(file: FileQueries, { within }: TransactionScope): boolean {
  const role = file.roles.get(within);
  return role === 'test' || role === 'seed' || role === 'migration' || role === 'script';
}
