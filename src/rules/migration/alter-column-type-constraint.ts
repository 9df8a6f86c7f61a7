import type { Constraint } from '../../model/schema';
import { findTable } from '../../schema/lookup';
import { constraintNames } from '../../schema/replay-table';
import { circumstances, weighed } from '../change/weight';
import { listed, lockWords, nameOf, sentences, whoUses } from '../change/words';
import { checkAgainLater } from '../change/check-again-later';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const alterColumnTypeConstraint: MigrationRule = {
  meta: {
    id: 'alter-column-type-constraint',
    family: 'migration',
    title: 'A column with a CHECK changes its type, and every row is checked again.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html',
      'measured: a CHECK on the column is validated again even where the type change rewrites nothing',
    ],
  },
  kinds: ['alter-column-type'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'alter-column-type' || context.isNew(change.table)) return [];
    if (!context.effects.effects.some((effect) => effect.validates)) return [];
    const checks = checksOn(context);
    if (checks.length === 0) return [];
    const lock = lockWords(context);
    const one = checks.length === 1;
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `Column ${change.column.name} of ${nameOf(change.table)} changes its type, and ${listed(checks.map((check) => check.name))} on it ${one ? 'is' : 'are'} checked again for every row.`,
          why: sentences(
            lock === '' ? '' : `Until the last row is checked the statement holds ${lock}.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: `Drop the ${one ? 'check' : 'checks'} in the same ALTER TABLE, add ${one ? 'it' : 'them'} again as NOT VALID, and validate in a following migration.`,
        },
      },
    ];
  },

  fixes: (context) => checkAgainLater(context, checksOn(context)),
};

function checksOn({ change, before }: ChangeContext): readonly Constraint[] {
  if (change.kind !== 'alter-column-type') return [];
  const table = findTable(before, change.table);
  return (table?.constraints ?? []).filter(
    (constraint) =>
      constraint.type === 'check' &&
      constraint.validated &&
      constraintNames(before, constraint, change.column.name),
  );
}
