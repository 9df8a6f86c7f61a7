import { findType } from '../../schema/lookup';
import { isFromHere } from '../change/made-here';
import { nameOf, releasedVersion } from '../change/words';
import { addBesideRenamed } from '../change/enum-value-fixes';
import type { Draft, MigrationRule } from '../rule';

export const renameEnumValue: MigrationRule = {
  meta: {
    id: 'rename-enum-value',
    family: 'migration',
    title: 'A value of an enum is renamed in one step.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'review',
    sources: ['https://www.postgresql.org/docs/current/sql-altertype.html'],
  },
  kinds: ['rename-enum-value'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'rename-enum-value' || change.value === change.newValue) return [];
    if (isFromHere(context, findType(context.before, change.type))) return [];
    return [
      {
        range: change.range,
        message: {
          what: `Value '${change.value}' of ${nameOf(change.type)} becomes '${change.newValue}'.`,
          why: `While the rollout lasts, ${releasedVersion(context)} still writes and asks for '${change.value}', which the database refuses from then on, and reads '${change.newValue}', which it does not know; rolling the code back fails too.`,
          remedy: `Add '${change.newValue}' as a new value, release a version that reads both and writes the new one, and update the rows in batches; the old value can stay unused.`,
        },
      },
    ];
  },

  fixes: addBesideRenamed,
};
