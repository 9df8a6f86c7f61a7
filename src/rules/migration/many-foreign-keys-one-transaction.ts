import type { SchemaChange } from '../../model/schema-change';
import { findConstraint, findTable } from '../../schema/lookup';
import type { ReplayedChange } from '../../schema/replay-history';
import { foreignKeysOf } from '../change/foreign-keys';
import { locksOnOldTables } from '../change/held-locks';
import { transactionOf } from '../change/transaction';
import { listed } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

/** One foreign key locks two tables; from here on it is several at once. */
const many = 3;

export const manyForeignKeysOneTransaction: MigrationRule = {
  meta: {
    id: 'many-foreign-keys-one-transaction',
    family: 'migration',
    title: 'Several foreign keys of one transaction lock many tables at once.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS',
      'measured: locks on both sides of a foreign key, held until the transaction ends',
    ],
  },
  kinds: ['add-constraint', 'add-column', 'create-table', 'drop-constraint', 'drop-table'],

  check(context): readonly Draft[] {
    if (countOf(context.own) === 0) return [];
    const { runs, earlier, later } = transactionOf(context);
    // What a runner that is not known commits together is at least each statement by itself.
    const together = (other: ReplayedChange): boolean =>
      countOf(other) > 0 && (runs !== 'unknown' || other.statement === context.index);
    // Said once, where it begins.
    if (earlier.some(together)) return [];
    const all = [context.own, ...later.filter(together)];
    const keys = all.reduce((sum, one) => sum + countOf(one), 0);
    const tables = [
      ...new Set(all.flatMap((one) => locksOnOldTables(context, one).map((effect) => effect.table))),
    ].sort();
    if (keys < 2 || tables.length < many) return [];
    return [
      {
        range: context.change.range,
        message: {
          what: `${String(keys)} foreign keys of this transaction lock ${String(tables.length)} tables that are in use: ${listed(tables, 6)}.`,
          why: 'Each lock is held until the transaction ends, so writers of all of them wait for the slowest step, and of two transactions that take them in another order one is aborted as a deadlock.',
          remedy: 'Put each foreign key into a transaction or migration of its own.',
        },
      },
    ];
  },
};

/** How many foreign keys a change adds or takes away. */
function countOf({ change, before }: ReplayedChange): number {
  return change.kind === 'drop-table' || change.kind === 'drop-constraint'
    ? goneWith(change, before)
    : foreignKeysOf(change).length;
}

function goneWith(change: SchemaChange, before: ChangeContext['before']): number {
  if (change.kind === 'drop-table')
    return (findTable(before, change.table)?.constraints ?? []).filter((one) => one.references !== null)
      .length;
  if (change.kind !== 'drop-constraint' || change.constraint === null) return 0;
  return findConstraint(before, change.table, change.constraint.name)?.references == null ? 0 : 1;
}
