import { concurrently } from '../change/index-concurrently';
import { heldLocks, whereTaken } from '../change/held-locks';
import { transactionOf } from '../change/transaction';
import { circumstances, weighed } from '../change/weight';
import { listed, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const indexAfterAlterInTransaction: MigrationRule = {
  meta: {
    id: 'index-after-alter-in-transaction',
    family: 'migration',
    title: 'An index is built while the transaction holds the strongest lock of an ALTER TABLE before it.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
      'measured: locks are held until the transaction ends',
    ],
  },
  kinds: ['create-index'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-index' || change.concurrently || context.isNew(change.table)) return [];
    if (change.index.columns.length === 0 || transactionOf(context).runs !== 'yes') return [];
    if (!context.effects.effects.some((effect) => effect.indexBuild)) return [];
    const held = heldLocks(context).filter((one) => one.lock === 'ACCESS EXCLUSIVE');
    if (held.length === 0) return [];
    const index = change.index.name === null ? 'An index' : `Index ${change.index.name.name}`;
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        evidence: whereTaken(context, held),
        message: {
          what: `${index} on ${nameOf(change.table)} is built in a transaction that holds ACCESS EXCLUSIVE on ${listed(held.map((one) => one.table))}.`,
          why: sentences(
            'Locks are held until the transaction ends, so nobody reads or writes there while the index is built.',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Build the index in a migration of its own, with CREATE INDEX CONCURRENTLY and outside a transaction.',
        },
      },
    ];
  },

  fixes: concurrently,
};
