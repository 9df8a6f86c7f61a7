import type { Severity } from '../../model/finding';
import { findIndex, sameName, sameObject, tableKey } from '../../schema/lookup';
import { laterChanges } from '../change/changes-around';
import { concurrently } from '../change/index-concurrently';
import { effectKey, locksOnOldTables } from '../change/held-locks';
import { transactionOf } from '../change/transaction';
import { circumstances, waitsBounded, weighed } from '../change/weight';
import { assumptionWords, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

type Found = NonNullable<ReturnType<typeof findIndex>>;

export const dropIndexBlocking: MigrationRule = {
  meta: {
    id: 'drop-index-blocking',
    family: 'migration',
    title: 'An index is dropped without CONCURRENTLY from a table that is in use.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-dropindex.html',
      'measured: ACCESS EXCLUSIVE on the table',
    ],
  },
  kinds: ['drop-index'],

  check(context): readonly Draft[] {
    const { change, before } = context;
    if (change.kind !== 'drop-index' || change.concurrently) return [];
    const found = findIndex(before, change.index);
    if (found === null ? change.ifExists || before.tables.size > 0 : isInnocent(context, found)) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: severityFor(context, found),
        ...(found === null && { confidence: 'low' as const }),
        message: {
          what: `Index ${change.index.name}${found === null ? '' : ` of ${nameOf(found.table)}`} is dropped without CONCURRENTLY.`,
          why: sentences(
            lock === ''
              ? ''
              : `The statement takes ${lock}: briefly, but while it waits for a long query, everybody else queues behind it.`,
            assumptionWords(context),
            found === null ? '' : circumstances(context, found.table),
            found === null ? '' : whoUses(context, found.table),
          ),
          remedy:
            'Drop it with DROP INDEX CONCURRENTLY, in a migration of its own that runs outside a transaction.',
        },
      },
    ];
  },

  fixes: concurrently,
};

/** New tables and indexes, partitioned parents and indexes of constraints (CONCURRENTLY is refused), tables that go anyway. */
function isInnocent(context: ChangeContext, { table, index }: Found): boolean {
  const { dialect } = context.before;
  return (
    context.isNew(table) ||
    index.createdBy.migration === context.migration.id ||
    table.partitionBy !== null ||
    table.constraints.some((one) => one.index !== null && sameName(dialect, one.index, index.name)) ||
    laterChanges(context, 'drop-table').some((later) => sameObject(dialect, later.table, table))
  );
}

/** A bounded wait, or a lock that the transaction takes on the table anyway, leaves little to gain. */
function severityFor(context: ChangeContext, found: Found | null): Severity {
  if (found === null || waitsBounded(context) !== null) return 'info';
  const { earlier, later } = transactionOf(context);
  const own = tableKey('postgres', found.table);
  const takenAnyway = [...earlier, ...later].some(
    (other) =>
      other.change.kind !== 'drop-index' &&
      locksOnOldTables(context, other).some(
        (effect) => effect.lock === 'ACCESS EXCLUSIVE' && effectKey('postgres', effect.table) === own,
      ),
  );
  return takenAnyway ? 'info' : weighed(context, [found.table], 'warning');
}
