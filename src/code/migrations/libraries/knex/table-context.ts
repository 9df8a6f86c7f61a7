import type { Dialect } from '../../../../model/dialect';
import type { HostCall, Run } from '../../evaluate/host';
import { isNothing, type Value } from '../../evaluate/values';
import { expectText, NotUnderstood } from '../not-understood';
import type { Sql } from '../rendered';
import { generatedName, wrapName } from './identifiers';
import type { TableRequest, TableSpec } from './table-spec';

/** The table that is rendered, and for whom. */
export interface TableContext {
  readonly run: Run;
  readonly dialect: Dialect;
  readonly schema: string | null;
  readonly table: TableSpec;
  /** As statements write it, with its schema. */
  readonly tableName: string;
  /** The call of `createTable`, `alterTable`, … */
  readonly call: HostCall;
}

/** How a dialect answers each request: the statements, none where Knex sends none. */
export type RequestRenderer = (request: TableRequest, context: TableContext) => readonly Sql[];

/** The name that is given, or the one that Knex makes of table and columns. */
export function givenOrGenerated(
  given: Value | undefined,
  kind: string,
  columns: Value | undefined,
  { dialect, table }: TableContext,
): string {
  if (isNothing(given)) return generatedName(kind, table.name, columns, dialect);
  return wrapName(expectText(given, 'the name'), dialect);
}

/** The options of `index` and `unique`; a bare string or nothing has none. */
export function optionsOf(value: Value | undefined): ReadonlyMap<string, Value> {
  if (value?.kind !== 'record') return new Map();
  if (!value.complete) throw new NotUnderstood('the options are not known', value.place);
  return value.entries;
}

export function isCreated(table: TableSpec): boolean {
  return table.method === 'create' || table.method === 'createIfNot';
}

/** A name that is given, or none: `primary(columns, name)` and `primary(columns, { constraintName, deferrable })`. */
export function constraintOptions(value: Value | undefined): {
  readonly name: Value | undefined;
  readonly deferrable: string;
} {
  if (value?.kind !== 'record') return { name: value, deferrable: '' };
  const options = optionsOf(value);
  const deferrable = options.get('deferrable');
  return {
    name: options.get('constraintName') ?? options.get('indexName'),
    deferrable: isNothing(deferrable)
      ? ''
      : ` deferrable initially ${expectText(deferrable, 'when it is checked')}`,
  };
}

/** Names of columns said as one array or one after the other. */
export function columnNames(args: readonly Value[]): readonly Value[] {
  const [first] = args;
  if (first?.kind !== 'list') return args;
  if (!first.complete) throw new NotUnderstood('the names of the columns are not known', first.place);
  return first.items;
}
