import { tableKey } from '../../schema/lookup';
import { effectKey, heldLocks, whereTaken } from '../change/held-locks';
import { transactionOf } from '../change/transaction';
import { circumstances, weighed } from '../change/weight';
import { listed, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const backfillWithSchemaChange: MigrationRule = {
  meta: {
    id: 'backfill-with-schema-change',
    family: 'migration',
    title: 'Rows are filled in the transaction that changes the table.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
      'measured: locks are held until the transaction ends',
    ],
  },
  kinds: ['update', 'delete', 'insert'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'update' && change.kind !== 'delete' && change.kind !== 'insert') return [];
    if (context.isNew(change.table) || !touchesMany(context) || transactionOf(context).runs !== 'yes')
      return [];
    const held = heldLocks(context).filter(
      (one) => one.lock === 'ACCESS EXCLUSIVE' && isNamed(context, one.table),
    );
    if (held.length === 0) return [];
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        evidence: whereTaken(context, held),
        message: {
          what: `Rows of ${nameOf(change.table)} are changed in a transaction that holds ACCESS EXCLUSIVE on ${listed(held.map((one) => one.table))}.`,
          why: sentences(
            'The lock is held until the transaction ends, so nobody reads or writes the table while the rows are worked through.',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Change the table in this migration alone. Fill the rows after it, in batches by key, each in its own transaction.',
        },
      },
    ];
  },
};

/** Rows that are written out (VALUES) are few. */
function touchesMany({ change }: ChangeContext): boolean {
  // An UPDATE that sets nothing is still being typed.
  if (change.kind === 'update' && change.columns.length === 0) return false;
  return change.kind !== 'insert' || change.source === 'query' || change.source === 'copy';
}

function isNamed({ change, before }: ChangeContext, table: string): boolean {
  if (!('table' in change) || change.table == null) return false;
  return effectKey(before.dialect, table) === tableKey(before.dialect, change.table);
}
