import { blocksWrites, growsWithTable } from '../../schema/effects/describe';
import { validateLater } from '../change/validate-later';
import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const addCheckValidating: MigrationRule = {
  meta: {
    id: 'add-check-validating',
    family: 'migration',
    title: 'A CHECK is added and tested against every row in one step.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
      'https://dev.mysql.com/doc/refman/8.4/en/create-table-check-constraints.html',
      'measured: ACCESS EXCLUSIVE and a scan',
    ],
  },
  kinds: ['add-constraint'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-constraint' || change.constraint.type !== 'check') return [];
    const { validated, enforced, expression, name } = change.constraint;
    // No expression: still being typed.
    if (!validated || !enforced || expression === null || context.isNew(change.table)) return [];
    const working = context.effects.effects.filter(growsWithTable);
    if (working.length === 0) return [];
    const blocks = working.some((effect) => blocksWrites(effect.lock));
    const { dialect } = context.history.target;
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: blocks ? weighed(context, [change.table], 'warning') : 'info',
        message: {
          what: `${name === null ? 'A CHECK' : `CHECK ${name.name}`} is added to ${nameOf(change.table)} and tested against every row.`,
          why: sentences(
            lock === ''
              ? 'Reads and writes go on, but it takes as long as the table is large.'
              : `The statement holds ${lock} until the last row is tested.`,
            'It fails if one row does not meet it.',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: remedies[dialect === 'sqlite' ? 'mariadb' : dialect],
        },
      },
    ];
  },

  fixes: validateLater,
};

const remedies = {
  postgres:
    'Add it NOT VALID here, and run VALIDATE CONSTRAINT in a following migration: that reads the rows under a lock which lets writers through.',
  mysql:
    'Test the rows with a query first. Add it NOT ENFORCED, and enforce it with ALTER TABLE … ALTER CHECK … ENFORCED while few write.',
  mariadb:
    'Test new values in the application first and the rows with a query, and add the CHECK while few write.',
} as const;
