import { growsWithTable } from '../../schema/effects/describe';
import { referencesTo } from '../../schema/lookup';
import { nameOf, sentences } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const largeTableAlter: MigrationRule = {
  meta: {
    id: 'large-table-alter',
    family: 'migration',
    title: 'A large table is rebuilt by a plain ALTER TABLE.',
    level: 'info',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://github.com/github/gh-ost/blob/master/doc/requirements-and-limitations.md',
      'https://docs.percona.com/percona-toolkit/pt-online-schema-change.html',
    ],
  },
  kinds: [
    'add-column',
    'drop-column',
    'redefine-column',
    'add-constraint',
    'change-table-setting',
    'create-index',
  ],

  check(context): readonly Draft[] {
    const { change } = context;
    if (!('table' in change) || change.table == null || context.isNew(change.table)) return [];
    const declared = context.declared(change.table);
    if ((declared?.rows ?? 0) < large || !context.effects.effects.some(growsWithTable)) return [];
    return [
      {
        range: change.range,
        message: {
          what: `${nameOf(change.table)} is declared to hold about ${(declared?.rows ?? 0).toLocaleString('en')} rows, and this statement works through all of them.`,
          why: 'Replicas run it again after the primary is done, so they lag as long as it took, and it cannot be paused.',
          remedy: sentences(
            'Use an online tool that copies in small steps and follows the load.',
            toolFor(context),
          ),
        },
      },
    ];
  },
};

const large = 1_000_000;

/** gh-ost reads the binary log and knows neither foreign keys nor triggers; pt-online-schema-change works by triggers. */
function toolFor({ change, before }: ChangeContext): string {
  if (!('table' in change) || change.table == null) return '';
  const hasKeys = referencesTo(before, change.table).length > 0;
  return hasKeys
    ? 'Foreign keys refer to this table, so gh-ost refuses it; pt-online-schema-change has --alter-foreign-keys-method.'
    : 'gh-ost needs a unique key that old and new table share.';
}
