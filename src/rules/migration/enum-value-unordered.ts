import { findType } from '../../schema/lookup';
import { nameOf } from '../change/words';
import { afterLastValue } from '../change/enum-value-fixes';
import type { Draft, MigrationRule } from '../rule';

export const enumValueUnordered: MigrationRule = {
  meta: {
    id: 'enum-value-unordered',
    family: 'migration',
    title: 'A value is added to an enum without saying where in its order.',
    level: 'off',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: ['https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-ORDERING'],
  },
  kinds: ['add-enum-value'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-enum-value' || change.before !== null || change.after !== null) return [];
    const last = findType(context.before, change.type)?.values.at(-1);
    return [
      {
        range: change.range,
        message: {
          what: `Value '${change.value}' is added to ${nameOf(change.type)} without BEFORE or AFTER.`,
          why: 'It is sorted behind all others, and the order cannot be changed later.',
          remedy: `Say where it belongs${last === undefined ? '' : `, AFTER '${last}' if the end is meant`}.`,
        },
      },
    ];
  },

  fixes: afterLastValue,
};
