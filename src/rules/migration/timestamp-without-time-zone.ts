import { aboutColumns } from '../change/column-opinion';
import type { Draft, MigrationRule } from '../rule';

export const timestampWithoutTimeZone: MigrationRule = {
  meta: {
    id: 'timestamp-without-time-zone',
    family: 'migration',
    title: 'A point in time is stored without its time zone.',
    level: 'off',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_timestamp_.28without_time_zone.29',
      'https://www.postgresql.org/docs/current/datatype-datetime.html',
    ],
  },
  kinds: ['create-table', 'add-column', 'redefine-column'],

  check: (context): readonly Draft[] =>
    aboutColumns(
      context,
      (column) => column.type?.name === 'timestamp without time zone',
      (column, table) => ({
        what: `Column ${column.name.name} of ${table} is ${column.type?.text ?? 'timestamp'}.`,
        why: 'It stores what a clock on the wall showed, and forgets which wall: sessions in different time zones read different moments from it.',
        remedy: 'Use timestamptz.',
      }),
    ),
};
