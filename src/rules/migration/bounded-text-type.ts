import { aboutColumns } from '../change/column-opinion';
import type { Draft, MigrationRule } from '../rule';

export const boundedTextType: MigrationRule = {
  meta: {
    id: 'bounded-text-type',
    family: 'migration',
    title: 'A text column has a length that will have to change.',
    level: 'off',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_varchar.28n.29_by_default',
      'https://www.postgresql.org/docs/current/datatype-character.html',
    ],
  },
  kinds: ['create-table', 'add-column', 'redefine-column'],

  check: (context): readonly Draft[] =>
    aboutColumns(
      context,
      (column) =>
        /^character(?: varying)?$/.test(column.type?.name ?? '') && (column.type?.arguments.length ?? 0) > 0,
      (column, table) => ({
        what: `Column ${column.name.name} of ${table} is ${column.type?.text ?? 'bounded'}.`,
        why: 'A length in the type costs a schema change when it turns out too short, and saves nothing: Postgres stores all text alike.',
        remedy: 'Use text, with a CHECK on the length where one is meant.',
      }),
    ),
};
