import type { ColumnDefinition } from '../../model/schema-change';
import { sameName } from '../../schema/lookup';
import { aboutColumns } from '../change/column-opinion';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const smallPrimaryKey: MigrationRule = {
  meta: {
    id: 'small-primary-key',
    family: 'migration',
    title: 'A primary key has a type that can run out.',
    level: 'off',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/datatype-numeric.html',
      'https://dev.mysql.com/doc/refman/8.4/en/integer-types.html',
    ],
  },
  kinds: ['create-table', 'add-column', 'redefine-column'],

  check: (context): readonly Draft[] =>
    aboutColumns(
      context,
      (column) => isSmallKey(context, column),
      (column, table) => ({
        what: `Primary key ${column.name.name} of ${table} is ${column.type?.text ?? 'small'}.`,
        why: 'It ends at 2,147,483,647 at most, counting every row that was ever inserted, also failed and deleted ones, and widening it later writes the whole table anew.',
        remedy: 'Make it bigint now.',
      }),
    ),
};

const small = /^(?:integer|smallint|int|mediumint|tinyint)$/;

/** The only column of the primary key, of a small type, and not the copy of another table's key. */
function isSmallKey({ change, before }: ChangeContext, column: ColumnDefinition): boolean {
  if (!small.test(column.type?.name ?? '')) return false;
  if (column.constraints.some((constraint) => constraint.type === 'foreign-key')) return false;
  if (column.constraints.some((constraint) => constraint.type === 'primary-key')) return true;
  return (
    change.kind === 'create-table' &&
    change.constraints.some(
      ({ type, columns }) =>
        type === 'primary-key' &&
        columns.length === 1 &&
        sameName(before.dialect, columns[0]?.name ?? '', column.name.name),
    )
  );
}
