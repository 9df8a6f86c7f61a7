import type { Draft, MigrationRule } from '../rule';

export const unqualifiedName: MigrationRule = {
  meta: {
    id: 'unqualified-name',
    family: 'migration',
    title: 'A new table is named without its schema.',
    level: 'off',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH'],
  },
  kinds: ['create-table', 'drop-table', 'rename-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-table' && change.kind !== 'drop-table' && change.kind !== 'rename-table')
      return [];
    if (change.table.schema !== null || ('temporary' in change && change.temporary)) return [];
    return [
      {
        range: change.table.range,
        message: {
          what: `${change.table.name} is named without its schema.`,
          why: 'Which table is meant depends on the search_path of whoever runs the migration.',
          remedy: `Write public.${change.table.name}, or the schema it belongs to.`,
        },
      },
    ];
  },
};
