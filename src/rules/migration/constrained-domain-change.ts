import { findType } from '../../schema/lookup';
import { isFromHere } from '../change/made-here';
import { lockWords, nameOf, sentences } from '../change/words';
import { validateDomainLater } from '../change/validate-domain-later';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const constrainedDomainChange: MigrationRule = {
  meta: {
    id: 'constrained-domain-change',
    family: 'migration',
    title: 'A domain gets a constraint, and every table that uses it is checked.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-alterdomain.html',
      'measured: SHARE on every table that has a column of the domain',
    ],
  },
  kinds: ['create-domain', 'alter-domain'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind === 'create-domain') return createdWithConstraint(context);
    if (change.kind !== 'alter-domain' || !change.addsConstraint || !change.validated) return [];
    if (isFromHere(context, findType(context.before, change.type))) return [];
    const lock = lockWords(context);
    const notNull = /^SET\s+NOT\s+NULL/i.test(change.text);
    return [
      {
        range: change.range,
        ...(lock === '' ? { severity: 'info' as const } : {}),
        message: {
          what: `Domain ${nameOf(change.type)} ${notNull ? 'becomes NOT NULL' : 'gets a constraint'}, and every row of every table that uses it is checked.`,
          why: sentences(
            lock === ''
              ? 'The history shows no table that uses it, so there may be little to check.'
              : `Until the last row is checked the statement holds ${lock}.`,
            'It fails if one value does not fit.',
          ),
          remedy: notNull
            ? 'Add CHECK (VALUE IS NOT NULL) NOT VALID to the domain, and validate it in a following migration.'
            : 'Add it NOT VALID, and run ALTER DOMAIN … VALIDATE CONSTRAINT in a following migration.',
        },
      },
    ];
  },

  fixes: validateDomainLater,
};

function createdWithConstraint({ change }: ChangeContext): readonly Draft[] {
  if (change.kind !== 'create-domain' || !(change.notNull || change.constraints.length > 0)) return [];
  return [
    {
      range: change.range,
      severity: 'info',
      message: {
        what: `Domain ${nameOf(change.type)} is created with a constraint.`,
        why: 'Each column of it that is added to a table in use writes every row anew, and a change of the constraint checks every table that has one.',
        remedy: 'Use the base type with a CHECK on the column where the table will grow large.',
      },
    },
  ];
}
