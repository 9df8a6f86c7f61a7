import { listed, nameOf, sentences } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const grantOrRevoke: MigrationRule = {
  meta: {
    id: 'grant-or-revoke',
    family: 'migration',
    title: 'Rights on something that is in use are given or taken away.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-grant.html',
      'https://www.postgresql.org/docs/current/sql-revoke.html',
      'measured: GRANT takes no lock on the table',
    ],
  },
  kinds: ['other'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'other' || change.grant === undefined) return [];
    const { action, privileges, names, on, to } = change.grant;
    const tables = change.tables.filter((table) => !context.isNew(table));
    if (change.tables.length > 0 && tables.length === 0) return [];
    const what = privileges.length === 0 ? 'All rights' : listed(privileges);
    const where = listed([...tables.map(nameOf), ...names]);
    const takes = action === 'revoke';
    return [
      {
        range: change.range,
        message: {
          what: `${what}${where === '' ? '' : ` on ${on} ${where}`} ${takes ? 'is taken from' : 'is given to'} ${listed(to)}.`,
          why: sentences(
            takes
              ? 'Released code that runs as one of these roles fails at its next query there.'
              : 'Rights that were given are seldom taken back.',
            !takes && to.includes('public') ? 'public is every role there is and will be.' : '',
          ),
          remedy: takes
            ? 'Release what no longer needs the right first.'
            : 'Give the narrowest right to the one role that needs it.',
        },
      },
    ];
  },
};
