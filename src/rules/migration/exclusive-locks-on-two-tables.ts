import { heldLocks, locksOnOldTables } from '../change/held-locks';
import { transactionOf } from '../change/transaction';
import { listed } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const exclusiveLocksOnTwoTables: MigrationRule = {
  meta: {
    id: 'exclusive-locks-on-two-tables',
    family: 'migration',
    title: 'One transaction takes the strongest lock on two tables.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS'],
  },
  kinds: [
    'add-column',
    'drop-column',
    'rename-column',
    'alter-column-type',
    'set-not-null',
    'drop-not-null',
    'set-default',
    'drop-default',
    'add-constraint',
    'drop-constraint',
    'rename-table',
    'move-table',
    'drop-table',
    'truncate-table',
    'change-table-setting',
    'drop-index',
    'drop-object',
    'create-object',
    'lock-table',
  ],

  check(context): readonly Draft[] {
    if (transactionOf(context).runs !== 'yes') return [];
    const held = [
      ...new Set(
        heldLocks(context)
          .filter((one) => one.lock === 'ACCESS EXCLUSIVE')
          .map((one) => one.table),
      ),
    ];
    // Said once, where the second table is locked.
    const [first] = held;
    if (first === undefined || held.length > 1) return [];
    const others = locksOnOldTables(context, context.own);
    const second = others.find((effect) => effect.lock === 'ACCESS EXCLUSIVE' && effect.table !== first);
    if (second === undefined) return [];
    return [
      {
        range: context.change.range,
        message: {
          what: `This transaction holds ACCESS EXCLUSIVE on ${listed([first, second.table])}.`,
          why: `A transaction of the application that uses ${second.table} first and then ${first} waits for this one while this one waits for it: Postgres ends one of the two.`,
          remedy: `Change ${second.table} in a migration of its own.`,
        },
      },
    ];
  },
};
