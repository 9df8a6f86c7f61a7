import { isNothing, textOf } from '../../evaluate/values';
import { expectText, expectTruth, NotUnderstood } from '../not-understood';
import { join, sql, type Sql } from '../rendered';
import { addCheck, dropChecks } from './check-requests';
import { addForeignKey } from './foreign';
import { columnize, wrap, wrapName } from './identifiers';
import { predicateOf } from './predicate';
import {
  columnNames,
  constraintOptions,
  givenOrGenerated,
  isCreated,
  optionsOf,
  type RequestRenderer,
  type TableContext,
} from './table-context';
import type { TableRequest } from './table-spec';

const column = 'the name of the column';

export const postgresRequests: Readonly<Record<string, RequestRenderer>> = {
  foreign: addForeignKey,
  primary: ({ args: [columns, given] }, context) => {
    if (isCreated(context.table)) return [];
    return [sql`alter table ${context.tableName} add ${primaryConstraint(columns, given, context)}`];
  },
  unique,
  index,
  renameColumn: ({ args: [from, to] }, { tableName, dialect }) => [
    sql`alter table ${tableName} rename ${wrap(from, dialect, column)} to ${wrap(to, dialect, column)}`,
  ],
  dropColumn: ({ args }, { tableName, dialect }) => [
    sql`alter table ${tableName} ${join(
      columnNames(args).map((name) => sql`drop column ${wrap(name, dialect, column)}`),
      ', ',
    )}`,
  ],
  setNullable: ({ args: [name] }, { tableName, dialect }) => [
    sql`alter table ${tableName} alter column ${wrap(name, dialect, column)} drop not null`,
  ],
  dropNullable: ({ args: [name] }, { tableName, dialect }) => [
    sql`alter table ${tableName} alter column ${wrap(name, dialect, column)} set not null`,
  ],
  dropPrimary: ({ args: [given] }, context) => dropConstraint('', primaryName(given, context), context),
  dropPrimaryIfExists: ({ args: [given] }, context) =>
    dropConstraint('if exists ', primaryName(given, context), context),
  dropUnique: (request, context) => dropGenerated('unique', '', request, context),
  dropUniqueIfExists: (request, context) => dropGenerated('unique', 'if exists ', request, context),
  dropForeign: (request, context) => dropGenerated('foreign', '', request, context),
  dropForeignIfExists: (request, context) => dropGenerated('foreign', 'if exists ', request, context),
  dropIndex: ({ args: [columns, given] }, context) => {
    const schema = context.schema === null ? '' : `${wrapName(context.schema, 'postgres')}.`;
    return [sql`drop index ${schema}${givenOrGenerated(given, 'index', columns, context)}`];
  },
  dropChecks,
  check: addCheck,
  comment: ({ args: [text] }, { tableName }) => [
    sql`comment on table ${tableName} is '${expectText(text, 'the comment')}'`,
  ],
};

/** `constraint … primary key (…)`, inside CREATE TABLE and after ADD. */
export function primaryConstraint(
  columns: TableRequest['args'][number] | undefined,
  given: TableRequest['args'][number] | undefined,
  context: TableContext,
): Sql {
  const { name, deferrable } = constraintOptions(given);
  return sql`constraint ${primaryName(name, context)} primary key (${columnize(columns, context.dialect, column)})${deferrable}`;
}

function primaryName(
  given: TableRequest['args'][number] | undefined,
  { table, dialect }: TableContext,
): string {
  return wrapName(
    isNothing(given) ? `${table.name}_pkey` : expectText(given, 'the name of the key'),
    dialect,
  );
}

function unique({ args: [columns, given] }: TableRequest, context: TableContext): readonly Sql[] {
  const { dialect, tableName } = context;
  const options = optionsOf(given);
  const { name, deferrable } = constraintOptions(given);
  const predicate = options.get('predicate');
  const chosen = options.get('useConstraint');
  const useConstraint =
    chosen === undefined ? deferrable !== '' || isNothing(predicate) : expectTruth(chosen, 'useConstraint');
  const indexName = givenOrGenerated(name, 'unique', columns, context);
  const list = columnize(columns, dialect, column);
  if (useConstraint) {
    if (!isNothing(predicate)) throw new NotUnderstood('Postgres has no unique constraint with a condition');
    return [sql`alter table ${tableName} add constraint ${indexName} unique (${list})${deferrable}`];
  }
  return [sql`create unique index ${indexName} on ${tableName} (${list})${predicateOf(predicate)}`];
}

function index({ args: [columns, given, options] }: TableRequest, context: TableContext): readonly Sql[] {
  const { dialect, tableName } = context;
  const known = optionsOf(options);
  const method = textOf(options) ?? textOf(known.get('storageEngineIndexType')) ?? '';
  const isUnique = textOf(known.get('indexType'))?.toLowerCase() === 'unique';
  const name = givenOrGenerated(given, 'index', columns, context);
  const list = columnize(columns, dialect, column);
  return [
    sql`create${isUnique ? ' unique' : ''} index ${name} on ${tableName}${method === '' ? '' : ` using ${method}`} (${list})${predicateOf(known.get('predicate'))}`,
  ];
}

function dropConstraint(guard: string, name: string, { tableName }: TableContext): readonly Sql[] {
  return [sql`alter table ${tableName} drop constraint ${guard}${name}`];
}

function dropGenerated(
  kind: string,
  guard: string,
  { args: [columns, given] }: TableRequest,
  context: TableContext,
): readonly Sql[] {
  return dropConstraint(guard, givenOrGenerated(given, kind, columns, context), context);
}
