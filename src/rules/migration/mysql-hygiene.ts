import type { ColumnDefinition } from '../../model/schema-change';
import { writtenColumns } from '../../schema/written-columns';
import type { Draft, MigrationRule } from '../rule';

export const mysqlHygiene: MigrationRule = {
  meta: {
    id: 'mysql-hygiene',
    family: 'migration',
    title: 'A definition of MySQL or MariaDB that is out of date or has no effect.',
    level: 'off',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/numeric-type-syntax.html (display width)',
      'https://dev.mysql.com/doc/refman/8.4/en/myisam-storage-engine.html',
      'https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html#sqlmode_no_zero_date',
    ],
  },
  kinds: ['create-table', 'add-column', 'redefine-column', 'change-table-setting'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (
      change.kind === 'change-table-setting' &&
      change.setting === 'engine' &&
      /^myisam$/i.test(change.value ?? '')
    )
      return [{ range: change.range, message: myisam }];
    return writtenColumns(change).flatMap((column) => {
      const message = faultOf(column);
      return message === null ? [] : [{ range: column.range, message }];
    });
  },
};

const myisam = {
  what: 'The table uses MyISAM.',
  why: 'It knows no transactions and no foreign keys, locks the whole table for each write, and is not safe after a crash.',
  remedy: 'Use InnoDB.',
};

function faultOf({ name, type, default: value }: ColumnDefinition) {
  if (/^'0000-00-00/.test(value?.text ?? ''))
    return {
      what: `The default of ${name.name} is a date that does not exist.`,
      why: 'Strict servers refuse it, and clients read NULL or fail.',
      remedy: 'Use NULL, or CURRENT_TIMESTAMP.',
    };
  if (/^(?:tinyint|smallint|mediumint|int|bigint)$/.test(type?.name ?? '') && (type?.arguments[0] ?? 1) > 1)
    return {
      what: `${type?.text ?? ''} of ${name.name} has a display width.`,
      why: 'It limits nothing and is deprecated since MySQL 8.0.17.',
      remedy: 'Leave the number out.',
    };
  return null;
}
