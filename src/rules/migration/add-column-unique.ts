import { keyByIndex } from '../change/key-by-index';
import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const addColumnUnique: MigrationRule = {
  meta: {
    id: 'add-column-unique',
    family: 'migration',
    title: 'A column is added as UNIQUE, and its index is built while nobody may use the table.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-COLUMN',
      'measured: ACCESS EXCLUSIVE and an index build',
    ],
  },
  kinds: ['add-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-column' || context.isNew(change.table)) return [];
    if (!change.column.constraints.some((constraint) => constraint.type === 'unique')) return [];
    if (!context.effects.effects.some((effect) => effect.indexBuild)) return [];
    const lock = lockWords(context);
    const { name } = change.column.name;
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `Column ${name} is added to ${nameOf(change.table)} as UNIQUE, and its index is built in the same statement.`,
          why: sentences(
            lock === '' ? '' : `The statement holds ${lock} until every row is indexed.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: `Add ${name} without UNIQUE, build a unique index with CREATE UNIQUE INDEX CONCURRENTLY in a following migration outside a transaction, and add the constraint USING INDEX in the one after.`,
        },
      },
    ];
  },

  fixes: keyByIndex,
};
