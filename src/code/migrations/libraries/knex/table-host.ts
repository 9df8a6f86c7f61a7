import type { Host, HostCall, Run } from '../../evaluate/host';
import {
  booleanOf,
  computedText,
  hosted,
  isNothing,
  list,
  scalar,
  truth,
  type Value,
} from '../../evaluate/values';
import { RawSql } from '../raw-sql';
import { ColumnHost, ForeignHost } from './column-host';
import type { ColumnSpec, TableRequest, TableSpec } from './table-spec';

const columnTypes = new Set(
  (
    'tinyint smallint mediumint int bigint decimal float double real bit boolean serial date datetime timestamp time ' +
    'year geometry geography point char varchar tinytext tinyText text mediumtext mediumText longtext longText binary ' +
    'varbinary tinyblob tinyBlob mediumblob mediumBlob blob longblob longBlob enum set bool dateTime increments ' +
    'bigincrements bigIncrements integer biginteger bigInteger string json jsonb uuid enu specificType'
  ).split(' '),
);
const aliases: Readonly<Record<string, string>> = {
  float: 'floating',
  enum: 'enu',
  boolean: 'bool',
  string: 'varchar',
  bigint: 'biginteger',
};
const options = new Set(['comment', 'engine', 'charset', 'collate', 'inherits']);
const requests = new Set([
  'index',
  'primary',
  'unique',
  'dropPrimary',
  'dropPrimaryIfExists',
  'dropUnique',
  'dropUniqueIfExists',
  'dropIndex',
  'dropForeign',
  'dropForeignIfExists',
]);
const alterRequests = new Set([
  'renameColumn',
  'setNullable',
  'dropNullable',
  'dropChecks',
  'dropColumn',
  'dropColumns',
]);

/** The `table` of a callback: notes down what is asked of it. */
export class TableHost implements Host {
  readonly label = 'table';

  constructor(
    private readonly run: Run,
    readonly spec: TableSpec,
  ) {}

  method(call: HostCall): Value | undefined {
    const { name, place } = call;
    if (columnTypes.has(name)) return hosted(this.addColumn(name, call.args, call), place);
    if (requests.has(name)) return this.request(name, call.args, call);
    if (options.has(name)) {
      this.run.append(this.spec.options, { method: name, args: call.args, call, foreign: null });
      return hosted(this, place);
    }
    if (name === 'timestamps') return this.timestamps(call);
    if (name === 'foreign') return hosted(this.addForeign(call.args, call), place);
    if (name === 'queryContext') return hosted(this, place);
    if (name === 'check') return this.check(call);
    if (this.spec.method !== 'alter') return undefined;
    if (alterRequests.has(name))
      return this.request(name === 'dropColumns' ? 'dropColumn' : name, call.args, call);
    return name === 'dropTimestamps' ? this.dropTimestamps(call) : undefined;
  }

  /** Asks for something besides columns; gives the table itself. */
  request(
    method: string,
    args: readonly Value[],
    call: HostCall,
    foreign: TableRequest['foreign'] = null,
  ): Value {
    this.run.seen(call);
    this.run.append(this.spec.requests, { method, args, call, foreign });
    return hosted(this, call.place);
  }

  addForeign([column, keyName]: readonly Value[], call: HostCall): ForeignHost {
    const foreign = { parts: [] };
    this.request('foreign', column === undefined ? [] : [column], call, foreign);
    const host = new ForeignHost(this.run, foreign);
    if (keyName !== undefined && !isNothing(keyName)) host.set('keyName', keyName);
    return host;
  }

  private addColumn(name: string, args: readonly Value[], call: HostCall): ColumnHost {
    const type = Object.hasOwn(aliases, name) ? aliases[name] : name;
    const spec: ColumnSpec = { type: (type ?? name).toLowerCase(), args, modifiers: [], call };
    this.run.seen(call);
    this.run.append(this.spec.columns, spec);
    return new ColumnHost(this.run, this, spec);
  }

  private check(call: HostCall): Value {
    const request = { method: 'check', args: call.args, call, foreign: null };
    this.run.append(this.spec.method === 'alter' ? this.spec.requests : this.spec.checks, request);
    return hosted(this, call.place);
  }

  private timestamps(call: HostCall): Value | undefined {
    const [first, second, third] = call.args;
    const given = first?.kind === 'record' ? first.entries : null;
    const useTimestamps = given ? given.get('useTimestamps') : first;
    const defaultToNow = given ? given.get('defaultToNow') : second;
    const useCamelCase = given ? given.get('useCamelCase') : third;
    if ([useTimestamps, defaultToNow, useCamelCase].some((flag) => flag && truth(flag) === null))
      return undefined;
    const camel = useCamelCase !== undefined && truth(useCamelCase) === true;
    const type = booleanOf(useTimestamps) === true ? 'timestamp' : 'datetime';
    for (const name of camel ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']) {
      const column = this.addColumn(type, [computedText(name, call.place)], call);
      if (booleanOf(defaultToNow) !== true) continue;
      column.modify('nullable', [scalar(false, call.place)], call);
      column.modify(
        'defaultTo',
        [hosted(new RawSql('CURRENT_TIMESTAMP', ['CURRENT_TIMESTAMP']), call.place)],
        call,
      );
    }
    return scalar(undefined, call.place);
  }

  private dropTimestamps(call: HostCall): Value {
    const camel = booleanOf(call.args[0]) === true;
    const names = camel ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at'];
    const columns = names.map((name) => computedText(name, call.place));
    return this.request('dropColumn', [list(columns, call.place)], call);
  }
}
