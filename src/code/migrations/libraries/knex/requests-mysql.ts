import { isNothing, textOf, type Value } from '../../evaluate/values';
import { expectList, expectText, NotUnderstood } from '../not-understood';
import { join, sql, type Sql } from '../rendered';
import { addCheck, dropChecks } from './check-requests';
import { addForeignKey } from './foreign';
import { columnize, wrap, wrapName } from './identifiers';
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

export const mysqlRequests: Readonly<Record<string, RequestRenderer>> = {
  foreign: addForeignKey,
  primary,
  unique: ({ args: [columns, given] }, context) => {
    const { name } = constraintOptions(given);
    const method = usingClause(optionsOf(given).get('storageEngineIndexType'));
    return [
      sql`alter table ${context.tableName} add unique ${givenOrGenerated(name, 'unique', columns, context)}(${columnize(columns, context.dialect, column)})${method}`,
    ];
  },
  index: ({ args: [columns, given, options] }, context) => {
    const known = optionsOf(options);
    const kind = textOf(options) ?? textOf(known.get('indexType')) ?? '';
    const method = usingClause(known.get('storageEngineIndexType'));
    return [
      sql`alter table ${context.tableName} add${kind === '' ? '' : ` ${kind}`} index ${givenOrGenerated(given, 'index', columns, context)}(${columnize(columns, context.dialect, column)})${method}`,
    ];
  },
  // Knex asks the database for the column and writes the same definition under the new name.
  renameColumn: ({ args: [from, to] }, { tableName, dialect }) => [
    sql`alter table ${tableName} rename column ${wrap(from, dialect, column)} to ${wrap(to, dialect, column)}`,
  ],
  dropColumn: ({ args }, { tableName, dialect }) => [
    sql`alter table ${tableName} ${join(
      columnNames(args).map((name) => sql`drop ${wrap(name, dialect, column)}`),
      ', ',
    )}`,
  ],
  setNullable: keepsDefinition,
  dropNullable: keepsDefinition,
  dropPrimary: (_request, { tableName }) => [sql`alter table ${tableName} drop primary key`],
  dropUnique: ({ args: [columns, given] }, context) => dropIndex('unique', '', columns, given, context),
  dropUniqueIfExists: ({ args: [columns, given] }, context) => {
    if (context.dialect === 'mysql') throw new NotUnderstood('Knex has no dropUniqueIfExists for MySQL');
    return dropIndex('unique', 'if exists ', columns, given, context);
  },
  dropIndex: ({ args: [columns, given] }, context) => dropIndex('index', '', columns, given, context),
  dropForeign: ({ args: [columns, given] }, context) => [
    sql`alter table ${context.tableName} drop foreign key ${givenOrGenerated(given, 'foreign', columns, context)}`,
  ],
  dropChecks,
  check: addCheck,
  comment: ({ args: [text] }, { tableName }) => [
    sql`alter table ${tableName} comment = '${expectText(text, 'the comment')}'`,
  ],
};

/** The columns of a primary key: Knex puts increments columns in front, which MySQL wants in a key. */
export function primaryColumns(columns: Value | undefined, context: TableContext): Sql {
  const { dialect, table } = context;
  const given = expectList(columns, 'the columns').map((name) => wrap(name, dialect, column));
  const names = expectList(columns, 'the columns').map((name) => textOf(name));
  const missing = incrementsOf(context, 'increments')
    .concat(incrementsOf(context, 'bigincrements'))
    .filter((name) => !names.includes(name));
  if (missing.length > 0 && columns?.kind !== 'list')
    throw new NotUnderstood(`the key of ${table.name} lacks its increments column`, columns?.place);
  return join([...missing.reverse().map((name) => wrapName(name, dialect)), ...given], ', ');
}

/** Knex looks for the spelling: it finds `bigincrements`, and not `bigIncrements`. */
function incrementsOf({ table }: TableContext, method: string): string[] {
  return table.columns
    .filter((spec) => spec.call.name === method)
    .map((spec) => (isNothing(spec.args[0]) ? 'id' : expectText(spec.args[0], column)));
}

function primary({ args: [columns, given] }: TableRequest, context: TableContext): readonly Sql[] {
  const { tableName, table, dialect } = context;
  const { name } = constraintOptions(given);
  const constraint = wrapName(
    isNothing(name) ? `${table.name}_pkey` : expectText(name, 'the name of the key'),
    dialect,
  );
  const added = isCreated(table)
    ? []
    : [sql`alter table ${tableName} add primary key ${constraint}(${primaryColumns(columns, context)})`];
  const types = [
    ['increments', 'int'],
    ['bigincrements', 'bigint'],
  ] as const;
  return types.reduce<readonly Sql[]>((statements, [spec, type]) => {
    const names = incrementsOf(context, spec);
    if (names.length === 0) return statements;
    const list = names.map((each) => wrapName(each, dialect)).join(', ');
    return [
      ...statements,
      sql`alter table ${tableName} modify column ${list} ${type} unsigned not null auto_increment`,
    ];
  }, added);
}

function usingClause(method: Value | undefined): string {
  return isNothing(method) ? '' : ` using ${expectText(method, 'the method of the index')}`;
}

function dropIndex(
  kind: string,
  guard: string,
  columns: Value | undefined,
  given: Value | undefined,
  context: TableContext,
): readonly Sql[] {
  return [
    sql`alter table ${context.tableName} drop index ${guard}${givenOrGenerated(given, kind, columns, context)}`,
  ];
}

function keepsDefinition({ method }: TableRequest): never {
  throw new NotUnderstood(`for ${method} Knex repeats the column's type, which only the database knows`);
}
