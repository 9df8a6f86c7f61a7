import type { Host, HostCall, Run } from '../../evaluate/host';
import type { Value } from '../../evaluate/values';

/** A query that is being built: `knex('orders').where(…)`. */
export interface Query {
  readonly run: Run;
  readonly schema: string | null;
  /** The table that the chain starts at; undefined when `from`, `into` or `table` say it. */
  readonly table: Value | undefined;
  /** The calls of the chain, first to last. */
  readonly links: readonly HostCall[];
}

/** Anything that a query stands behind. */
export abstract class QueryHolder implements Host {
  abstract readonly label: string;
  abstract readonly query: Query;
  method?(call: HostCall): Value | undefined;
}

/** The query that a value is; null for any other value. */
export function queryOf(value: Value | undefined): Query | null {
  return value?.kind === 'host' && value.host instanceof QueryHolder ? value.host.query : null;
}
