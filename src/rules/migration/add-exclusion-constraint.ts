import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const addExclusionConstraint: MigrationRule = {
  meta: {
    id: 'add-exclusion-constraint',
    family: 'migration',
    title: 'An exclusion constraint is added, and its index is built while nobody may use the table.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-EXCLUDE',
      'measured: ACCESS EXCLUSIVE and an index build',
    ],
  },
  kinds: ['add-constraint'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-constraint' || change.constraint.type !== 'exclude') return [];
    // Neither columns nor a whole statement: still being typed.
    if (change.constraint.columns.length === 0 && context.statement.reading.unread.length > 0) return [];
    if (context.isNew(change.table) || !context.effects.effects.some((effect) => effect.indexBuild))
      return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `An exclusion constraint is added to ${nameOf(change.table)}, and its index is built in the same statement.`,
          why: sentences(
            lock === '' ? '' : `The statement holds ${lock} until the index is built.`,
            'It fails if two rows that exist exclude each other.',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Postgres has no way to add one while the table is used. Create a new table that has it, fill it while both are written, and switch over; or do it while nobody needs the table, with lock_timeout set.',
        },
      },
    ];
  },
};
