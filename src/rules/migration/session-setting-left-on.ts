import { laterChanges } from '../change/changes-around';
import type { Draft, MigrationRule } from '../rule';

export const sessionSettingLeftOn: MigrationRule = {
  meta: {
    id: 'session-setting-left-on',
    family: 'migration',
    title: 'Checks are switched off for the session and not on again.',
    level: 'warning',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_foreign_key_checks',
      'https://mariadb.com/kb/en/server-system-variables/#foreign_key_checks',
    ],
  },
  kinds: ['set-setting'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'set-setting' || change.scope === 'global') return [];
    const name = nameOf(change.setting);
    if (!checks.has(name) || !isOff(name, change.value)) return [];
    const isOnAgain = laterChanges(context, 'set-setting').some(
      (later) => nameOf(later.setting) === name && !isOff(name, later.value),
    );
    if (isOnAgain) return [];
    return [
      {
        range: change.range,
        message: {
          what: `${name.toUpperCase()} is switched off and not on again.`,
          why: 'It holds for whatever the session runs next, other migrations too: rows that break a rule get in and stay.',
          remedy: `Set it back at the end of this file.`,
        },
      },
    ];
  },
};

const checks: ReadonlySet<string> = new Set([
  'foreign_key_checks',
  'unique_checks',
  'check_constraint_checks',
  'sql_mode',
  'sql_safe_updates',
]);

/** `@@session.foreign_key_checks` and its kin by their bare name, lower case. */
function nameOf(setting: string): string {
  return setting
    .toLowerCase()
    .replace(/^@@/, '')
    .replace(/^(?:session|local)\./, '');
}

/** An sql_mode without strictness is off; one kept in a variable and set back later is not known to be. */
function isOff(name: string, value: string | null): boolean {
  const text = (value ?? '').trim().replace(/^'|'$/g, '');
  if (name === 'sql_mode') return !/strict|traditional|@|default/i.test(text);
  return /^(?:0|off|false)$/i.test(text);
}
