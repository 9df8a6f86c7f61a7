import type { Value } from '../../evaluate/values';
import { isNothing } from '../../evaluate/values';
import { attempt, expectText, NotUnderstood } from '../not-understood';
import { join, sql, type Sql } from '../rendered';
import { columnsOf, renderColumn, type ColumnContext, type RenderedColumn, type Statement } from './column';
import { foreignKeyOf } from './foreign';
import { columnize, wrapName } from './identifiers';
import { withBindings } from './raw';
import { mysqlRequests, primaryColumns } from './requests-mysql';
import { postgresRequests, primaryConstraint } from './requests-postgres';
import { sqliteRequests } from './requests-sqlite';
import { constraintOptions, type RequestRenderer, type TableContext } from './table-context';
import { modifierOf, optionOf, type ColumnSpec, type TableRequest } from './table-spec';

const renderers: Readonly<Record<TableContext['dialect'], Readonly<Record<string, RequestRenderer>>>> = {
  postgres: postgresRequests,
  mysql: mysqlRequests,
  mariadb: mysqlRequests,
  sqlite: sqliteRequests,
};

/** The statements that Knex sends for a table, in their order. What is not understood is unread and left out. */
export function renderTable(context: TableContext): readonly Statement[] {
  return context.table.method === 'alter' ? alterTable(context) : createTable(context);
}

function columns(context: TableContext, altered: boolean): readonly RenderedColumn[] {
  const { table, dialect, schema, run, tableName } = context;
  const columnContext: ColumnContext = {
    dialect,
    schema,
    run,
    tableName,
    rawTableName: table.name,
    mayBePrimary: !table.requests.some((request) => request.method === 'primary'),
  };
  return columnsOf(table.columns, altered).flatMap((spec) => renderColumn(spec, columnContext) ?? []);
}

function createTable(context: TableContext): readonly Statement[] {
  const { table, dialect, call } = context;
  const added = columns(context, false);
  const like = table.like === null ? null : likeTable(added, table.like, context);
  const created: Statement = { sql: like ?? createQuery(added, context), call };
  const comment = dialect === 'postgres' ? optionOf(table, 'comment') : undefined;
  return [
    ...added.flatMap((column) => column.before).reverse(),
    created,
    ...(like !== null && dialect !== 'postgres' ? addColumns(added, context) : []),
    ...(comment ? request(comment, context) : []),
    ...added.flatMap((column) => column.after),
    ...table.requests.flatMap((each) => request(each, context)),
  ];
}

function alterTable(context: TableContext): readonly Statement[] {
  const { table } = context;
  const added = columns(context, false);
  const altered = columns(context, true);
  const comment = context.dialect === 'sqlite' ? undefined : optionOf(table, 'comment');
  return [
    ...[...added, ...altered].flatMap((column) => column.before).reverse(),
    ...addColumns(added, context),
    ...alterColumns(altered, context),
    ...[...added, ...altered].flatMap((column) => column.after),
    ...table.requests.flatMap((each) => request(each, context)),
    ...(comment ? request(comment, context) : []),
  ];
}

function request(each: TableRequest, context: TableContext): readonly Statement[] {
  const renderer = renderers[context.dialect][each.method];
  const statements = attempt(context.run, each.call, () => {
    if (renderer === undefined) throw new NotUnderstood(`Knex has no ${each.method} for ${context.dialect}`);
    return renderer(each, context);
  });
  return (statements ?? []).map((text) => ({ sql: text, call: each.call }));
}

function createQuery(added: readonly RenderedColumn[], context: TableContext): Sql {
  const { table, tableName, dialect } = context;
  const parts = [
    ...added.map((column) => column.definition),
    ...(dialect === 'sqlite' ? foreignKeys(context) : []),
    ...primaryKey(context),
    ...table.checks.flatMap((check) => checkClause(check, context)),
  ];
  const guard = table.method === 'createIfNot' ? 'if not exists ' : '';
  return sql`create table ${guard}${tableName} (${join(parts, ', ')})${tableOptions(context)}`;
}

function likeTable(added: readonly RenderedColumn[], like: string, context: TableContext): Sql {
  const name = wrapName(context.schema === null ? like : `${context.schema}.${like}`, context.dialect);
  switch (context.dialect) {
    case 'postgres': {
      const more = added.map((column) => sql`, ${column.definition}`).flat();
      return sql`create table ${context.tableName} (like ${name} including all${more})`;
    }
    case 'mysql':
    case 'mariadb':
      return sql`create table ${context.tableName} like ${name}${tableOptions(context)}`;
    case 'sqlite':
      return sql`create table ${context.tableName} as select * from ${name} where 0=1`;
  }
}

function tableOptions(context: TableContext): Sql {
  const { table, dialect } = context;
  const option = (name: string, render: (value: string) => string): string => {
    const said = optionOf(table, name);
    if (said === undefined) return '';
    return attempt(context.run, said.call, () => render(expectText(said.args[0], `the ${name}`))) ?? '';
  };
  if (dialect === 'postgres')
    return [option('inherits', (parent) => ` inherits (${wrapName(parent, dialect)})`)];
  if (dialect === 'sqlite') return [];
  return [
    table.like === null ? option('charset', (charset) => ` default character set ${charset}`) : '',
    option('collate', (collation) => ` collate ${collation}`),
    option('engine', (engine) => ` engine = ${engine}`),
    option('comment', (text) => (text === '' ? '' : ` comment = '${text}'`)),
  ].filter((text) => text !== '');
}

/** The first `primary` while the table is created. */
function primaryKey(context: TableContext): readonly Sql[] {
  const { table, dialect } = context;
  const said = table.requests.find((each) => each.method === 'primary');
  const [keys, given] = said?.args ?? [];
  if (said === undefined || keys === undefined) return [];
  const clause = attempt(context.run, said.call, () => {
    if (dialect === 'postgres') return primaryConstraint(keys, given, context);
    const { name } = constraintOptions(given);
    const constraint = isNothing(name)
      ? ''
      : `constraint ${wrapName(expectText(name, 'the name of the key'), dialect)} `;
    if (dialect !== 'sqlite') return sql`${constraint}primary key (${primaryColumns(keys, context)})`;
    // SQLite has one primary key, which is the increments column if there is one.
    const word = table.columns.some((column) => column.type === 'increments') ? 'unique' : 'primary key';
    return sql`${constraint}${word} (${columnize(keys, dialect, 'the name of the column')})`;
  });
  return clause === undefined ? [] : [clause];
}

function foreignKeys(context: TableContext): readonly Sql[] {
  const { dialect } = context;
  return context.table.requests.flatMap((each) => {
    if (each.method !== 'foreign') return [];
    const clause = attempt(context.run, each.call, () => {
      const key = foreignKeyOf(each, context);
      if (key === null) throw new NotUnderstood('the foreign key names no table');
      const name = isNothing(key.constraint)
        ? ''
        : `constraint ${wrapName(expectText(key.constraint, 'the name of the constraint'), dialect)} `;
      const own = columnize(key.columns, dialect, 'the name of the column');
      return sql`${name}foreign key(${own}) references ${wrapName(key.table, dialect)}(${key.references})${key.onDelete}${key.onUpdate}`;
    });
    return clause === undefined ? [] : [clause];
  });
}

function checkClause(
  { args: [condition, bindings, given], call }: TableRequest,
  context: TableContext,
): readonly Sql[] {
  const clause = attempt(context.run, call, () => {
    const name = isNothing(given) ? '' : `constraint ${expectText(given, 'the name of the check')} `;
    return sql`${name}check (${withBindings(condition, bindings, context.dialect)})`;
  });
  return clause === undefined ? [] : [clause];
}

function addColumns(added: readonly RenderedColumn[], context: TableContext): readonly Statement[] {
  const { tableName, dialect, call } = context;
  if (added.length === 0) return [];
  if (dialect === 'sqlite')
    return added.map((column) => ({
      sql: sql`alter table ${tableName} add column ${column.definition}`,
      call: column.spec.call,
    }));
  const word = dialect === 'postgres' ? 'add column' : 'add';
  const actions = added.map((column) => sql`${word} ${column.definition}`);
  return [{ sql: sql`alter table ${tableName} ${join(actions, ', ')}`, call }];
}

function alterColumns(altered: readonly RenderedColumn[], context: TableContext): readonly Statement[] {
  const { tableName, dialect, call, run } = context;
  if (altered.length === 0) return [];
  if (dialect === 'postgres') return altered.flatMap((column) => alterPostgresColumn(column, context));
  if (dialect === 'sqlite') {
    for (const { spec } of altered)
      run.unread(
        spec.call,
        'Knex builds the table of SQLite anew to alter a column, from what the database says of it',
      );
    return [];
  }
  const actions = altered.map((column) => sql`modify ${column.definition}`);
  return [{ sql: sql`alter table ${tableName} ${join(actions, ', ')}`, call }];
}

/** Default, NOT NULL and type one after the other, each by itself. */
function alterPostgresColumn(column: RenderedColumn, { tableName }: TableContext): readonly Statement[] {
  const { spec, name, type } = column;
  const options = modifierOf(spec, 'alter')?.args[0];
  const alter = sql`alter table ${tableName} alter column ${name}`;
  const nullable = flag(options, 'alterNullable');
  const setNotNull = nullable && isNotNull(spec);
  const cast = spec.type === 'enu' ? '::text::' : '::';
  const texts: Sql[] = [
    sql`${alter} drop default`,
    ...(nullable ? [sql`${alter} drop not null`] : []),
    ...(flag(options, 'alterType') ? [sql`${alter} type ${type} using (${name}${cast}${type})`] : []),
    ...(column.default === null ? [] : [sql`${alter} set default ${column.default}`]),
    ...(setNotNull ? [sql`${alter} set not null`] : []),
  ];
  return texts.map((text) => ({ sql: text, call: modifierOf(spec, 'alter')?.call ?? spec.call }));
}

function isNotNull(spec: ColumnSpec): boolean {
  const value = modifierOf(spec, 'nullable')?.args[0];
  return value?.kind === 'scalar' && value.value === false;
}

/** An option of `alter({ … })`, true when it is not said. */
function flag(options: Value | undefined, name: string): boolean {
  if (options?.kind !== 'record') return true;
  const value = options.entries.get(name);
  return value === undefined || !(value.kind === 'scalar' && !value.value);
}
