import type { HostCall } from '../../evaluate/host';
import { computedText, isMissing, itemsOf, textOf, type Value } from '../../evaluate/values';
import { NotUnderstood, notKnown } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { join, sql, type Sql } from '../rendered';
import { whereClause } from './conditions';
import { wrap } from './identifiers';
import { parameter, placeholder } from './literals';
import { queryOf, type Query } from './query';
import { renderSelect, tableOf } from './select';

const verbs = new Set(['insert', 'update', 'del', 'delete', 'increment', 'decrement', 'truncate', 'upsert']);

/** The call of a chain that makes it write; null when it only reads. */
export function writingLink(query: Query): HostCall | null {
  return query.links.findLast((link) => verbs.has(link.name)) ?? null;
}

/** The statements of a query that writes. Throws NotUnderstood when its table or columns are not known. */
export function renderWrite(query: Query, link: HostCall): readonly Sql[] {
  const table = tableOf(query);
  if (table.length === 0) throw new NotUnderstood('the table is not known');
  const where = whereClause(query);
  const condition = where.length === 0 ? [] : sql` ${where}`;
  switch (link.name) {
    case 'insert':
    case 'upsert':
      return insert(table, link.args[0], query);
    case 'update':
      return [sql`update ${table} set ${assignments(link, query)}${condition}${limit(query)}`];
    case 'increment':
    case 'decrement':
      return [sql`update ${table} set ${steps(link, query)}${condition}`];
    case 'truncate':
      return truncate(table, query);
    default:
      return [sql`delete from ${table}${condition}${limit(query)}`];
  }
}

function insert(table: Sql, data: Value | undefined, query: Query): readonly Sql[] {
  const inner = queryOf(data);
  if (inner !== null) return [sql`insert into ${table} ${renderSelect(inner)}`];
  const raw = rawSqlOf(data);
  if (raw !== null) return [sql`insert into ${table} ${raw}`];
  if (data?.kind !== 'list' && data?.kind !== 'record') throw notKnown(data, 'what is inserted');
  return insertRows(table, data.kind === 'list' ? itemsOf(data) : [data], query);
}

/** One INSERT of all rows; none when there are no rows. null: not every row is known. */
export function insertRows(table: Sql, rows: readonly Value[] | null, { run }: Query): readonly Sql[] {
  if (rows === null) throw new NotUnderstood('not every row that is inserted is known');
  const records = rows.map((row) => {
    if (row.kind !== 'record' || !row.complete) throw notKnown(row, 'a row that is inserted');
    return row.entries;
  });
  if (records.length === 0) return [];
  const columns = [...new Set(records.flatMap((entries) => [...entries.keys()].sort()))];
  if (columns.length === 0) return [sql`insert into ${table} default values`];
  const missing = run.dialect === 'sqlite' ? 'NULL' : 'DEFAULT';
  const values = records.map((entries) => {
    const items = columns.map((column) => {
      const item = entries.get(column);
      return isMissing(item) || item === undefined ? [missing] : parameter(item, run.dialect);
    });
    return join(items, ', ');
  });
  const names = columns.map((column) => nameSql(column, records[0]?.get(column), run.dialect));
  const into = sql`insert into ${table} (${join(names, ', ')})`;
  // Of several rows for SQLite Knex makes a query.
  if (run.dialect === 'sqlite' && values.length > 1)
    return [
      sql`${into} ${join(
        values.map((row) => sql`select ${row}`),
        ' union all ',
      )}`,
    ];
  return [
    sql`${into} values ${join(
      values.map((row) => sql`(${row})`),
      ', ',
    )}`,
  ];
}

function nameSql(name: string, near: Value | undefined, dialect: Query['run']['dialect']): Sql {
  return wrap(computedText(name, near?.place ?? { start: 0, end: 0 }), dialect, 'the name of the column');
}

/** `update({ a: 1 })` and `update('a', 1)`. */
function assignments(link: HostCall, { run }: Query): Sql {
  const [first, second] = link.args;
  if (textOf(first) !== null && second !== undefined && second.kind !== 'list')
    return sql`${wrap(first, run.dialect, 'the name of the column')} = ${parameter(second, run.dialect)}`;
  if (first?.kind !== 'record' || !first.complete) throw notKnown(first, 'what is updated');
  const known = [...first.entries].filter(([, item]) => !isMissing(item));
  return join(
    known.map(([name, item]) => sql`${nameSql(name, item, run.dialect)} = ${assigned(item, run.dialect)}`),
    ', ',
  );
}

function assigned(item: Value, dialect: Query['run']['dialect']): Sql {
  const inner = queryOf(item);
  return inner === null ? parameter(item, dialect) : sql`(${renderSelect(inner)})`;
}

function steps(link: HostCall, { run }: Query): Sql {
  const [first] = link.args;
  const names =
    first?.kind === 'record'
      ? [...first.entries].map(([name, item]) => nameSql(name, item, run.dialect))
      : [wrap(first, run.dialect, 'the name of the column')];
  const sign = link.name === 'increment' ? '+' : '-';
  return join(
    names.map((name) => sql`${name} = ${name} ${sign} ${placeholder(run.dialect)}`),
    ', ',
  );
}

function truncate(table: Sql, { run }: Query): readonly Sql[] {
  if (run.dialect === 'postgres') return [sql`truncate ${table} restart identity`];
  return run.dialect === 'sqlite' ? [sql`delete from ${table}`] : [sql`truncate ${table}`];
}

/** MySQL alone takes LIMIT here. */
function limit(query: Query): Sql {
  const { dialect } = query.run;
  if (dialect !== 'mysql' && dialect !== 'mariadb') return [];
  return query.links.some((link) => link.name === 'limit') ? [` limit ${placeholder(dialect)}`] : [];
}
