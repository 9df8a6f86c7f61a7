import { nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const insertWithoutColumns: MigrationRule = {
  meta: {
    id: 'insert-without-columns',
    family: 'migration',
    title: 'Rows are inserted without naming the columns.',
    level: 'off',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/sql-insert.html'],
  },
  kinds: ['insert'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (
      change.kind !== 'insert' ||
      change.columns.length > 0 ||
      change.source === 'default' ||
      change.source === 'copy'
    )
      return [];
    return [
      {
        range: change.table.range,
        message: {
          what: `Rows are inserted into ${nameOf(change.table)} without naming the columns.`,
          why: 'The values go into whatever columns the table has when this runs: a column added or moved shifts them, or makes the statement fail.',
          remedy: 'Name the columns.',
        },
      },
    ];
  },
};
