import { sameName, sameObject } from '../../schema/lookup';
import type { ReplayedChange } from '../../schema/replay-history';
import { heldLocks } from '../change/held-locks';
import { transactionOf } from '../change/transaction';
import { validateApart } from '../change/validate-apart';
import { circumstances, weighed } from '../change/weight';
import { listed, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const validateInSameTransaction: MigrationRule = {
  meta: {
    id: 'validate-in-same-transaction',
    family: 'migration',
    title: 'A constraint is validated in the transaction that added it, under the lock it took.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
      'measured: locks are held until the transaction ends',
    ],
  },
  kinds: ['validate-constraint'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'validate-constraint' || context.isNew(change.table)) return [];
    if (!context.effects.effects.some((effect) => effect.validates)) return [];
    const { runs, earlier } = transactionOf(context);
    const added = earlier.find((one) => adds(context, one));
    if (added === undefined) return [];
    const held = heldLocks(context);
    const names = listed([...new Set(held.map((one) => `${one.lock} on ${one.table}`))]);
    const place = context.placeOf({ migration: context.migration.id, statement: added.statement });
    const together = runs === 'yes' || added.statement === context.index;
    return [
      {
        range: change.range,
        ...(together
          ? { severity: weighed(context, [change.table], 'warning') }
          : { severity: 'info' as const, confidence: 'low' as const }),
        evidence: place === null ? [] : [{ ...place, message: 'It is added NOT VALID here.' }],
        message: {
          what: `Constraint ${change.constraint.name} of ${nameOf(change.table)} is validated in ${together ? 'the same transaction that adds it' : 'the same file that adds it'}.`,
          why: sentences(
            together
              ? `The transaction still holds ${names} while every row is read, so NOT VALID has gained nothing.`
              : `If the runner opens a transaction around the file, that still holds ${names} while every row is read.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: 'Validate it in a following migration, with a transaction of its own.',
        },
      },
    ];
  },

  fixes: validateApart,
};

function adds({ change, before }: ChangeContext, { change: earlier }: ReplayedChange): boolean {
  return (
    change.kind === 'validate-constraint' &&
    earlier.kind === 'add-constraint' &&
    earlier.constraint.name !== null &&
    sameObject(before.dialect, earlier.table, change.table) &&
    sameName(before.dialect, earlier.constraint.name.name, change.constraint.name)
  );
}
