import { isNothing } from '../../evaluate/values';
import { NotUnderstood } from '../not-understood';
import { sql, type Sql } from '../rendered';
import { dropChecks } from './check-requests';
import { columnize, wrap } from './identifiers';
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

export const sqliteRequests: Readonly<Record<string, RequestRenderer>> = {
  // While a table is created, both stand inside its definition.
  foreign: (request, context) => (isCreated(context.table) ? [] : rebuild(request)),
  primary: (request, context) => (isCreated(context.table) ? [] : rebuild(request)),
  unique: ({ args: [columns, given] }, context) => {
    const name = givenOrGenerated(constraintOptions(given).name, 'unique', columns, context);
    return createIndex('unique index', name, columns, optionsOf(given).get('predicate'), context);
  },
  index: ({ args: [columns, given, options] }, context) => {
    const name = givenOrGenerated(given, 'index', columns, context);
    return createIndex('index', name, columns, optionsOf(options).get('predicate'), context);
  },
  renameColumn: ({ args: [from, to] }, { tableName, dialect }) => [
    sql`alter table ${tableName} rename ${wrap(from, dialect, column)} to ${wrap(to, dialect, column)}`,
  ],
  // Knex makes a new table without the columns and copies the rows.
  dropColumn: ({ args }, { tableName, dialect }) =>
    columnNames(args).map((name) => sql`alter table ${tableName} drop column ${wrap(name, dialect, column)}`),
  setNullable: rebuild,
  dropNullable: rebuild,
  dropPrimary: rebuild,
  dropForeign: rebuild,
  dropUnique: ({ args: [columns, given] }, context) => [
    sql`drop index ${givenOrGenerated(given, 'unique', columns, context)}`,
  ],
  dropUniqueIfExists: ({ args: [columns, given] }, context) => [
    sql`drop index if exists ${givenOrGenerated(given, 'unique', columns, context)}`,
  ],
  dropIndex: ({ args: [columns, given] }, context) => [
    sql`drop index ${givenOrGenerated(given, 'index', columns, context)}`,
  ],
  dropChecks,
};

function createIndex(
  kind: string,
  name: string,
  columns: TableRequest['args'][number] | undefined,
  predicate: TableRequest['args'][number] | undefined,
  { tableName, dialect }: TableContext,
): readonly Sql[] {
  const condition = isNothing(predicate) ? [] : predicateOf(predicate);
  return [sql`create ${kind} ${name} on ${tableName} (${columnize(columns, dialect, column)})${condition}`];
}

/** SQLite cannot do it: Knex reads the table's definition from the database and builds the table anew. */
function rebuild({ method }: TableRequest): never {
  throw new NotUnderstood(
    `for ${method} Knex builds the table of SQLite anew from what the database says of it`,
  );
}
