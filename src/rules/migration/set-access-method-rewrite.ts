import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const setAccessMethodRewrite: MigrationRule = {
  meta: {
    id: 'set-access-method-rewrite',
    family: 'migration',
    title: 'A table moves to another access method or tablespace.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-ACCESS-METHOD',
      'measured: ACCESS EXCLUSIVE; the same method rewrites nothing',
    ],
  },
  kinds: ['change-table-setting'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'change-table-setting' || !/^set (?:access method|tablespace)$/.test(change.setting))
      return [];
    if (context.isNew(change.table) || !context.effects.effects.some((effect) => effect.rewrite)) return [];
    // Without a value it is still being typed.
    if (change.value === null) return [];
    const where = change.setting === 'set tablespace' ? 'tablespace' : 'access method';
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `${nameOf(change.table)} moves to ${where} ${change.value}, which writes the whole table anew.`,
          why: sentences(
            `Until that is done the statement holds ${lockWords(context)}.`,
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'pg_repack moves a table while it is in use; or make a new table there, fill it in batches, and exchange the two by renaming.',
        },
      },
    ];
  },
};
