import { sameName, tableKey } from '../../schema/lookup';
import { rebuildOf } from '../change/table-rebuild';
import { listed, lockWords, nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import { dropByName } from '../change/drop-by-name';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const dropTable: MigrationRule = {
  meta: {
    id: 'drop-table',
    family: 'migration',
    title: 'A table is dropped.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: 'review',
    sources: [
      'https://www.postgresql.org/docs/current/sql-droptable.html',
      'measured: locks of DROP TABLE on both sides of a foreign key',
    ],
  },
  kinds: ['drop-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'drop-table' || change.temporary || context.isNew(change.table)) return [];
    if (rebuildOf(context, change.table) !== null) return [];
    const lock = lockWords(context);
    const table = nameOf(change.table);
    return [
      {
        range: change.range,
        message: {
          what: `Table ${table} is dropped.`,
          why: sentences(
            `Its rows are lost, and ${releasedVersion(context)} fails on every statement that still names it.`,
            lock === '' ? '' : `The statement takes ${lock}.`,
            alsoLocked(context, table),
            whoUses(context, change.table),
          ),
          remedy: `First release a version that does not use ${table}; then rename it (${change.table.name}_deprecated), and drop it once nothing has asked for it for as long as your slowest job takes.`,
        },
      },
    ];
  },

  fixes: dropByName,
};

/** A referencing table takes its parents with it into the lock. */
function alsoLocked(context: ChangeContext, dropped: string): string {
  const { dialect } = context.before;
  const others = context.effects.effects
    .map((effect) => effect.table)
    .filter(
      (table) =>
        !sameName(dialect, table, dropped) &&
        !sameName(dialect, table, tableKey(dialect, { schema: null, name: dropped })),
    );
  return others.length === 0 ? '' : `It reaches ${listed([...new Set(others)])} too, by foreign key.`;
}
