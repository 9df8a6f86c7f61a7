import type { Host } from '../evaluate/host';
import type { Value } from '../evaluate/values';
import type { Sql } from './rendered';

/** SQL that stands where a value could stand, such as `Sequelize.literal('now()')`. It sends nothing by itself. */
export class RawSql implements Host {
  readonly harmless = true;

  constructor(
    readonly label: string,
    readonly sql: Sql,
  ) {}
}

/** The raw SQL that a value is; null for any other value. */
export function rawSqlOf(value: Value | undefined): Sql | null {
  return value?.kind === 'host' && value.host instanceof RawSql ? value.host.sql : null;
}
