import type { ColumnDefinition } from '../../model/schema-change';
import { aboutColumns } from '../change/column-opinion';
import type { Draft, MigrationRule } from '../rule';

export const inexactMoney: MigrationRule = {
  meta: {
    id: 'inexact-money',
    family: 'migration',
    title: 'Money is stored in a type that rounds.',
    level: 'off',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_money',
      'https://dev.mysql.com/doc/refman/8.4/en/problems-with-float.html',
    ],
  },
  kinds: ['create-table', 'add-column', 'redefine-column'],

  check: (context): readonly Draft[] =>
    aboutColumns(
      context,
      (column) => isMoney(column),
      (column, table) => ({
        what: `Column ${column.name.name} of ${table} is ${column.type?.text ?? 'inexact'}.`,
        why: 'Binary fractions cannot hold most amounts exactly, and the type money takes its currency and its digits from the session.',
        remedy: 'Use numeric with the digits you need, or count the smallest unit in a bigint.',
      }),
    ),
};

const amounts =
  /(?:^|_|[a-z](?=[A-Z]))(?:price|amount|total|balance|cost|fee|salary|revenue)s?(?:$|_|[A-Z])/i;

function isMoney({ name, type }: ColumnDefinition): boolean {
  if (type?.name === 'money') return true;
  return /^(?:double precision|real|float|double)$/.test(type?.name ?? '') && amounts.test(name.name);
}
