import { aboutColumns } from '../change/column-opinion';
import type { Draft, MigrationRule } from '../rule';

export const jsonInsteadOfJsonb: MigrationRule = {
  meta: {
    id: 'json-instead-of-jsonb',
    family: 'migration',
    title: 'A column is json where it could be jsonb.',
    level: 'off',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/datatype-json.html',
      'measured: SELECT DISTINCT over json fails',
    ],
  },
  kinds: ['create-table', 'add-column', 'redefine-column'],

  check: (context): readonly Draft[] =>
    aboutColumns(
      context,
      (column) => column.type?.name === 'json',
      (column, table) => ({
        what: `Column ${column.name.name} of ${table} is json.`,
        why: 'json has no equality, so SELECT DISTINCT, GROUP BY and UNION over it fail, and it is parsed again at every access.',
        remedy: 'Use jsonb, unless the exact text (white space, order, repeated keys) matters.',
      }),
    ),
};
