import { primaryKeyByCheck } from '../change/primary-key-by-check';
import { circumstances, weighed } from '../change/weight';
import { assumptionWords, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const addPrimaryKeyNullableIndex: MigrationRule = {
  meta: {
    id: 'add-primary-key-nullable-index',
    family: 'migration',
    title: 'A primary key is added from an index whose columns may be NULL, so every row is read.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
      'measured: verifying table',
    ],
  },
  kinds: ['add-constraint'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-constraint' || change.constraint.type !== 'primary-key') return [];
    const { usingIndex } = change.constraint;
    if (usingIndex === null || context.isNew(change.table)) return [];
    if (!context.effects.effects.some((effect) => effect.scan)) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `The primary key of ${nameOf(change.table)} is made of index ${usingIndex.name}, whose columns are not known to be NOT NULL.`,
          why: sentences(
            'Every row is read to prove that none is NULL.',
            lock === '' ? '' : `The statement holds ${lock} meanwhile.`,
            assumptionWords(context),
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Prove it first: add CHECK (… IS NOT NULL) NOT VALID, and in a following migration VALIDATE it, SET NOT NULL, add the primary key and drop the check.',
        },
      },
    ];
  },

  fixes: primaryKeyByCheck,
};
