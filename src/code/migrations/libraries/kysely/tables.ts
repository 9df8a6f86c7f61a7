import { attempt, expectText, NotUnderstood } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { at, join, sql, type Sql } from '../rendered';
import { Builder, builderOf, kindOf, type Link } from './builder';
import { columnKind, columnSql, expression, typeSql } from './column';
import { constraintMethods, constraintSql, foreignKeyChain, isConstraint } from './constraints';
import { immediate } from './literals';
import { orderedColumn, quote, quoteQualified } from './names';
import { renderSelect } from './select';

/** The name that the chain starts with: `createTable('a')`. */
export function subject(builder: Builder): string {
  const [first] = builder.links;
  const name = expectText(first?.call.args[0], 'the name');
  return quoteQualified(name, builder.schema, builder.run.dialect);
}

export const createTableKind = kindOf(
  'db.schema.createTable',
  'createTable temporary onCommit ifNotExists modifyFront modifyEnd as',
  { addColumn: columnKind, ...constraintMethods },
  (builder) => {
    const columns = builder.links.filter((link) => link.call.name === 'addColumn');
    const constraints = builder.links.filter(isConstraint);
    const parts = [
      ...columns.flatMap((link) => known(link, builder, () => columnSql(link, builder))),
      ...constraints.flatMap((link) => known(link, builder, () => constraintSql(link, builder, null))),
    ];
    const query = builder.last('as');
    const commit = builder.last('onCommit');
    const front = modifier(builder, 'modifyFront', (text) => sql`${text} `);
    const body = query === undefined ? sql` (${join(parts, ', ')})` : [];
    return [
      sql`create ${front}${builder.has('temporary') ? 'temporary ' : ''}table ${builder.has('ifNotExists') ? 'if not exists ' : ''}${subject(builder)}${body}${
        commit === undefined ? '' : ` on commit ${expectText(commit.args[0], 'what happens on commit')}`
      }${modifier(builder, 'modifyEnd', (text) => sql` ${text}`)}${query === undefined ? [] : sql` as ${queryOf(query.args[0], builder)}`}`,
    ];
  },
);

/** What a link is rendered as; nothing when it is not understood (it is then unread). */
function known({ call }: Link, { run }: Builder, render: () => Sql): readonly Sql[] {
  const text = attempt(run, call, render);
  return text === undefined ? [] : [text];
}

function modifier(builder: Builder, name: string, render: (text: Sql) => Sql): Sql {
  return builder.links
    .filter((link) => link.call.name === name)
    .flatMap((link) => render(expression(link.call)));
}

/** The query that a table or view is made from; its tables are in the schema of what is made. */
export function queryOf(value: Link['call']['args'][number] | undefined, { schema }: Builder): Sql {
  const builder = builderOf(value);
  const raw = rawSqlOf(value);
  if (builder !== null)
    return renderSelect(new Builder(builder.run, builder.kind, builder.schema ?? schema, builder.links));
  if (raw === null) throw new NotUnderstood('the query is not known', value?.place);
  return raw;
}

const alterColumnKind = kindOf('column', 'setDataType setDefault dropDefault setNotNull dropNotNull');

export const alterTableKind = kindOf(
  'db.schema.alterTable',
  `alterTable renameTo setSchema dropColumn renameColumn dropConstraint renameConstraint addIndex dropIndex ${foreignKeyChain} ifExists cascade restrict unique column columns expression using`,
  { addColumn: columnKind, modifyColumn: columnKind, alterColumn: alterColumnKind, ...constraintMethods },
  (builder) => {
    const actions = builder.links
      .slice(1)
      .flatMap((link) => attempt(builder.run, link.call, () => alteration(link, builder)) ?? []);
    if (actions.length === 0) return [];
    return [sql`alter table ${subject(builder)} ${join(actions, ', ')}`];
  },
);

/** What one link does; none for those that only add to the link before. */
function alteration(link: Link, builder: Builder): readonly Sql[] {
  const { call, built } = link;
  const { dialect } = builder.run;
  const [first, second] = call.args;
  const name = (value = first): string => quote(expectText(value, 'the name'), dialect);
  const action = (text: Sql): readonly Sql[] => [at(call.link, text)];
  switch (call.name) {
    case 'addColumn':
      return action(sql`add column ${columnSql(link, builder)}`);
    case 'modifyColumn':
      return action(sql`modify column ${columnSql(link, builder)}`);
    case 'dropColumn':
      return action([`drop column ${name()}`]);
    case 'renameColumn':
      return action([`rename column ${name()} to ${name(second)}`]);
    case 'renameTo':
      return action([`rename to ${quoteQualified(expectText(first, 'the new name'), null, dialect)}`]);
    case 'setSchema':
      return action([`set schema ${name()}`]);
    case 'renameConstraint':
      return action([`rename constraint ${name()} to ${name(second)}`]);
    case 'dropIndex':
      return action([`drop index ${name()}`]);
    case 'dropConstraint': {
      const guard = builder.has('ifExists') ? 'if exists ' : '';
      const rest = builder.has('cascade') ? ' cascade' : builder.has('restrict') ? ' restrict' : '';
      return action([`drop constraint ${guard}${name()}${rest}`]);
    }
    case 'addIndex':
      return action(addIndex(builder, name()));
    case 'alterColumn':
      return action(sql`alter column ${name()} ${alteredColumn(built, link)}`);
    default:
      if (!isConstraint(link)) return [];
      return action(sql`add ${constraintSql(link, builder, builder)}`);
  }
}

function alteredColumn(built: Builder | null, { call }: Link): Sql {
  const [last] = built?.links.slice(-1) ?? [];
  if (last === undefined) throw new NotUnderstood('what is altered is not known', call.args[1]?.place);
  const [value] = last.call.args;
  switch (last.call.name) {
    case 'setDataType':
      return sql`type ${typeSql(value, 'the type of the column')}`;
    case 'setDefault':
      return sql`set default ${immediate(value, built?.run.dialect ?? 'postgres', 'the default')}`;
    case 'dropDefault':
      return ['drop default'];
    case 'setNotNull':
      return ['set not null'];
    default:
      return ['drop not null'];
  }
}

function addIndex(builder: Builder, name: string): Sql {
  const using = builder.last('using');
  const method = using === undefined ? [] : sql` using ${typeSql(using.args[0], 'the method of the index')}`;
  return sql`add ${builder.has('unique') ? 'unique ' : ''}index ${name}${method} (${indexColumns(builder)})`;
}

/** The columns and expressions of an index. */
export function indexColumns(builder: Builder): Sql {
  const { dialect } = builder.run;
  const columns = builder.links.flatMap(({ call }): Sql[] => {
    if (call.name === 'expression') return [expression(call)];
    if (call.name !== 'column' && call.name !== 'columns') return [];
    const [first] = call.args;
    const items = first?.kind === 'list' ? first.items : call.args;
    return items.map((item) => orderedColumn(item, dialect));
  });
  return join(columns, ', ');
}
