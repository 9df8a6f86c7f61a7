import { findIndex, sameName } from '../../schema/lookup';
import { earlierChanges } from '../change/changes-around';
import { dropInvalidFirst } from '../change/drop-invalid-first';
import { nameOf } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const concurrentIndexRetryUnsafe: MigrationRule = {
  meta: {
    id: 'concurrent-index-retry-unsafe',
    family: 'migration',
    title:
      'A concurrent index build that fails leaves an INVALID index, which IF NOT EXISTS then takes for done.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'review',
    sources: [
      'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
      'measured: IF NOT EXISTS skips an invalid index',
    ],
  },
  kinds: ['create-index'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-index' || !change.concurrently || !change.ifNotExists) return [];
    const { name } = change.index;
    if (
      name === null ||
      change.index.columns.length === 0 ||
      context.isNew(change.table) ||
      isDroppedBefore(context, name.name)
    )
      return [];
    return [
      {
        range: change.range,
        message: {
          what: `Index ${name.name} on ${nameOf(change.table)} is built CONCURRENTLY with IF NOT EXISTS.`,
          why: 'A build that fails or is cancelled leaves an INVALID index of that name. The next run finds the name taken, does nothing and counts as done, while no query uses the index and a unique one keeps refusing rows.',
          remedy: `Run DROP INDEX CONCURRENTLY IF EXISTS ${name.name} before it, so that a retry starts afresh.`,
        },
      },
    ];
  },

  fixes: dropInvalidFirst,
};

/** Dropped before by this file, or known to be there, in which case the statement does nothing on purpose. */
function isDroppedBefore(context: ChangeContext, name: string): boolean {
  const { before, change } = context;
  const dropped = earlierChanges(context, 'drop-index').some((earlier) =>
    sameName(before.dialect, earlier.index.name, name),
  );
  if (change.kind !== 'create-index' || dropped) return true;
  return findIndex(before, { schema: change.table.schema ?? 'public', name }) !== null;
}
