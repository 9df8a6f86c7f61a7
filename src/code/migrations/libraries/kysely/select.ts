import { hosted, itemsOf, numberOf, textOf, type Value } from '../../evaluate/values';
import { expectText, NotUnderstood } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { join, sql, type Sql } from '../rendered';
import type { Builder, Link } from './builder';
import { ExpressionBuilder } from './expressions';
import { whereClause } from './conditions';
import { quote, quoteQualified, quoteReference } from './names';

const joins: Readonly<Record<string, string>> = {
  innerJoin: 'inner join',
  leftJoin: 'left join',
  rightJoin: 'right join',
  fullJoin: 'full join',
};

/** A query that reads, as a view or INSERT … SELECT holds it. Throws NotUnderstood for what it has no words for. */
export function renderSelect(builder: Builder): Sql {
  const columns: Sql[] = [];
  const joined: Sql[] = [];
  const tail: Sql[] = [];
  let from: Sql = [];
  for (const link of builder.links) {
    const { name, args } = link.call;
    if (name === 'selectFrom')
      from = sql` from ${join(
        several(args[0]).map((table) => tableSql(table, builder)),
        ', ',
      )}`;
    else if (name === 'select') columns.push(...selected(link, builder));
    else if (name === 'selectAll')
      columns.push([args[0] === undefined ? '*' : `${reference(args[0], builder)}.*`]);
    else if (Object.hasOwn(joins, name)) joined.push(joinSql(link, builder));
    else if (!name.startsWith('where') && name !== 'distinct' && name !== 'selectNoFrom')
      tail.push(tailSql(link, builder));
  }
  if (columns.length === 0) throw new NotUnderstood('the columns of the query are not known');
  const spaced = (parts: readonly Sql[]): Sql => parts.flatMap((part) => [' ', ...part]);
  return sql`select ${builder.has('distinct') ? 'distinct ' : ''}${join(columns, ', ')}${from}${spaced(joined)}${whereClause(builder, true)}${spaced(tail)}`;
}

/** What `select` names: columns, expressions, or a callback that gives them. */
function selected({ call }: Link, builder: Builder): readonly Sql[] {
  const eb = hosted(new ExpressionBuilder(builder.run), call.place);
  const resolved = (value: Value): Value =>
    value.kind === 'function' ? builder.run.invoke(value, [eb], call) : value;
  const [first] = call.args;
  return several(first === undefined ? first : resolved(first)).map((column) =>
    columnSql(resolved(column), builder),
  );
}

function several(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return itemsOf(value) ?? [value];
}

/** `orders as o`. */
export function tableSql(value: Value | undefined, { schema, run: { dialect } }: Builder): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  const [name = '', alias] = expectText(value, 'the name of the table').split(' as ');
  const table = quoteQualified(name.trim(), schema, dialect);
  return [alias === undefined ? table : `${table} as ${quote(alias.trim(), dialect)}`];
}

function reference(value: Value | undefined, { run: { dialect } }: Builder): string {
  return quoteReference(expectText(value, 'the name of the column'), dialect);
}

function columnSql(value: Value, { run: { dialect } }: Builder): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  const [name = '', alias] = expectText(value, 'the name of the column').split(' as ');
  const column = quoteReference(name.trim(), dialect);
  return [alias === undefined ? column : `${column} as ${quote(alias.trim(), dialect)}`];
}

function joinSql({ call }: Link, builder: Builder): Sql {
  const [table, left, right] = call.args;
  if (textOf(left) === null || textOf(right) === null)
    throw new NotUnderstood('the condition of the join is not known', left?.place);
  return sql`${joins[call.name] ?? ''} ${tableSql(table, builder)} on ${reference(left, builder)} = ${reference(right, builder)}`;
}

function tailSql({ call }: Link, builder: Builder): Sql {
  const [first, second] = call.args;
  switch (call.name) {
    case 'groupBy':
      return sql`group by ${join(
        several(first).map((column) => columnSql(column, builder)),
        ', ',
      )}`;
    case 'orderBy':
      return sql`order by ${columnSql(first ?? missing(call.name), builder)}${textOf(second) === null ? '' : ` ${textOf(second) ?? ''}`}`;
    case 'limit':
    case 'offset':
      return sql`${call.name} ${numberOf(first) ?? 1}`;
    default:
      throw new NotUnderstood(`${call.name} of a query is not read`, call.link);
  }
}

function missing(name: string): never {
  throw new NotUnderstood(`${name} names nothing`);
}
