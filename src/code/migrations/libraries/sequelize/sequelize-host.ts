import type { Range } from '../../../../model/text';
import type { Host, HostCall, Run } from '../../evaluate/host';
import { settle } from '../../evaluate/reach';
import { computedText, hosted, record, unknown, type Value } from '../../evaluate/values';
import { attempt, expectText } from '../not-understood';
import { RawSql } from '../raw-sql';
import { DataType, isDataTypeName } from './data-type';
import { escapeValue } from './literals';
import { quoteQualified } from './names';
import { QueryInterfaceHost } from './query-interface';
import { sendQuery } from './query';
import { operatorPrefix } from './where';

const deferrable: Readonly<Record<string, string>> = {
  INITIALLY_DEFERRED: 'DEFERRABLE INITIALLY DEFERRED',
  INITIALLY_IMMEDIATE: 'DEFERRABLE INITIALLY IMMEDIATE',
  NOT: 'NOT DEFERRABLE',
};

/** What `require('sequelize')` gives, `Sequelize`, `DataTypes`, and a connection: `queryInterface.sequelize`. */
export class SequelizeHost implements Host {
  readonly label: string;

  constructor(
    private readonly run: Run,
    /** A connection can send; the rest is harmless in foreign hands. */
    private readonly isConnection: boolean,
  ) {
    this.label = isConnection ? 'sequelize' : 'Sequelize';
  }

  get harmless(): boolean {
    return !this.isConnection;
  }

  property(name: string, place: Range): Value | undefined {
    if (isDataTypeName(name)) return hosted(new DataType(name), place);
    switch (name) {
      case 'DataTypes':
      case 'Sequelize':
      case 'default':
      case 'constructor':
        return hosted(new SequelizeHost(this.run, false), place);
      case 'Op':
        return hosted(new NamesHost('Op', (operator) => `${operatorPrefix}${operator}`), place);
      case 'Deferrable':
        return hosted(new NamesHost('Deferrable', (kind) => deferrable[kind] ?? null), place);
      case 'QueryTypes':
        return hosted(new NamesHost('QueryTypes', (type) => type), place);
      case 'options':
        return record(new Map([['dialect', this.dialect(place)]]), place, false);
      case 'dialect':
        return record(new Map([['name', this.dialect(place)]]), place, false);
      case 'queryInterface':
        return this.isConnection ? hosted(new QueryInterfaceHost(this.run), place) : undefined;
      default:
        return undefined;
    }
  }

  method(call: HostCall): Value | undefined {
    const { name, args, place } = call;
    const raw = (render: () => string): Value => {
      const text = attempt(this.run, call, render);
      return text === undefined ? unknown(call.label, place) : hosted(new RawSql(call.label, [text]), place);
    };
    const { dialect } = this.run;
    switch (name) {
      case 'literal': {
        const [text] = args;
        return text?.kind === 'text'
          ? hosted(new RawSql(call.label, [text]), place)
          : raw(() => expectText(text, 'the SQL'));
      }
      case 'fn':
      case 'cast':
        return raw(() => functionText(name, args, dialect));
      case 'col':
        return raw(() => quoteQualified(expectText(args[0], 'the name of the column'), dialect));
      case 'getDialect':
        return this.dialect(place);
    }
    return this.isConnection ? this.send(call) : undefined;
  }

  private send(call: HostCall): Value | undefined {
    switch (call.name) {
      case 'query':
        sendQuery(this.run, call);
        return unknown(call.label, call.place);
      case 'transaction':
        return this.transaction(call);
      case 'getQueryInterface':
        return hosted(new QueryInterfaceHost(this.run), call.place);
      case 'escape': {
        const text = attempt(this.run, call, () => escapeValue(call.args[0], this.run.dialect, 'the value'));
        return text === undefined ? unknown(call.label, call.place) : computedText(text, call.place);
      }
      case 'authenticate':
      case 'close':
        this.run.seen(call);
        return unknown(call.label, call.place);
      default:
        return undefined;
    }
  }

  /** A transaction around a callback, or one that the migration ends itself. */
  private transaction(call: HostCall): Value {
    const callback = call.args.find((argument) => argument.kind === 'function');
    this.run.emitSql(call, ['START TRANSACTION']);
    const transaction = hosted(new TransactionHost(this.run), call.place);
    if (callback === undefined) return transaction;
    const result = this.run.invoke(callback, [transaction], call);
    settle(result);
    this.run.emitSql(call, ['COMMIT']);
    return result.kind === 'host' ? unknown(call.label, call.place) : result;
  }

  private dialect(place: Range): Value {
    return computedText(this.run.dialect, place);
  }
}

/** `fn('lower', col('a'))` and `cast(value, 'text')`. */
function functionText(name: string, [first, ...rest]: readonly Value[], dialect: Run['dialect']): string {
  if (name === 'cast')
    return `CAST(${escapeValue(first, dialect, 'the value')} AS ${expectText(rest[0], 'the type').toUpperCase()})`;
  const list = rest.map((value) => escapeValue(value, dialect, 'the argument')).join(', ');
  return `${expectText(first, 'the name of the function')}(${list})`;
}

/** Names that stand for themselves: `Op.ne`, `QueryTypes.SELECT`. */
class NamesHost implements Host {
  readonly harmless = true;

  constructor(
    readonly label: string,
    private readonly text: (name: string) => string | null,
  ) {}

  property(name: string, place: Range): Value | undefined {
    const text = this.text(name);
    return text === null ? undefined : computedText(text, place);
  }
}

/** What `sequelize.transaction()` gives. Given to other code it can end the transaction at most. */
class TransactionHost implements Host {
  readonly label = 'transaction';
  readonly harmless = true;

  constructor(private readonly run: Run) {}

  method(call: HostCall): Value | undefined {
    switch (call.name) {
      case 'commit':
        this.run.emitSql(call, ['COMMIT']);
        return unknown(call.label, call.place);
      // On an error alone: it is no part of what `up` does.
      case 'rollback':
      case 'afterCommit':
        this.run.seen(call);
        return unknown(call.label, call.place);
      default:
        return undefined;
    }
  }
}

/** The modules that export Sequelize and its types. */
export function isSequelizeModule(module: string): boolean {
  return module === 'sequelize' || module === '@sequelize/core' || module === 'sequelize-typescript';
}
