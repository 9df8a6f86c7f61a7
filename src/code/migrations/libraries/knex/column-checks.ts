import { isNothing, numberOf, textOf, type Value } from '../../evaluate/values';
import { expectList, expectText, NotUnderstood, notKnown } from '../not-understood';
import { join, plain, sql, type Sql } from '../rendered';
import type { ColumnContext, Statement } from './column';
import { escapeValue } from './literals';
import { isAltered, type ColumnSpec, type Modifier } from './table-spec';

export function isCheck(modifier: string): boolean {
  return /^check[A-Z]/.test(modifier);
}

/** A check of one column: inline, or a statement of its own put into `after`. */
export function columnCheck(
  modifier: Modifier,
  column: ColumnSpec,
  name: Sql,
  context: ColumnContext,
  after: Statement[],
): Sql {
  const { condition, constraint } = checkParts(modifier, name, context);
  const given =
    isNothing(constraint) || textOf(constraint) === ''
      ? null
      : expectText(constraint, 'the name of the check');
  const separate = isAltered(column) || (context.dialect === 'mariadb' && given !== null);
  if (!separate) return sql`${given === null ? '' : `constraint ${given} `}check (${condition})`;
  if (context.dialect === 'sqlite')
    throw new NotUnderstood('Knex adds no check to a column of SQLite that exists');
  const called = given ?? `${context.rawTableName}_${expectText(column.args[0], 'the name of the column')}_1`;
  after.push({
    sql: sql`alter table ${context.tableName} add constraint ${called} check(${condition})`,
    call: modifier.call,
  });
  return [];
}

function checkParts(
  modifier: Modifier,
  name: Sql,
  { dialect }: ColumnContext,
): { condition: Sql; constraint: Value | undefined } {
  const [first, second, third] = modifier.args;
  switch (modifier.name) {
    case 'checkPositive':
      return { condition: sql`${name} > 0`, constraint: first };
    case 'checkNegative':
      return { condition: sql`${name} < 0`, constraint: first };
    case 'checkIn':
    case 'checkNotIn': {
      const values = expectList(first, 'the values').map((value) => escapeValue(value, dialect, 'a value'));
      const not = modifier.name === 'checkNotIn' ? 'not ' : '';
      return { condition: sql`${name} ${not}in (${join(values, ',')})`, constraint: second };
    }
    case 'checkBetween': {
      const bounds = expectList(first, 'the bounds');
      const intervals = bounds.some((bound) => bound.kind === 'list')
        ? bounds.map((bound) => expectList(bound, 'the bounds'))
        : [bounds];
      const conditions = intervals.map(
        ([low, high]) =>
          sql`${name} between ${escapeValue(low, dialect, 'a bound')} and ${escapeValue(high, dialect, 'a bound')}`,
      );
      return { condition: join(conditions, ' or '), constraint: second };
    }
    case 'checkLength': {
      const length = numberOf(second);
      if (length === null) throw notKnown(second, 'the length');
      return {
        condition: sql`length(${name}) ${expectText(first, 'the operator')} ${length}`,
        constraint: third,
      };
    }
    case 'checkRegex': {
      const operator = dialect === 'postgres' ? '~' : 'REGEXP';
      return {
        condition: sql`${name} ${operator} ${plain(escapeValue(first, dialect, 'the expression'))}`,
        constraint: second,
      };
    }
    default:
      throw new NotUnderstood(`Knex has no check "${modifier.name}"`);
  }
}
