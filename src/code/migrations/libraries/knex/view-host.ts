import type { Host, HostCall, Run } from '../../evaluate/host';
import { hosted, joined, type Value } from '../../evaluate/values';
import { expectText, NotUnderstood } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { plain, sql, type Sql } from '../rendered';
import { columnize, wrap, wrapName } from './identifiers';
import { queryOf } from './query';
import { renderSelect } from './select';

/** The `view` of a callback: notes down what is asked of it. */
export class ViewHost implements Host {
  readonly label = 'view';
  readonly requests: { readonly name: string; readonly args: readonly Value[] }[] = [];

  constructor(
    private readonly run: Run,
    private readonly altered: boolean,
  ) {}

  method(call: HostCall): Value | undefined {
    const { name, args } = call;
    if (name === 'column' && this.altered)
      return hosted(new ViewColumnHost(this.run, this, args[0]), call.place);
    if (!['columns', 'as', 'checkOption', 'localCheckOption', 'cascadedCheckOption'].includes(name))
      return undefined;
    this.run.append(this.requests, { name, args });
    return hosted(this, call.place);
  }

  last(name: string): Value | undefined {
    return this.requests.findLast((request) => request.name === name)?.args[0];
  }
}

class ViewColumnHost implements Host {
  readonly label = 'column';

  constructor(
    private readonly run: Run,
    private readonly view: ViewHost,
    private readonly column: Value | undefined,
  ) {}

  method(call: HostCall): Value | undefined {
    const { name, args, place } = call;
    if ((name !== 'rename' && name !== 'defaultTo') || this.column === undefined) return undefined;
    this.run.append(this.view.requests, { name, args: [this.column, ...args] });
    return hosted(this, place);
  }
}

const checkOptions: Readonly<Record<string, string>> = {
  checkOption: ' with check option',
  localCheckOption: ' with local check option',
  cascadedCheckOption: ' with cascaded check option',
};

/** The statements of `createView` and its kin, and of `alterView`. */
export function renderView(
  call: HostCall,
  host: ViewHost,
  dialect: Run['dialect'],
  schema: string | null,
): readonly Sql[] {
  const raw = expectText(call.args[0], 'the name of the view');
  const name = wrapName(schema === null ? raw : `${schema}.${raw}`, dialect);
  if (call.name === 'view' || call.name === 'alterView') return alterView(name, host, dialect);
  const columns = host.last('columns');
  const list = columns === undefined ? [] : sql` (${columnize(columns, dialect, 'the name of the column')})`;
  const option = host.requests.findLast((request) => Object.hasOwn(checkOptions, request.name))?.name;
  const body = sql`${name}${list} as ${viewQuery(host.last('as'))}${option === undefined ? '' : (checkOptions[option] ?? '')}`;
  if (call.name === 'createViewOrReplace' && dialect === 'sqlite')
    return [sql`drop view if exists ${name}`, sql`create view ${body}`];
  if (call.name === 'createMaterializedView' && dialect !== 'postgres')
    throw new NotUnderstood(`Knex has no materialized views for ${dialect}`);
  const kinds = new Map([
    ['createViewOrReplace', 'or replace view'],
    ['createMaterializedView', 'materialized view'],
  ]);
  return [sql`create ${kinds.get(call.name) ?? 'view'} ${body}`];
}

function viewQuery(value: Value | undefined): Sql {
  const query = queryOf(value);
  if (query !== null) return renderSelect(query);
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  if (value?.kind === 'text') return [joined(value)];
  throw new NotUnderstood('the query of the view is not known', value?.place);
}

function alterView(name: string, host: ViewHost, dialect: Run['dialect']): readonly Sql[] {
  if (dialect !== 'postgres') throw new NotUnderstood(`Knex alters no view of ${dialect}`);
  return host.requests.flatMap(({ name: request, args: [column, value] }) => {
    const column_ = wrap(column, dialect, 'the name of the column');
    if (request === 'rename')
      return [sql`alter view ${name} rename ${column_} to ${wrap(value, dialect, 'the new name')}`];
    if (request !== 'defaultTo') return [];
    // Knex writes the value as it is.
    const text = rawSqlOf(value) ?? [
      value?.kind === 'scalar' ? String(value.value) : expectText(value, 'the default'),
    ];
    return [sql`alter view ${name} alter ${column_} set default ${plain(text)}`];
  });
}
