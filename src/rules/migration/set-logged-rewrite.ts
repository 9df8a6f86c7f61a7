import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const setLoggedRewrite: MigrationRule = {
  meta: {
    id: 'set-logged-rewrite',
    family: 'migration',
    title: 'A table is written anew to change whether it is logged.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-LOGGED-UNLOGGED',
      'measured: ACCESS EXCLUSIVE and a new file for the table',
    ],
  },
  kinds: ['change-table-setting'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'change-table-setting' || !/^set (?:un)?logged$/.test(change.setting)) return [];
    if (context.isNew(change.table) || !context.effects.effects.some((effect) => effect.rewrite)) return [];
    const unlogged = change.setting === 'set unlogged';
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `${nameOf(change.table)} becomes ${unlogged ? 'unlogged' : 'logged'}, which writes the whole table anew.`,
          why: sentences(
            `Until that is done the statement holds ${lockWords(context)}.`,
            unlogged
              ? 'An unlogged table is emptied after a crash, and standbys do not have its rows.'
              : 'All of it goes through the write-ahead log to the standbys.',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Make a new table of the other kind, fill it in batches, and exchange the two by renaming when they agree.',
        },
      },
    ];
  },
};
