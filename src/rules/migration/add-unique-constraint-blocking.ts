import { keyByIndex } from '../change/key-by-index';
import { circumstances, weighed } from '../change/weight';
import { listed, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const addUniqueConstraintBlocking: MigrationRule = {
  meta: {
    id: 'add-unique-constraint-blocking',
    family: 'migration',
    title: 'A unique constraint is added, and its index is built while nobody may use the table.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
      'measured: ACCESS EXCLUSIVE and an index build',
    ],
  },
  kinds: ['add-constraint'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-constraint' || change.constraint.type !== 'unique') return [];
    const { columns, usingIndex } = change.constraint;
    // No columns: still being typed.
    if (usingIndex !== null || columns.length === 0 || context.isNew(change.table)) return [];
    if (!context.effects.effects.some((effect) => effect.indexBuild)) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `A unique constraint on ${nameOf(change.table)} (${listed(columns.map((column) => column.name))}) is added, and its index is built in the same statement.`,
          why: sentences(
            lock === '' ? '' : `The statement holds ${lock} until the index is built.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Build a unique index with CREATE UNIQUE INDEX CONCURRENTLY first, outside a transaction, and add the constraint USING INDEX in the migration after it: that takes the lock for a moment only.',
        },
      },
    ];
  },

  fixes: keyByIndex,
};
