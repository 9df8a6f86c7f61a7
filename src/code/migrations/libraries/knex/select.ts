import type { HostCall } from '../../evaluate/host';
import { itemsOf, numberOf, textOf, type Value } from '../../evaluate/values';
import { NotUnderstood } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { join, plain, sql, type Sql } from '../rendered';
import { whereClause, isCondition } from './conditions';
import { nameOf, wrapName } from './identifiers';
import { queryOf, type Query } from './query';
import { withBindings } from './raw';

const columnLinks = new Set(['select', 'columns', 'column', 'first']);
const joins: Readonly<Record<string, string>> = {
  join: 'inner join',
  innerJoin: 'inner join',
  leftJoin: 'left join',
  leftOuterJoin: 'left outer join',
  rightJoin: 'right join',
  rightOuterJoin: 'right outer join',
  fullOuterJoin: 'full outer join',
  crossJoin: 'cross join',
};
const aggregates: Readonly<Record<string, string>> = {
  count: 'count',
  min: 'min',
  max: 'max',
  sum: 'sum',
  avg: 'avg',
};

/** A query that reads, as a view or INSERT … SELECT holds it. Throws NotUnderstood for parts that it has no words for. */
export function renderSelect(query: Query): Sql {
  const columns: Sql[] = [];
  const joined: Sql[] = [];
  const tail: Sql[] = [];
  let distinct = '';
  for (const link of query.links) {
    if (columnLinks.has(link.name)) columns.push(...names(link.args, query));
    else if (link.name === 'distinct') {
      distinct = 'distinct ';
      columns.push(...names(link.args, query));
    } else if (Object.hasOwn(joins, link.name)) joined.push(joinOf(link, query));
    else if (Object.hasOwn(aggregates, link.name)) columns.push(...aggregate(link, query));
    else if (!isCondition(link.name) && !tableLinks.has(link.name)) tail.push(tailOf(link, query));
  }
  const list = columns.length === 0 ? ['*'] : join(columns, ', ');
  const table = tableOf(query);
  const from = table.length === 0 ? [] : sql` from ${table}`;
  const where = whereClause(query);
  return sql`select ${distinct}${list}${from}${spaced(joined)}${spaced(where.length === 0 ? [] : [where])}${spaced(tail)}`;
}

/** Links that say the table. */
export const tableLinks = new Set(['from', 'fromRaw', 'into', 'table', 'withSchema']);

/** The table of a query, with its schema; empty when none is said. */
export function tableOf(query: Query): Sql {
  const said =
    query.links.findLast((link) => ['from', 'into', 'table'].includes(link.name))?.args[0] ?? query.table;
  if (said === undefined) return [];
  const inner = queryOf(said);
  if (inner !== null) return sql`(${renderSelect(inner)})`;
  const schema = textOf(query.links.findLast((link) => link.name === 'withSchema')?.args[0]) ?? query.schema;
  return rawSqlOf(said) ?? [aliased(nameOf(said, 'the name of the table'), query, schema)];
}

function spaced(parts: readonly Sql[]): Sql {
  return parts.flatMap((part) => [' ', ...part]);
}

function names(args: readonly Value[], query: Query): Sql[] {
  return args
    .flatMap((value) => itemsOf(value) ?? [value])
    .flatMap((value) => {
      if (value.kind === 'record')
        return [...value.entries].map(
          ([alias, inner]) => sql`${name(inner, query)} as ${wrapName(alias, query.run.dialect)}`,
        );
      return [name(value, query)];
    });
}

function name(value: Value | undefined, query: Query): Sql {
  const inner = queryOf(value);
  if (inner !== null) return sql`(${renderSelect(inner)})`;
  return rawSqlOf(value) ?? [aliased(nameOf(value, 'the name of the column'), query, null)];
}

/** `orders as o`, `count(…)` of which Knex takes the alias out of the name. */
function aliased(text: string, { run: { dialect } }: Query, schema: string | null): string {
  const [first, alias] = text.split(/ as /i);
  const qualified = wrapName(schema === null ? (first ?? '') : `${schema}.${first ?? ''}`, dialect);
  return alias === undefined ? qualified : `${qualified} as ${wrapName(alias, dialect)}`;
}

function aggregate(link: HostCall, query: Query): Sql[] {
  return names(link.args.length === 0 ? [] : link.args, query).map((column) => {
    const [target, alias] = plain(column).split(/ as /i);
    return sql`${aggregates[link.name] ?? ''}(${target ?? '*'})${alias === undefined ? '' : ` as ${alias}`}`;
  });
}

function joinOf(link: HostCall, query: Query): Sql {
  const [table, first, second, third] = link.args;
  const words = joins[link.name] ?? 'inner join';
  const target = name(table, query);
  if (first === undefined) return sql`${words} ${target}`;
  if (second === undefined) {
    const raw = rawSqlOf(first);
    if (raw === null) throw new NotUnderstood('the condition of the join is not known', first.place);
    return sql`${words} ${target} on ${raw}`;
  }
  const operator = third === undefined ? '=' : (textOf(second) ?? '=');
  return sql`${words} ${target} on ${name(first, query)} ${operator} ${name(third ?? second, query)}`;
}

function tailOf(link: HostCall, query: Query): Sql {
  const [first, second] = link.args;
  switch (link.name) {
    case 'groupBy':
      return sql`group by ${join(names(link.args, query), ', ')}`;
    case 'groupByRaw':
      return sql`group by ${withBindings(first, second, query.run.dialect)}`;
    case 'orderBy':
      return sql`order by ${name(first, query)} ${textOf(second) ?? 'asc'}`;
    case 'orderByRaw':
      return sql`order by ${withBindings(first, second, query.run.dialect)}`;
    case 'limit':
    case 'offset':
      return sql`${link.name} ${numberOf(first) ?? 1}`;
    case 'as':
      return [];
    default:
      throw new NotUnderstood(`${link.name} of a query is not read`, link.link);
  }
}
