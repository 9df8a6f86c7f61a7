import { findColumn, sameObject } from '../../schema/lookup';
import { earlierChanges } from '../change/changes-around';
import { givesValue } from '../change/default-value';
import { isMadeHere } from '../change/made-here';
import { nullsByCheck } from '../change/not-null-by-check';
import { circumstances, weighed } from '../change/weight';
import { assumptionWords, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const setNotNullScanning: MigrationRule = {
  meta: {
    id: 'set-not-null-scanning',
    family: 'migration',
    title: 'SET NOT NULL reads the whole table under its strongest lock.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.1.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL',
      'measured: a validated CHECK spares the scan',
    ],
  },
  kinds: ['set-not-null', 'add-constraint'],

  check(context): readonly Draft[] {
    const column = requiredColumn(context);
    const { change } = context;
    if (column === null || !('table' in change) || change.table === null) return [];
    if (context.isNew(change.table) || isRequiredAlready(context, column)) return [];
    if (!context.effects.effects.some((effect) => effect.scan)) return [];
    const lock = lockWords(context);
    const isFilled = wasAddedWithValues(context, column);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `Column ${column} of ${nameOf(change.table)} becomes NOT NULL, and every row is read to prove it.`,
          why: sentences(
            lock === '' ? '' : `The statement holds ${lock} until the last row is read.`,
            isFilled ? '' : 'It fails if one row holds NULL.',
            assumptionWords(context),
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: isFilled
            ? 'Write NOT NULL where this migration adds the column with its default: then no row is read.'
            : `Add CHECK (${column} IS NOT NULL) NOT VALID here; in a following migration VALIDATE it, which lets writers through, then SET NOT NULL (no scan is left to do) and drop the check.`,
        },
      },
    ];
  },

  fixes: nullsByCheck,
};

/** SET NOT NULL, or since Postgres 18 the constraint that says the same. */
function requiredColumn(context: ChangeContext): string | null {
  const { change } = context;
  if (change.kind === 'set-not-null') return change.column.name;
  if (
    change.kind !== 'add-constraint' ||
    change.constraint.type !== 'not-null' ||
    !change.constraint.validated
  )
    return null;
  return change.constraint.columns[0]?.name ?? null;
}

function isRequiredAlready({ change, before }: ChangeContext, name: string): boolean {
  if (!('table' in change) || change.table === null) return false;
  return findColumn(before, change.table, name)?.nullable === false;
}

/** This migration added the column with a default: no row holds NULL, and Postgres reads them all the same. */
function wasAddedWithValues(context: ChangeContext, name: string): boolean {
  const { change, before } = context;
  if (!('table' in change) || change.table === null) return false;
  const { table } = change;
  if (!isMadeHere(context, table, name)) return false;
  // The default it was added with: one that is set later fills no row.
  return earlierChanges(context, 'add-column').some(
    (added) =>
      sameObject(before.dialect, added.table, table) &&
      added.column.name.name === name &&
      givesValue(added.column.default),
  );
}
