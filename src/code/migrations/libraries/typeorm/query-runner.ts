import type { Host, HostCall, Run } from '../../evaluate/host';
import {
  booleanOf,
  hosted,
  isNothing,
  joined,
  record,
  scalar,
  unknown,
  type Value,
} from '../../evaluate/values';
import type { Sql } from '../rendered';
import { connectionHost, sendRaw } from './connection';
import { flagFrom, objectsFrom, Options, textFrom, textsFrom } from './options';
import {
  columnSpec,
  expressionSpec,
  foreignKeySpec,
  indexSpec,
  nameFrom,
  tablePath,
  tableSpec,
  uniqueSpec,
} from './read-specs';
import type { TablePath } from './specs';
import type { TransactionDepth } from './transactions';
import type { TypeormSql } from './typeorm-sql';

type Handler = (call: HostCall, table: TablePath) => readonly Sql[] | null;

/** `queryRunner`: what TypeORM hands to `up`. */
export function queryRunnerHost(run: Run, dialect: TypeormSql, depth: TransactionDepth): Host {
  const ofTable = handlersOfTables(run, dialect);
  const others = handlersOfOthers(run, dialect);
  const host: Host = {
    label: 'queryRunner',
    property: (name, place) => propertyOf(run, host, name, place),
    method(call) {
      if (call.name === 'query') return sendRaw(run, call);
      if (questions.has(call.name)) return answer(run, call);
      if (silent.has(call.name)) return scalar(undefined, call.place);
      const transaction = depth.statement(call.name);
      const statements =
        transaction === null ? (ofTable[call.name] ?? others[call.name])?.(call) : [[transaction]];
      if (statements === undefined) return undefined;
      send(run, call, statements);
      return scalar(undefined, call.place);
    },
  };
  return host;
}

function send(run: Run, call: HostCall, statements: readonly Sql[] | null): void {
  if (statements === null) return;
  if (statements.length === 0)
    run.unread(call, `what ${call.label} sends depends on the table in the database`);
  for (const statement of statements) run.emitSql(call, statement);
}

const questions = new Set([
  'hasTable',
  'hasColumn',
  'hasSchema',
  'hasDatabase',
  'getTable',
  'getTables',
  'getView',
  'getViews',
  'getSchemas',
  'getDatabases',
  'getCurrentSchema',
  'getCurrentDatabase',
]);
const silent = new Set(['connect', 'release', 'enableSqlMemory', 'disableSqlMemory', 'clearSqlMemory']);

/** A table that is asked for is known by its name only. */
function answer(run: Run, call: HostCall): Value {
  run.seen(call);
  const [name] = call.args;
  if (call.name !== 'getTable' || name?.kind !== 'text')
    return unknown(`${call.label}(${name?.kind === 'text' ? joined(name) : '…'})`, call.place);
  return { ...record(new Map([['name', name]]), call.place, false), base: tableInDatabase };
}

const tableInDatabase: Host = {
  label: 'the table',
  harmless: true,
  mayBeMissing: true,
  method(call) {
    const [name] = call.args;
    if (call.name !== 'findColumnByName' || name === undefined) return unknown(call.label, call.place);
    return record(new Map([['name', name]]), call.place, false);
  },
};

function propertyOf(run: Run, host: Host, name: string, place: Value['place']): Value | undefined {
  switch (name) {
    case 'connection':
    case 'dataSource':
    case 'manager':
      return hosted(connectionHost(run, `queryRunner.${name}`, host), place);
    case 'isTransactionActive':
      return unknown('queryRunner.isTransactionActive', place);
    default:
      return undefined;
  }
}

type Handlers = Readonly<Record<string, ((call: HostCall) => readonly Sql[] | null) | undefined>>;

function handlersOfTables(run: Run, dialect: TypeormSql): Handlers {
  const flag = (call: HostCall, index: number): boolean => {
    const value = call.args[index];
    return value !== undefined && flagFrom(run, call, value);
  };
  /** The one object, or each of several, that the second argument holds. */
  const given = (call: HostCall, what: string): readonly Options[] => {
    const value = call.args[1];
    if (value?.kind === 'list') return objectsFrom(run, call, value, what);
    const one = Options.of(run, call, value, what);
    return one === null ? [] : [one];
  };
  /** The names that the second argument holds, as texts or objects. */
  const names = (call: HostCall, what: string): readonly string[] => {
    const value = call.args[1];
    const items = value?.kind === 'list' ? value.items : [value];
    return items.flatMap((item) => nameFrom(run, call, item, what) ?? []);
  };
  const each =
    <T>(
      items: (call: HostCall) => readonly T[],
      write: (table: TablePath, item: T, call: HostCall) => readonly Sql[],
    ): Handler =>
    (call, table) => {
      const found = items(call);
      return found.length === 0 ? null : found.flatMap((item) => write(table, item, call));
    };
  const columns = each((call) => given(call, 'the column').map(columnSpec), dialect.addColumn.bind(dialect));
  const dropColumns = each(
    (call) => names(call, 'column'),
    (table, column, call) => dialect.dropColumn(table, column, flag(call, 2)),
  );
  const indices = each((call) => given(call, 'the index').map(indexSpec), dialect.createIndex.bind(dialect));
  const dropIndices = each(
    (call) => names(call, 'index'),
    (table, name, call) => {
      const [, index] = call.args;
      const isConcurrent =
        booleanOf(index?.kind === 'record' ? index.entries.get('isConcurrent') : undefined) ?? false;
      return dialect.dropIndex(table, name, { isConcurrent, ifExists: flag(call, 2) });
    },
  );
  const foreignKeys = each(
    (call) => given(call, 'the foreign key').map((one) => foreignKeySpec(one)),
    dialect.createForeignKey.bind(dialect),
  );
  const dropNamed = (
    what: string,
    write: (table: TablePath, name: string, ifExists: boolean) => readonly Sql[],
  ): Handler =>
    each(
      (call) => names(call, what),
      (table, name, call) => write(table, name, flag(call, 2)),
    );
  const uniques = each(
    (call) => given(call, 'the constraint').map(uniqueSpec),
    dialect.createUnique.bind(dialect),
  );
  const checks = each(
    (call) => given(call, 'the constraint').map(expressionSpec),
    dialect.createCheck.bind(dialect),
  );
  const exclusions = each(
    (call) => given(call, 'the constraint').map(expressionSpec),
    dialect.createExclusion.bind(dialect),
  );
  const dropForeignKeys = dropNamed('foreign key', dialect.dropForeignKey.bind(dialect));
  const dropUniques = dropNamed('constraint', dialect.dropUnique.bind(dialect));
  const dropChecks = dropNamed('constraint', dialect.dropCheck.bind(dialect));
  const dropExclusions = dropNamed('constraint', dialect.dropExclusion.bind(dialect));
  const change = (
    call: HostCall,
    table: TablePath,
    from: Value | undefined,
    to: Value | undefined,
  ): readonly Sql[] | null => {
    const old = nameFrom(run, call, from, 'column');
    if (old === null) return null;
    if (call.name === 'renameColumn' && to?.kind === 'text')
      return dialect.renameColumn(table, old, textFrom(run, call, to));
    const options = Options.of(run, call, to, 'the column');
    if (options === null) return null;
    run.unread(call, dialect.changeColumnLoses);
    return dialect.changeColumn(table, old, columnSpec(options));
  };
  const handlers: Readonly<Record<string, Handler>> = {
    dropTable: (call, table) => dialect.dropTable(table, flag(call, 1)),
    renameTable: (call, table) => {
      const to = nameFrom(run, call, call.args[1], 'table');
      return to === null ? null : dialect.renameTable(table, to);
    },
    addColumn: columns,
    addColumns: columns,
    dropColumn: dropColumns,
    dropColumns,
    changeColumn: (call, table) => change(call, table, call.args[1], call.args[2]),
    renameColumn: (call, table) => change(call, table, call.args[1], call.args[2]),
    changeColumns: (call, table) => {
      const pairs = call.args[1] === undefined ? [] : objectsFrom(run, call, call.args[1], 'columns');
      return pairs.flatMap((pair) => change(call, table, pair.at('oldColumn'), pair.at('newColumn')) ?? []);
    },
    createIndex: indices,
    createIndices: indices,
    createViewIndex: indices,
    dropIndex: dropIndices,
    dropIndices,
    dropViewIndex: dropIndices,
    createForeignKey: foreignKeys,
    createForeignKeys: foreignKeys,
    dropForeignKey: dropForeignKeys,
    dropForeignKeys,
    createUniqueConstraint: uniques,
    createUniqueConstraints: uniques,
    dropUniqueConstraint: dropUniques,
    dropUniqueConstraints: dropUniques,
    createCheckConstraint: checks,
    createCheckConstraints: checks,
    dropCheckConstraint: dropChecks,
    dropCheckConstraints: dropChecks,
    createExclusionConstraint: exclusions,
    createExclusionConstraints: exclusions,
    dropExclusionConstraint: dropExclusions,
    dropExclusionConstraints: dropExclusions,
    createPrimaryKey: (call, table) => {
      const [, keys, name] = call.args;
      if (keys === undefined) return [];
      const constraint = name === undefined || isNothing(name) ? null : textFrom(run, call, name);
      return dialect.createPrimaryKey(table, textsFrom(run, call, keys), constraint);
    },
    dropPrimaryKey: (call, table) => {
      const [, name] = call.args;
      return dialect.dropPrimaryKey(table, name?.kind === 'text' ? textFrom(run, call, name) : null) ?? [];
    },
    updatePrimaryKeys: () => [],
    clearTable: (_call, table) => dialect.clearTable(table),
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (call: HostCall) => {
        const table = tablePath(run, call, call.args[0]);
        return table === null ? null : handle(call, table);
      },
    ]),
  );
}

function handlersOfOthers(run: Run, dialect: TypeormSql): Handlers {
  const flag = (call: HostCall, index: number, otherwise: boolean): boolean => {
    const value = call.args[index];
    return value === undefined || isNothing(value) ? otherwise : flagFrom(run, call, value);
  };
  const named = (call: HostCall, write: (name: string) => readonly Sql[]): readonly Sql[] | null => {
    const name = nameFrom(run, call, call.args[0], 'schema');
    return name === null ? null : write(name);
  };
  return {
    createTable(call) {
      const options = Options.of(run, call, call.args[0], 'the table');
      if (options === null) return null;
      return dialect.createTable(tableSpec(options), {
        ifNotExists: flag(call, 1, false),
        foreignKeys: flag(call, 2, true),
        indices: flag(call, 3, true),
      });
    },
    createView(call) {
      const options = Options.of(run, call, call.args[0], 'the view');
      const view = options === null ? null : tablePath(run, call, options.value);
      const expression = options?.at('expression');
      if (options === null || view === null) return null;
      if (expression?.kind !== 'text') return [];
      return dialect.createView(view, [expression], options.flag('materialized'));
    },
    dropView(call) {
      const view = tablePath(run, call, call.args[0]);
      return view === null ? null : dialect.dropView(view, flag(call, 1, false));
    },
    createSchema: (call) => named(call, (name) => dialect.createSchema(name, flag(call, 1, false))),
    dropSchema: (call) =>
      named(call, (name) => dialect.dropSchema(name, flag(call, 1, false), flag(call, 2, false))),
    createDatabase: () => [],
    dropDatabase: () => [],
    clearDatabase: () => [],
  };
}
