import { findIndex, findObject, findTable } from '../../schema/lookup';
import { concurrently } from '../change/index-concurrently';
import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const createIndexBlocking: MigrationRule = {
  meta: {
    id: 'create-index-blocking',
    family: 'migration',
    title: 'An index is built without CONCURRENTLY on a table that is in use.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.1.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
      'measured: SHARE lock during the build',
    ],
  },
  kinds: ['create-index'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-index' || change.concurrently || isInnocent(context)) return [];
    // Still being typed.
    if (change.index.columns.length === 0) return [];
    if (!context.effects.effects.some((effect) => effect.indexBuild)) return [];
    const lock = lockWords(context);
    const index = change.index.name === null ? 'An index' : `Index ${change.index.name.name}`;
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `${index} on ${nameOf(change.table)} is built without CONCURRENTLY.`,
          why: sentences(
            lock === '' ? '' : `The build holds ${lock} until it is done.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Build it with CREATE INDEX CONCURRENTLY, in a migration of its own that runs outside a transaction. If that fails, drop the INVALID index before trying again.',
        },
      },
    ];
  },

  fixes: concurrently,
};

/** New tables, partitioned parents (CONCURRENTLY is refused there), views materialised here, indexes that exist already. */
function isInnocent(context: ChangeContext): boolean {
  const { change, before } = context;
  if (change.kind !== 'create-index') return true;
  if (context.isNew(change.table) || findTable(before, change.table)?.partitionBy != null) return true;
  const view = findObject(before, 'materialized-view', change.table);
  if (view?.createdBy.migration === context.migration.id) return true;
  const { name } = change.index;
  return (
    change.ifNotExists &&
    name !== null &&
    findIndex(before, { schema: name.schema ?? change.table.schema, name: name.name }) !== null
  );
}
