import { blocksWrites } from '../../schema/effects/describe';
import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const lockTable: MigrationRule = {
  meta: {
    id: 'lock-table',
    family: 'migration',
    title: 'A table is locked by hand against writers.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-lock.html',
      'https://dev.mysql.com/doc/refman/8.4/en/lock-tables.html',
      'measured: LOCK TABLE without a mode takes ACCESS EXCLUSIVE',
    ],
  },
  kinds: ['lock-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'lock-table' || context.isNew(change.table)) return [];
    const blocking = context.effects.effects.filter((effect) => blocksWrites(effect.lock));
    if (blocking.length === 0) return [];
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `${nameOf(change.table)} is locked by hand.`,
          why: sentences(
            `The statement takes ${lockWords(context)}, and holds it until the transaction ends, however long the rest of it takes.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Leave the locking to the statements that need it, or take a mode that lets writers through, and set lock_timeout before.',
        },
      },
    ];
  },
};
