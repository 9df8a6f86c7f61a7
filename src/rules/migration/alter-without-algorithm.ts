import { blocksWrites } from '../../schema/effects/describe';
import { askForOnline } from '../change/ask-for-online';
import { circumstances, weighed } from '../change/weight';
import { nameOf, sentences } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const alterWithoutAlgorithm: MigrationRule = {
  meta: {
    id: 'alter-without-algorithm',
    family: 'migration',
    title: 'An ALTER TABLE may block writers, and nothing in it says that it must not.',
    level: 'info',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-performance.html',
      'https://mariadb.com/kb/en/alter-table/#algorithm',
    ],
  },
  kinds: [
    'add-column',
    'drop-column',
    'redefine-column',
    'rename-column',
    'add-constraint',
    'drop-constraint',
    'create-index',
    'drop-index',
    'change-table-setting',
    'set-default',
    'alter-column-type',
  ],

  check(context): readonly Draft[] {
    const { change } = context;
    if (context.changeIndex !== 0 || !('table' in change) || change.table == null) return [];
    if (context.isNew(change.table) || isHarmless(context)) return [];
    if (context.statement.reading.confidence !== 'high') return [];
    const asked = change.requested ?? { algorithm: null, lock: null };
    const blocking = asked.algorithm === 'copy' || asked.lock === 'shared' || asked.lock === 'exclusive';
    const bounded = asked.lock === 'none' || asked.algorithm === 'instant' || asked.algorithm === 'nocopy';
    if (bounded && !blocking) return [];
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], blocking ? 'warning' : 'info'),
        message: {
          what: blocking
            ? `This statement asks for ${asked.algorithm === 'copy' ? 'ALGORITHM=COPY' : `LOCK=${(asked.lock ?? '').toUpperCase()}`} on ${nameOf(change.table)}.`
            : `This statement changes ${nameOf(change.table)} without saying that writers must not wait.`,
          why: sentences(
            blocking
              ? 'Writers wait until every row is copied.'
              : 'What cannot be done online is done by a copy that blocks writers, without a word.',
            circumstances(context, change.table),
          ),
          remedy:
            'Add ALGORITHM=INPLACE, LOCK=NONE (or ALGORITHM=INSTANT): then it fails instead of blocking.',
        },
      },
    ];
  },

  fixes: askForOnline,
};

/** Nothing it does keeps writers waiting or takes as long as the table is large, so there is nothing to bound. */
function isHarmless({ effects, change }: ChangeContext): boolean {
  if (change.requested?.algorithm === 'copy' || change.requested?.lock === 'exclusive') return false;
  return !effects.effects.some(
    (effect) => effect.rewrite || effect.algorithm === 'COPY' || blocksWrites(effect.lock),
  );
}
