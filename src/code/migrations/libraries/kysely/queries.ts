import { hosted, isMissing, itemsOf, textOf, type Value } from '../../evaluate/values';
import { NotUnderstood, notKnown } from '../not-understood';
import { join, sql, type Sql } from '../rendered';
import { builderOf, kindOf, type Builder } from './builder';
import { whereClause } from './conditions';
import { ExpressionBuilder } from './expressions';
import { bound, open } from './literals';
import { columnList, quote } from './names';
import { renderSelect, tableSql } from './select';

const conditions = 'where whereRef clearWhere';
const common =
  'returning returningAll clearReturning with modifyEnd limit orderBy top output $if $narrowType $assertType';

const insert = kindOf(
  'db.insertInto',
  `insertInto replaceInto values columns expression defaultValues onConflict onDuplicateKeyUpdate ignore orIgnore orReplace ${common}`,
  {},
  (builder) => [insertSql(builder)],
);

const update = kindOf(
  'db.updateTable',
  `updateTable set from innerJoin leftJoin ${conditions} ${common}`,
  {},
  (builder) => {
    const table = tableSql(builder.links[0]?.call.args[0], builder);
    return [sql`update ${table} set ${assignments(builder)}${whereClause(builder)}`];
  },
);

const remove = kindOf(
  'db.deleteFrom',
  `deleteFrom using innerJoin leftJoin ${conditions} ${common}`,
  {},
  (builder) => [sql`delete from ${tableSql(builder.links[0]?.call.args[0], builder)}${whereClause(builder)}`],
);

/** What only reads is nothing to a migration. */
const select = kindOf(
  'db.selectFrom',
  `selectFrom selectNoFrom select selectAll distinct distinctOn innerJoin leftJoin rightJoin fullJoin groupBy having offset forUpdate skipLocked union unionAll as clearSelect ${conditions} ${common}`,
  {},
  () => [],
);

/** The builders that `db` itself starts. */
export const queryKinds = new Map([
  ['insertInto', insert],
  ['replaceInto', insert],
  ['updateTable', update],
  ['deleteFrom', remove],
  ['selectFrom', select],
  ['selectNoFrom', select],
]);

function insertSql(builder: Builder): Sql {
  const { dialect } = builder.run;
  const [first] = builder.links;
  const table = tableSql(first?.call.args[0], builder);
  const head = sql`${first?.call.name === 'replaceInto' ? 'replace' : 'insert'} into ${table}`;
  const columns = builder.last('columns');
  const list = columns === undefined ? [] : sql` (${columnList(columns.args[0], dialect)})`;
  const query = builder.last('expression');
  if (query !== undefined) {
    const inner = builderOf(query.args[0]);
    if (inner === null) throw notKnown(query.args[0], 'the query whose rows are inserted');
    return sql`${head}${list} ${renderSelect(inner)}`;
  }
  if (builder.has('defaultValues')) return sql`${head} default values`;
  const records = rowsOf(builder);
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  const rows = records.map((record) => {
    const values = names.map((name) => {
      const value = record.get(name);
      return value === undefined ? [dialect === 'sqlite' ? 'null' : 'default'] : bound(value, dialect);
    });
    return sql`(${join(values, ', ')})`;
  });
  return sql`${head} (${names.map((name) => quote(name, dialect)).join(', ')}) values ${join(rows, ', ')}`;
}

function rowsOf(builder: Builder): readonly ReadonlyMap<string, Value>[] {
  const call = builder.last('values');
  const [given] = call?.args ?? [];
  const rows =
    given?.kind === 'function' && call !== undefined
      ? builder.run.invoke(given, [hosted(new ExpressionBuilder(builder.run), call.place)], call)
      : given;
  const items = rows?.kind === 'list' ? itemsOf(rows) : rows === undefined ? null : [rows];
  if (items === null) throw notKnown(rows, 'what is inserted');
  const records = items.map((item) => {
    if (item.kind !== 'record' || !item.complete) throw notKnown(item, 'a row that is inserted');
    return new Map([...item.entries].filter(([, value]) => !isMissing(value)));
  });
  if (records.every((record) => record.size === 0)) throw new NotUnderstood('nothing is inserted');
  return records;
}

function assignments(builder: Builder): Sql {
  const { dialect } = builder.run;
  const parts = builder.links.flatMap(({ call }): Sql[] => {
    if (call.name !== 'set') return [];
    const [first, second] = call.args;
    const name = textOf(first);
    if (name !== null && second !== undefined)
      return [sql`${quote(name, dialect)} = ${assigned(second, dialect)}`];
    const values =
      first?.kind === 'function'
        ? builder.run.invoke(first, [hosted(new ExpressionBuilder(builder.run), call.place)], call)
        : first;
    if (values?.kind !== 'record' || !values.complete) throw notKnown(values, 'what is updated');
    return [...values.entries]
      .filter(([, value]) => !isMissing(value))
      .map(([column, value]) => sql`${quote(column, dialect)} = ${assigned(value, dialect)}`);
  });
  if (parts.length === 0) throw new NotUnderstood('what is updated is not known');
  return join(parts, ', ');
}

function assigned(value: Value, dialect: Builder['run']['dialect']): Sql {
  return value.kind === 'function' ? [open(dialect)] : bound(value, dialect);
}
