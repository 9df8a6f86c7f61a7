import { tableKey } from '../../schema/lookup';
import { effectKey } from '../change/held-locks';
import { listed, lockWords, nameOf, sentences, whoUses } from '../change/words';
import { nameTruncated } from '../change/name-truncated';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const truncateCascade: MigrationRule = {
  meta: {
    id: 'truncate-cascade',
    family: 'migration',
    title: 'TRUNCATE with CASCADE empties tables that the statement does not name.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-truncate.html',
      'measured: ACCESS EXCLUSIVE on every table that references the truncated one',
    ],
  },
  kinds: ['truncate-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'truncate-table' || !change.cascade || context.isNew(change.table)) return [];
    const others = emptiedToo(context);
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        message: {
          what:
            others.length > 0
              ? `TRUNCATE with CASCADE deletes every row of ${nameOf(change.table)}, and of ${listed(others)} as well.`
              : `TRUNCATE with CASCADE deletes every row of ${nameOf(change.table)} and of every table that references it.`,
          why: sentences(
            others.length > 0
              ? 'The statement does not name them, and the rows cannot be brought back without a backup.'
              : 'The history shows no such table, but the server may have one; the rows cannot be brought back without a backup.',
            lock === '' ? '' : `It takes ${lock}.`,
            whoUses(context, change.table),
          ),
          remedy:
            others.length > 0
              ? 'Name all the tables in one TRUNCATE without CASCADE, so that everybody sees what goes.'
              : 'Leave CASCADE out: then the statement fails in place of emptying a table nobody meant.',
        },
      },
    ];
  },

  fixes: nameTruncated,
};

/** The tables the effects reach besides the named one. */
function emptiedToo({ change, before, effects }: ChangeContext): readonly string[] {
  if (change.kind !== 'truncate-table') return [];
  const own = tableKey(before.dialect, change.table);
  return effects.effects
    .filter((effect) => effect.losesData && effectKey(before.dialect, effect.table) !== own)
    .map((effect) => effect.table);
}
