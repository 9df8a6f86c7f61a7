import { splitIntoSteps } from '../change/split-into-steps';
import type { ColumnType } from '../../model/schema-change';
import { findColumn } from '../../schema/lookup';
import { isMadeHere } from '../change/made-here';
import { nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const narrowColumnType: MigrationRule = {
  meta: {
    id: 'narrow-column-type',
    family: 'migration',
    title: 'A column gets a type that holds less, so values are cut or the migration fails.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'stages',
    sources: [
      'measured: type changes that fail on rows or round values',
      'https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sql-mode-strict',
    ],
  },
  kinds: ['alter-column-type', 'redefine-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'alter-column-type' && change.kind !== 'redefine-column') return [];
    const type = change.kind === 'alter-column-type' ? change.type : change.definition.type;
    const old = findColumn(context.before, change.table, change.column.name)?.type ?? null;
    if (type === null || old === null || context.isNew(change.table) || isConverted(context)) return [];
    if (isMadeHere(context, change.table, change.column.name)) return [];
    const loss = lossOf(context, old, type);
    if (loss === null) return [];
    return [
      {
        range: change.range,
        severity: loss === 'may not fit' ? 'warning' : 'error',
        message: {
          what: `Column ${change.column.name} of ${nameOf(change.table)} changes from ${old.text} to ${type.text}, which ${holds[loss]}.`,
          why: sentences(outcome(context, loss), whoUses(context, change.table)),
          remedy: sentences(
            'Count the rows whose value does not fit before, and put them right in a release of its own.',
            context.history.target.dialect === 'postgres'
              ? 'If longer values are only to be forbidden from now on, a CHECK that is NOT VALID at first says so without touching a row.'
              : 'If such values are only to be forbidden from now on, a CHECK says so.',
          ),
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};

type Loss = 'rounds' | 'holds less' | 'may not fit';

const holds: Readonly<Record<Loss, string>> = {
  rounds: 'keeps less of each value',
  'holds less': 'holds less',
  'may not fit': 'not every value can become',
};

/** USING says what becomes of the values, so somebody thought of it. */
function isConverted({ change }: ChangeContext): boolean {
  return change.kind === 'alter-column-type' && change.using !== null;
}

/** How values suffer by the change; null when none does. */
function lossOf(context: ChangeContext, old: ColumnType, type: ColumnType): Loss | null {
  const own = context.effects.effects[0];
  if (own === undefined) return null;
  const { dialect } = context.history.target;
  if (dialect !== 'postgres') return own.losesData ? 'holds less' : null;
  if (own.losesData) return 'rounds';
  if (!own.canFail) return null;
  return old.name === type.name || isOfOneFamily(old, type) ? 'holds less' : 'may not fit';
}

const families: readonly ReadonlySet<string>[] = [
  new Set(['text', 'character varying', 'character', 'varchar', 'citext']),
  new Set(['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision']),
];

/** A length where there was none, a shorter one, fewer bytes: text to varchar(20), bigint to integer. */
function isOfOneFamily(old: ColumnType, type: ColumnType): boolean {
  return families.some((family) => family.has(old.name) && family.has(type.name));
}

function outcome(context: ChangeContext, loss: Loss): string {
  if (context.history.target.dialect !== 'postgres')
    return 'In strict SQL mode the migration fails at the first value that does not fit; else the values are cut without a word.';
  return loss === 'rounds'
    ? 'The values are rounded or cut without a word, and what is lost cannot be brought back.'
    : 'The migration fails at the first value that does not fit.';
}
