import type { Range } from '../../../../model/text';
import type { Host, HostCall, Run } from '../../evaluate/host';
import { entry, hosted, isNothing, list, truth, unknown, type Value } from '../../evaluate/values';
import { attempt, expectRecord, expectText, notKnown } from '../not-understood';
import type { Sql } from '../rendered';
import type { AttributeContext } from './attribute';
import { addColumn, changeColumn, columnName, removeColumn, renameColumn } from './columns';
import { addConstraint, removeConstraint } from './constraints';
import { createTable } from './create-table';
import { deleteRows, insertRows, updateRows } from './data';
import { addIndex, removeIndex } from './indexes';
import { quote, quoteTable, tableOf } from './names';
import { createFunction, createTrigger, dropFunction, dropTrigger } from './routines';
import { SequelizeHost } from './sequelize-host';

/** Questions to the database. */
const asks = new Set([
  'describeTable',
  'tableExists',
  'showAllTables',
  'showAllSchemas',
  'showIndex',
  'showConstraint',
  'getForeignKeysForTables',
  'getForeignKeyReferencesForTable',
  'databaseVersion',
  'rawSelect',
  'select',
  'pgListEnums',
]);

/** `queryInterface`, and Umzug's object whose `context` it is. */
export class QueryInterfaceHost implements Host {
  readonly label = 'queryInterface';

  constructor(private readonly run: Run) {}

  property(name: string, place: Range): Value | undefined {
    switch (name) {
      case 'context':
      case 'queryInterface':
        return hosted(this, place);
      case 'sequelize':
        return hosted(new SequelizeHost(this.run, true), place);
      case 'Sequelize':
      case 'DataTypes':
        return hosted(new SequelizeHost(this.run, false), place);
      default:
        return undefined;
    }
  }

  method(call: HostCall): Value | undefined {
    const { name, place } = call;
    if (name === 'getQueryInterface') return hosted(this, place);
    // Umzug's context may be the connection itself.
    if (name === 'query' || name === 'transaction') return new SequelizeHost(this.run, true).method(call);
    if (asks.has(name)) {
      this.run.seen(call);
      return unknown(call.label, place, name === 'tableExists' ? 'exists' : null);
    }
    if (!Object.hasOwn(renderers, name)) return undefined;
    const statements = attempt(this.run, call, () => renderers[name]?.(call, this.run) ?? []);
    for (const statement of statements ?? []) this.run.emitSql(call, statement);
    if (statements?.length === 0) this.run.seen(call);
    return unknown(call.label, place);
  }
}

type Renderer = (call: HostCall, run: Run) => readonly Sql[];

function context(call: HostCall, run: Run, purpose: AttributeContext['purpose']): AttributeContext {
  return { run, call, purpose, table: tableOf(call.args[0]) };
}

const renderers: Readonly<Record<string, Renderer>> = {
  createTable: (call, run) => {
    const [name, attributes, given] = call.args;
    const options = expectRecord(given, 'the options of the table');
    const schema = options.get('schema');
    const said = tableOf(name);
    const table =
      said.schema === null && !isNothing(schema)
        ? { ...said, schema: expectText(schema, 'the schema of the table'), isObject: true }
        : said;
    if (attributes?.kind !== 'record') throw notKnown(attributes, 'the columns');
    return createTable(table, attributes, options, { run, call, table, purpose: 'createTable' });
  },
  dropTable: ({ args: [name, options] }, { dialect }) => {
    const cascade = flag(options, 'cascade') || flag(options, 'force');
    const word = cascade && dialect === 'postgres' ? ' CASCADE' : '';
    return [[`DROP TABLE IF EXISTS ${quoteTable(tableOf(name), dialect)}${word}`]];
  },
  renameTable: ({ args: [from, to] }, { dialect }) => [
    [`ALTER TABLE ${quoteTable(tableOf(from), dialect)} RENAME TO ${quoteTable(tableOf(to), dialect)}`],
  ],
  addColumn: (call, run) => {
    const [, name, attribute] = call.args;
    if (attribute === undefined) throw notKnown(attribute, 'the description of the column');
    return addColumn(columnName(name), attribute, context(call, run, 'addColumn'));
  },
  removeColumn: (call, run) => removeColumn(columnName(call.args[1]), context(call, run, 'changeColumn')),
  renameColumn: (call, run) => {
    const [, from, to] = call.args;
    return renameColumn(columnName(from), columnName(to), context(call, run, 'changeColumn'));
  },
  changeColumn: (call, run) => {
    const [, name, attribute] = call.args;
    if (attribute === undefined) throw notKnown(attribute, 'the description of the column');
    return changeColumn(columnName(name), attribute, context(call, run, 'changeColumn'));
  },
  addIndex: ({ args: [name, first, second] }, { dialect }) => addIndex(tableOf(name), first, second, dialect),
  removeIndex: ({ args: [name, first, second] }, { dialect }) =>
    removeIndex(tableOf(name), first, second, dialect),
  addConstraint: ({ args: [name, first, second] }, { dialect }) =>
    addConstraint(tableOf(name), first, second, dialect),
  removeConstraint: ({ args: [name, constraint] }, { dialect }) =>
    removeConstraint(tableOf(name), expectText(constraint, 'the name of the constraint'), dialect),
  bulkInsert: ({ args: [name, rows] }, { dialect }) => insertRows(tableOf(name), rows, dialect),
  insert: ({ args: [, name, values], place }, { dialect }) =>
    insertRows(tableOf(name), values === undefined ? values : list([values], place), dialect),
  bulkUpdate: ({ args: [name, values, where] }, { dialect }) =>
    updateRows(tableOf(name), values, where, dialect),
  update: ({ args: [, name, values, where] }, { dialect }) =>
    updateRows(tableOf(name), values, where, dialect),
  bulkDelete: ({ args: [name, where, options] }, { dialect }) => {
    if (!flag(options, 'truncate')) return deleteRows(tableOf(name), where, dialect);
    return truncate(name, options, dialect);
  },
  delete: ({ args: [, name, where] }, { dialect }) => deleteRows(tableOf(name), where, dialect),
  createSchema: ({ args: [name] }, { dialect }) => {
    const schema = quote(expectText(name, 'the name of the schema'), dialect);
    if (dialect === 'postgres') return [[`CREATE SCHEMA IF NOT EXISTS ${schema}`]];
    return dialect === 'mariadb' ? [[`CREATE SCHEMA IF NOT EXISTS ${schema}`]] : [];
  },
  dropSchema: ({ args: [name] }, { dialect }) => {
    const schema = quote(expectText(name, 'the name of the schema'), dialect);
    if (dialect === 'postgres') return [[`DROP SCHEMA IF EXISTS ${schema} CASCADE`]];
    return dialect === 'mariadb'
      ? [[`DROP SCHEMA IF EXISTS ${schema}`]]
      : [[`DROP TABLE IF EXISTS ${schema}`]];
  },
  dropEnum: ({ args: [name] }) => [
    [`DROP TYPE IF EXISTS ${quote(expectText(name, 'the name of the type'), 'postgres')}`],
  ],
  createFunction,
  dropFunction,
  createTrigger,
  dropTrigger,
};

function flag(options: Value | undefined, name: string): boolean {
  const value = entry(options, name);
  return value !== undefined && truth(value) === true;
}

function truncate(
  name: Value | undefined,
  options: Value | undefined,
  dialect: Run['dialect'],
): readonly Sql[] {
  const table = quoteTable(tableOf(name), dialect);
  if (dialect === 'sqlite') return [[`DELETE FROM ${table}`]];
  if (dialect !== 'postgres') return [[`TRUNCATE ${table}`]];
  const identity = flag(options, 'restartIdentity') ? ' RESTART IDENTITY' : '';
  return [[`TRUNCATE ${table}${identity}${flag(options, 'cascade') ? ' CASCADE' : ''}`]];
}
