import { expectList, expectText } from '../not-understood';
import { sql, type Sql } from '../rendered';
import { kindOf, type Builder } from './builder';
import { typeSql } from './column';
import { whereClause } from './conditions';
import { escapeText } from './literals';
import { columnList, quote, quoteQualified } from './names';
import { createTableKind, alterTableKind, indexColumns, queryOf, subject } from './tables';

const flag = (builder: Builder, name: string, words: string): string => (builder.has(name) ? words : '');

function unqualified(builder: Builder): string {
  return quote(expectText(builder.links[0]?.call.args[0], 'the name'), builder.run.dialect);
}

const dropTable = kindOf('db.schema.dropTable', 'dropTable ifExists cascade', {}, (builder) => [
  [
    `drop table ${flag(builder, 'ifExists', 'if exists ')}${subject(builder)}${flag(builder, 'cascade', ' cascade')}`,
  ],
]);

const createIndex = kindOf(
  'db.schema.createIndex',
  'createIndex ifNotExists unique nullsNotDistinct on column columns expression using where',
  {},
  (builder) => [indexSql(builder)],
);

function indexSql(builder: Builder): Sql {
  const { dialect } = builder.run;
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  const [table] = builder.last('on')?.args ?? [];
  const target = quoteQualified(expectText(table, 'the name of the table'), builder.schema, dialect);
  const using = builder.last('using');
  const method = using === undefined ? [] : sql` using ${typeSql(using.args[0], 'the method of the index')}`;
  const where = whereClause(builder, true);
  return sql`create ${flag(builder, 'unique', 'unique ')}index ${flag(builder, 'ifNotExists', 'if not exists ')}${unqualified(builder)}${isMysql ? method : []} on ${target}${isMysql ? [] : method} (${indexColumns(builder)})${isMysql ? '' : flag(builder, 'nullsNotDistinct', ' nulls not distinct')}${where}`;
}

const dropIndex = kindOf('db.schema.dropIndex', 'dropIndex on ifExists cascade', {}, (builder) => {
  const on = builder.last('on');
  const { dialect } = builder.run;
  const table =
    on === undefined
      ? ''
      : ` on ${quoteQualified(expectText(on.args[0], 'the name of the table'), builder.schema, dialect)}`;
  // A dot in the name is a part of it.
  const schema = builder.schema === null ? '' : `${quote(builder.schema, dialect)}.`;
  return [
    [
      `drop index ${flag(builder, 'ifExists', 'if exists ')}${schema}${unqualified(builder)}${table}${flag(builder, 'cascade', ' cascade')}`,
    ],
  ];
});

const createSchema = kindOf('db.schema.createSchema', 'createSchema ifNotExists', {}, (builder) => [
  [`create schema ${flag(builder, 'ifNotExists', 'if not exists ')}${unqualified(builder)}`],
]);

const dropSchema = kindOf('db.schema.dropSchema', 'dropSchema ifExists cascade', {}, (builder) => [
  [
    `drop schema ${flag(builder, 'ifExists', 'if exists ')}${unqualified(builder)}${flag(builder, 'cascade', ' cascade')}`,
  ],
]);

const createType = kindOf('db.schema.createType', 'createType asEnum', {}, (builder) => {
  const call = builder.last('asEnum');
  if (call === undefined) return [[`create type ${subject(builder)}`]];
  const values = expectList(call.args[0], 'the values of the type').map((value) =>
    escapeText(expectText(value, 'a value of the type'), builder.run.dialect),
  );
  return [[`create type ${subject(builder)} as enum (${values.join(', ')})`]];
});

const dropType = kindOf('db.schema.dropType', 'dropType ifExists', {}, (builder) => [
  [`drop type ${flag(builder, 'ifExists', 'if exists ')}${subject(builder)}`],
]);

const createView = kindOf(
  'db.schema.createView',
  'createView temporary materialized ifNotExists orReplace columns as',
  {},
  (builder) => {
    const columns = builder.last('columns');
    const list = columns === undefined ? [] : sql`(${columnList(columns.args[0], builder.run.dialect)}) `;
    return [
      sql`create ${flag(builder, 'orReplace', 'or replace ')}${flag(builder, 'materialized', 'materialized ')}${flag(builder, 'temporary', 'temporary ')}view ${flag(builder, 'ifNotExists', 'if not exists ')}${subject(builder)} ${list}as ${queryOf(builder.last('as')?.args[0], builder)}`,
    ];
  },
);

const dropView = kindOf('db.schema.dropView', 'dropView materialized ifExists cascade', {}, (builder) => [
  [
    `drop ${flag(builder, 'materialized', 'materialized ')}view ${flag(builder, 'ifExists', 'if exists ')}${subject(builder)}${flag(builder, 'cascade', ' cascade')}`,
  ],
]);

const refresh = kindOf(
  'db.schema.refreshMaterializedView',
  'refreshMaterializedView concurrently withNoData withData',
  {},
  (builder) => [
    [
      `refresh materialized view ${flag(builder, 'concurrently', 'concurrently ')}${subject(builder)}${builder.has('withNoData') ? ' with no data' : ' with data'}`,
    ],
  ],
);

/** The builders that `db.schema` starts. */
export const schemaKinds = new Map([
  ['createTable', createTableKind],
  ['alterTable', alterTableKind],
  ['dropTable', dropTable],
  ['createIndex', createIndex],
  ['dropIndex', dropIndex],
  ['createSchema', createSchema],
  ['dropSchema', dropSchema],
  ['createType', createType],
  ['dropType', dropType],
  ['createView', createView],
  ['dropView', dropView],
  ['refreshMaterializedView', refresh],
]);
