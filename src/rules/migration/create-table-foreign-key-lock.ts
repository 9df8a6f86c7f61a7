import { foreignKeysOf } from '../change/foreign-keys';
import { locksOnOldTables } from '../change/held-locks';
import { listed, nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const createTableForeignKeyLock: MigrationRule = {
  meta: {
    id: 'create-table-foreign-key-lock',
    family: 'migration',
    title: 'A new table refers to one that is in use, which locks that one for a moment.',
    level: 'off',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES',
      'measured: SHARE ROW EXCLUSIVE on each table referred to',
    ],
  },
  kinds: ['create-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-table' || foreignKeysOf(change).length === 0) return [];
    const locked = locksOnOldTables(context, context.own);
    const parents = locked.filter((effect) => effect.table !== nameOf(change.table));
    if (parents.length === 0) return [];
    const names = listed(parents.map((effect) => effect.table));
    return [
      {
        range: change.table.range,
        message: {
          what: `The new table ${nameOf(change.table)} refers to ${names}.`,
          why: `The statement takes ${parents[0]?.lock ?? ''} there (blocks writes): briefly, but writers queue behind it while it waits for a long transaction.`,
          remedy: 'Set lock_timeout and try again if it expires; create one foreign key per transaction.',
        },
      },
    ];
  },
};
