import { sameObject } from '../../schema/lookup';
import { earlierChanges } from '../change/changes-around';
import { circumstances, waitsBounded } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const createTriggerLock: MigrationRule = {
  meta: {
    id: 'create-trigger-lock',
    family: 'migration',
    title: 'A trigger is created on a table that is in use.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-createtrigger.html',
      'measured: SHARE ROW EXCLUSIVE',
    ],
  },
  kinds: ['create-object'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-object' || change.object !== 'trigger' || change.table === null) return [];
    // The lock of the first trigger is held, or taken again, for those that follow: one word is enough.
    if (context.isNew(change.table) || isFollowing(context)) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        message: {
          what: `Trigger ${change.name.name} is created on ${nameOf(change.table)}.`,
          why: sentences(
            lock === ''
              ? ''
              : `The statement takes ${lock}: briefly, but it waits behind every open transaction that wrote there, and whoever writes later waits behind it.`,
            'From then on every write runs the trigger too.',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            waitsBounded(context) === null
              ? 'Set lock_timeout before it and run it again when it gives up.'
              : 'Run it again when it gives up.',
        },
      },
    ];
  },
};

function isFollowing(context: ChangeContext): boolean {
  const { change, before } = context;
  const table = change.kind === 'create-object' ? change.table : null;
  return earlierChanges(context, 'create-object').some(
    (earlier) =>
      earlier.object === 'trigger' &&
      earlier.table !== null &&
      table !== null &&
      sameObject(before.dialect, earlier.table, table),
  );
}
