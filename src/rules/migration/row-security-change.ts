import { findTable } from '../../schema/lookup';
import { circumstances } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const rowSecurityChange: MigrationRule = {
  meta: {
    id: 'row-security-change',
    family: 'migration',
    title: 'Row level security or a policy changes on a table that is in use.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/ddl-rowsecurity.html',
      'https://www.postgresql.org/docs/current/sql-createpolicy.html',
      'measured: ACCESS EXCLUSIVE',
    ],
  },
  kinds: ['create-object', 'drop-object', 'alter-object', 'change-table-setting'],

  check(context): readonly Draft[] {
    const touched = touchedSecurity(context);
    if (touched === null || context.isNew(touched.table)) return [];
    const lock = lockWords(context);
    return [
      {
        range: context.change.range,
        message: {
          what: `${touched.what} on ${nameOf(touched.table)}.`,
          why: sentences(
            touched.why,
            lock === '' ? '' : `The statement takes ${lock}: briefly, but others queue behind it.`,
            circumstances(context, touched.table),
            whoUses(context, touched.table),
          ),
          remedy:
            'Check what each role that the released version uses sees afterwards, and set lock_timeout before the statement.',
        },
      },
    ];
  },
};

interface TouchedSecurity {
  readonly what: string;
  readonly why: string;
  readonly table: { readonly schema: string | null; readonly name: string };
}

function touchedSecurity(context: ChangeContext): TouchedSecurity | null {
  const { change } = context;
  if (change.kind === 'change-table-setting') return touchedTable(change.setting, change.table);
  if (change.kind !== 'create-object' && change.kind !== 'drop-object' && change.kind !== 'alter-object')
    return null;
  if (change.object !== 'policy' || change.table == null) return null;
  const happens = { 'create-object': 'is created', 'drop-object': 'is dropped', 'alter-object': 'changes' }[
    change.kind
  ];
  const isOn = findTable(context.before, change.table)?.rowLevelSecurity === true;
  return {
    what: `Policy ${change.name.name} ${happens}`,
    why: isOn
      ? 'Which rows a role sees or may write changes at once, also for released code.'
      : 'It has no effect until row level security is enabled on the table.',
    table: change.table,
  };
}

function touchedTable(setting: string, table: TouchedSecurity['table']): TouchedSecurity | null {
  if (!/^(?:enable|disable|force|no force) row level security$/.test(setting)) return null;
  const hidden = 'Rows that no policy lets through vanish for every role but the owner, without an error.';
  const open = 'Rows that policies kept from a role become visible to it.';
  return {
    what: `Row level security is ${{ enable: 'enabled', disable: 'disabled', force: 'forced on the owner', 'no force': 'no longer forced on the owner' }[setting.replace(' row level security', '')] ?? 'changed'}`,
    why: setting.startsWith('enable') || setting.startsWith('force') ? hidden : open,
    table,
  };
}
