import { writtenColumns } from '../../schema/written-columns';
import { listed, nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const createEnum: MigrationRule = {
  meta: {
    id: 'create-enum',
    family: 'migration',
    title: 'An enum is created.',
    level: 'off',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/datatype-enum.html#DATATYPE-ENUM-DETAILS',
      'https://dev.mysql.com/doc/refman/8.4/en/enum.html',
    ],
  },
  kinds: ['create-enum', 'create-table', 'add-column', 'redefine-column'],

  check({ change }): readonly Draft[] {
    if (change.kind === 'create-enum')
      return [
        {
          range: change.range,
          message: {
            what: `Enum ${nameOf(change.type)} is created.`,
            why: 'Its values can be added and renamed, but not removed or put into another order without writing every row anew.',
            remedy:
              'A table of the values with a foreign key, or a text column with a CHECK, changes more easily.',
          },
        },
      ];
    const columns = writtenColumns(change).filter((column) => column.type?.name.toLowerCase() === 'enum');
    if (columns.length === 0) return [];
    return [
      {
        range: change.range,
        message: {
          what: `${columns.length === 1 ? 'Column' : 'Columns'} ${listed(columns.map((column) => column.name.name))} ${columns.length === 1 ? 'is' : 'are'} of type ENUM.`,
          why: 'Any change of its values but adding one at the end copies the table.',
          remedy: 'A table of the values with a foreign key changes more easily.',
        },
      },
    ];
  },
};
