import { nameOf } from '../change/words';
import { droppedObject } from '../change/dropped-object';
import type { Draft, MigrationRule } from '../rule';

export const dropDatabase: MigrationRule = {
  meta: {
    id: 'drop-database',
    family: 'migration',
    title: 'A database is dropped.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-dropdatabase.html',
      'https://dev.mysql.com/doc/refman/8.4/en/drop-database.html',
    ],
  },
  kinds: ['drop-object'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'drop-object' || change.object !== 'database') return [];
    if (droppedObject(context) === null) return [];
    return [
      {
        range: change.range,
        message: {
          what: `Database ${nameOf(change.name)} is dropped.`,
          why: 'Every table in it goes with its rows at once, and nothing but a backup brings them back.',
          remedy:
            'Leave that to a person at a console, after a last backup that has been restored somewhere once.',
        },
      },
    ];
  },
};
