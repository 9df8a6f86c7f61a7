import { growsWithTable } from '../../schema/effects/describe';
import { tableKey } from '../../schema/lookup';
import { effectKey, heldLocks, whereTaken } from '../change/held-locks';
import { transactionOf } from '../change/transaction';
import { weighed } from '../change/weight';
import { listed, sentences } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const statementsUnderExclusiveLock: MigrationRule = {
  meta: {
    id: 'statements-under-exclusive-lock',
    family: 'migration',
    title: 'A slow statement runs while the transaction holds the strongest lock of another table.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
      'measured: locks are held until the transaction ends',
    ],
  },
  kinds: [
    'update',
    'delete',
    'insert',
    'create-index',
    'validate-constraint',
    'refresh-materialized-view',
    'create-table',
  ],

  check(context): readonly Draft[] {
    if (transactionOf(context).runs !== 'yes' || !takesTime(context)) return [];
    const held = heldLocks(context).filter(
      (one) => one.lock === 'ACCESS EXCLUSIVE' && !isOwn(context, one.table),
    );
    if (held.length === 0) return [];
    return [
      {
        range: context.change.range,
        severity: weighed(
          context,
          held.map((one) => ({ schema: null, name: one.table })),
          'info',
        ),
        evidence: whereTaken(context, held),
        message: {
          what: `This statement takes time while the transaction holds ACCESS EXCLUSIVE on ${listed(held.map((one) => one.table))}.`,
          why: sentences(
            'Locks are held until the transaction ends, so nobody reads or writes there until this is done too.',
          ),
          remedy: 'Put it into a migration of its own, before or after the one that takes the lock.',
        },
      },
    ];
  },
};

/** It reads or writes rows as many as a table has. */
function takesTime(context: ChangeContext): boolean {
  const { change } = context;
  // An UPDATE that sets nothing is still being typed.
  if (change.kind === 'update' && change.columns.length === 0) return false;
  if (change.kind === 'update' || change.kind === 'delete') return !context.isNew(change.table);
  if (change.kind === 'insert') return change.source === 'query' || change.source === 'copy';
  if (change.kind === 'create-table') return change.asQuery;
  if ('table' in change && change.table != null && context.isNew(change.table)) return false;
  return context.effects.effects.some(growsWithTable);
}

/** The table it works on itself: what it does there is for other rules to say. */
function isOwn({ change, before }: ChangeContext, table: string): boolean {
  if (!('table' in change) || change.table == null) return false;
  return effectKey(before.dialect, table) === tableKey(before.dialect, change.table);
}
