import { splitIntoSteps } from '../change/split-into-steps';
import type { SchemaType } from '../../model/schema';
import { findColumn, findType, sameName, sameObject } from '../../schema/lookup';
import type { ReplayedChange } from '../../schema/replay-history';
import { isFromHere } from '../change/made-here';
import { rangesOfSiblings } from '../change/sibling-places';
import { circumstances, weighed } from '../change/weight';
import { listed, lockWords, nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const enumRecreate: MigrationRule = {
  meta: {
    id: 'enum-recreate',
    family: 'migration',
    title: 'An enum is made anew and its columns are converted, to remove a value.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'stages',
    sources: [
      'https://www.prisma.io/docs/orm/prisma-migrate/workflows/customizing-migrations',
      'measured: relfilenode after ALTER COLUMN TYPE from one enum to another',
    ],
  },
  kinds: ['alter-column-type'],

  check(context): readonly Draft[] {
    const swap = swapOf(context, context);
    const { change } = context;
    if (swap === null || change.kind !== 'alter-column-type' || isRepeated(context, swap)) return [];
    const steps = context.siblings.filter((sibling) => isStep(context, swap, sibling));
    const removed = swap.old.values.filter((value) => !swap.made.values.includes(value));
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        covers: rangesOfSiblings(context, steps),
        message: {
          what: `Enum ${nameOf(swap.old)} is made anew${removed.length === 0 ? '' : ` without ${listed(removed.map((value) => `'${value}'`))}`}, and ${listed(columnsOf(steps))} ${columnsOf(steps).length === 1 ? 'is' : 'are'} converted to it.`,
          why: sentences(
            'Every row is written anew.',
            lock === '' ? '' : `Until that is done the statement holds ${lock}.`,
            removed.length === 0
              ? ''
              : `It fails if one row still has such a value, and ${releasedVersion(context)} fails when it writes one.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            removed.length === 0
              ? 'Values are added in place by ALTER TYPE … ADD VALUE; only leave the order as it is.'
              : 'Leave the value in the type and stop writing it; a CHECK that is NOT VALID at first keeps it out of new rows.',
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};

interface Swap {
  readonly old: SchemaType;
  readonly made: SchemaType;
}

/** The column goes from an enum of before to one of this migration. */
function swapOf(context: ChangeContext, at: Pick<ReplayedChange, 'change' | 'before'>): Swap | null {
  const { change, before } = at;
  if (change.kind !== 'alter-column-type' || context.isNew(change.table)) return null;
  const made = findType(before, change.type);
  const type = findColumn(before, change.table, change.column.name)?.type ?? null;
  const old = type === null ? null : findType(before, { schema: type.schema, name: bare(type.name) });
  if (made?.kind !== 'enum' || old?.kind !== 'enum') return null;
  return isFromHere(context, made) && !isFromHere(context, old) ? { old, made } : null;
}

function bare(name: string): string {
  return name.replace(/(?:\[\])+$/, '');
}

/** An earlier column of the same swap has the finding. */
function isRepeated(context: ChangeContext, swap: Swap): boolean {
  return context.siblings.some((sibling) => {
    const isEarlier =
      sibling.statement < context.index ||
      (sibling.statement === context.index && sibling.changeIndex < context.changeIndex);
    if (!isEarlier || sibling.rolledBack) return false;
    const other = swapOf(context, sibling);
    return other !== null && isSame(context, other.made, swap.made);
  });
}

/** Every change that belongs to the swap: the other columns, their defaults, the old type that goes. */
function isStep(context: ChangeContext, swap: Swap, sibling: ReplayedChange): boolean {
  const { change } = sibling;
  if (change.kind === 'drop-type') {
    const type = findType(sibling.before, change.type);
    return type !== null && type.createdBy === swap.old.createdBy;
  }
  if (change.kind === 'drop-default' || change.kind === 'set-default') {
    return context.siblings.some(
      (other) =>
        other.change.kind === 'alter-column-type' &&
        sameObject('postgres', other.change.table, change.table) &&
        sameName('postgres', other.change.column.name, change.column.name),
    );
  }
  const other = swapOf(context, sibling);
  return other !== null && isSame(context, other.made, swap.made);
}

function isSame({ before }: ChangeContext, one: SchemaType, other: SchemaType): boolean {
  return one.createdBy === other.createdBy && sameObject(before.dialect, one, other);
}

function columnsOf(steps: readonly ReplayedChange[]): readonly string[] {
  return steps.flatMap(({ change }) =>
    change.kind === 'alter-column-type' ? [`${nameOf(change.table)}.${change.column.name}`] : [],
  );
}
