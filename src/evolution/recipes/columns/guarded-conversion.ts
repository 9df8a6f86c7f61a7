import type { ColumnType } from '../../../model/schema-change';
import { mysqlTypeName } from '../../../schema/effects/online-ddl';
import { literal } from '../names';

/** Expressions that give NULL, never an error, for what does not fit, and the way back. `value` and `back` are SQL. */
export interface GuardedConversion {
  readonly forward: string;
  readonly backward: string;
}

/**
 * MySQL and MariaDB raise errors for values that do not fit where a row is written, and have no way to catch them in an
 * expression; so the known conversions look first. null: none is known, and a person has to give one.
 */
export function guardedConversion(
  from: ColumnType,
  to: ColumnType,
  value: string,
  back: string,
): GuardedConversion | null {
  const [was, is] = [mysqlTypeName(from), mysqlTypeName(to)];
  const range = rangeOf(to);
  if (range !== null) {
    const within = (number: string): string =>
      `CASE WHEN ${number} BETWEEN ${range[0]} AND ${range[1]} THEN ${number} END`;
    if (rangeOf(from) !== null) return { forward: within(value), backward: back };
    if (isText(was)) {
      const number = `CAST(${value} AS ${to.unsigned ? 'UNSIGNED' : 'SIGNED'})`;
      const pattern = to.unsigned ? "'^[0-9]{1,18}$'" : "'^-?[0-9]{1,18}$'";
      return {
        forward: `CASE WHEN ${value} REGEXP ${pattern} THEN ${within(number)} END`,
        backward: `CAST(${back} AS CHAR)`,
      };
    }
    return null;
  }
  if (is === 'varchar' || is === 'char') {
    const length = to.arguments[0] ?? 1;
    const text = isText(was) || was === 'enum' ? value : `CAST(${value} AS CHAR)`;
    const known = isText(was) || was === 'enum' || rangeOf(from) !== null;
    return known ? { forward: `CASE WHEN CHAR_LENGTH(${text}) <= ${length} THEN ${text} END`, backward: back } : null;
  }
  if (isText(is)) return isText(was) ? { forward: value, backward: back } : { forward: `CAST(${value} AS CHAR)`, backward: back };
  if (is === 'enum' && (isText(was) || was === 'enum')) {
    const values = (to.values ?? []).map((one) => literal(one, 'mysql')).join(', ');
    return { forward: `CASE WHEN ${value} IN (${values}) THEN ${value} END`, backward: back };
  }
  if (is === 'date' && (was === 'datetime' || was === 'timestamp'))
    return { forward: `CAST(${value} AS DATE)`, backward: `CAST(${back} AS DATETIME)` };
  if (is === 'datetime' && was === 'date')
    return { forward: `CAST(${value} AS DATETIME)`, backward: `CAST(${back} AS DATE)` };
  if (is === 'json' && isText(was))
    return { forward: `CASE WHEN JSON_VALID(${value}) THEN ${value} END`, backward: `CAST(${back} AS CHAR)` };
  if (is === 'decimal' && (was === 'decimal' || rangeOf(from) !== null)) {
    const [digits = 10, scale = 0] = to.arguments;
    const most = `${'9'.repeat(Math.max(digits - scale, 1))}${scale > 0 ? `.${'9'.repeat(scale)}` : ''}`;
    const rounded = `ROUND(${value}, ${scale})`;
    return { forward: `CASE WHEN ${rounded} BETWEEN -${most} AND ${most} THEN ${rounded} END`, backward: back };
  }
  return null;
} // prettier-ignore

function isText(name: string): boolean {
  return /^(var)?char$|text$/.test(name);
}

const bytes: Readonly<Record<string, number>> = { tinyint: 1, smallint: 2, mediumint: 3, int: 4, bigint: 8 };

/** The smallest and largest value of an integer type; null: it is none. */
function rangeOf(type: ColumnType): readonly [string, string] | null {
  const size = bytes[mysqlTypeName(type)];
  if (size === undefined) return null;
  const values = 1n << BigInt(8 * size);
  return type.unsigned
    ? ['0', (values - 1n).toString()]
    : [(-values / 2n).toString(), (values / 2n - 1n).toString()];
}
