import { writtenColumns } from '../../schema/written-columns';
import { nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const columnReorder: MigrationRule = {
  meta: {
    id: 'column-reorder',
    family: 'migration',
    title: 'A column is put at a place of its own in the row.',
    level: 'off',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
      'https://mariadb.com/kb/en/instant-add-column-for-innodb/',
    ],
  },
  kinds: ['add-column', 'redefine-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if ((change.kind !== 'add-column' && change.kind !== 'redefine-column') || context.isNew(change.table))
      return [];
    return writtenColumns(change)
      .filter(({ position }) => position !== null && (position === 'first' || position.after !== ''))
      .map((column) => ({
        range: change.range,
        message: {
          what: `Column ${column.name.name} of ${nameOf(change.table)} is put ${column.position === 'first' ? 'first' : `after ${column.position?.after ?? ''}`}.`,
          why: 'A place other than the end can make the server write the whole table anew where it need not, and no query depends on it.',
          remedy: 'Leave FIRST and AFTER out.',
        },
      }));
  },
};
