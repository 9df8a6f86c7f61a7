import type { ColumnType } from '../../model/schema-change';

/** Other spellings of the built-in types, as the catalogue and old clients know them. */
const spellings: Readonly<Record<string, string>> = {
  int: 'integer',
  int4: 'integer',
  int2: 'smallint',
  int8: 'bigint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
  smallserial: 'smallint',
  serial2: 'smallint',
  varchar: 'character varying',
  bpchar: 'character',
  char: 'character',
  decimal: 'numeric',
  dec: 'numeric',
  float8: 'double precision',
  float: 'double precision',
  float4: 'real',
  bool: 'boolean',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  timetz: 'time with time zone',
  time: 'time without time zone',
  varbit: 'bit varying',
};

/** The canonical name of a built-in type; others as they are. */
export function canonicalType(type: ColumnType): string {
  const name = type.name.replace(/(?:\[\])+$/, '');
  return spellings[name] ?? name;
}

/** What changing a column's type does to the rows: nothing, or every row written anew. */
export interface TypeChange {
  readonly rewrite: boolean;
  /** A row that exists may not fit. */
  readonly canFail: boolean;
  /** Values are rounded or cut without a word. */
  readonly losesData: boolean;
  /** The bytes stay and yet indexes sort them otherwise. */
  readonly reindex: boolean;
  /** Holds only while the session's time zone is UTC. */
  readonly needsUtc: boolean;
}

const free: TypeChange = {
  rewrite: false,
  canFail: false,
  losesData: false,
  reindex: false,
  needsUtc: false,
};
const rewritten: TypeChange = { ...free, rewrite: true };
const risky: TypeChange = { ...rewritten, canFail: true };
const lossy: TypeChange = { ...risky, losesData: true };

/** Casts that leave the bytes as they are (`castmethod = 'b'` in pg_cast), when the target carries no length. */
const sameBytes: ReadonlySet<string> = new Set([
  'character varying>text',
  'text>character varying',
  'cidr>inet',
  'bit>bit varying',
  'bit varying>bit',
  'xml>text',
  'xml>character varying',
  'citext>text',
  'text>citext',
  'citext>character varying',
  'character varying>citext',
  'integer>oid',
  'oid>integer',
  'regclass>oid',
  'oid>regclass',
  'regclass>integer',
  'integer>regclass',
]);

/** Same bytes, another operator class. */
const sortedOtherwise = /\boid\b|\bcitext\b|\bbit\b/;

const widening: ReadonlySet<string> = new Set([
  'smallint>integer',
  'smallint>bigint',
  'integer>bigint',
  'smallint>numeric',
  'integer>numeric',
  'bigint>numeric',
  'smallint>real',
  'smallint>double precision',
  'integer>double precision',
  'real>double precision',
  'date>timestamp without time zone',
  'date>timestamp with time zone',
  'timestamp without time zone>timestamp with time zone',
  'timestamp with time zone>timestamp without time zone',
  'character>text',
  'character>character varying',
  'json>jsonb',
  'jsonb>json',
]);

const rounding: ReadonlySet<string> = new Set([
  'numeric>integer',
  'numeric>bigint',
  'numeric>smallint',
  'numeric>real',
  'numeric>double precision',
  'double precision>real',
  'double precision>integer',
  'double precision>bigint',
  'double precision>smallint',
  'real>integer',
  'real>bigint',
  'real>smallint',
  'double precision>numeric',
  'bigint>real',
  'bigint>double precision',
  'integer>real',
  'timestamp without time zone>date',
  'timestamp with time zone>date',
  'timestamp without time zone>time without time zone',
  'timestamp with time zone>time without time zone',
]);

/** The change from one built-in type to another without USING. Domains are the caller's to resolve. */
export function postgresTypeChange(from: ColumnType, to: ColumnType): TypeChange {
  if (from.isArray !== to.isArray) return risky;
  const pair = `${canonicalType(from)}>${canonicalType(to)}`;
  if (from.isArray) return arrayChange(from, to, pair);
  if (canonicalType(from) === canonicalType(to) && from.schema === to.schema) return sameTypeChange(from, to);
  if (
    pair === 'timestamp without time zone>timestamp with time zone' ||
    pair === 'timestamp with time zone>timestamp without time zone'
  ) {
    return to.arguments.length === 0 || to.arguments[0] === 6
      ? { ...free, reindex: true, needsUtc: true }
      : { ...rewritten, losesData: true };
  }
  if (sameBytes.has(pair)) {
    if (to.arguments.length > 0 || canonicalType(to) === 'bit') return risky;
    return sortedOtherwise.test(pair) ? { ...free, reindex: true } : free;
  }
  if (rounding.has(pair)) return lossy;
  if (widening.has(pair)) return to.arguments.length === 0 || hasRoomForAll(from, to) ? rewritten : risky;
  return canonicalType(to) === 'text' ||
    (canonicalType(to) === 'character varying' && (to.arguments.length === 0 || hasRoomForAll(from, to)))
    ? rewritten
    : risky;
}

/** Digits of the largest value of each integer type, and characters of the longest text of some types. */
const mostDigits: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };
const mostCharacters: Readonly<Record<string, number>> = {
  smallint: 6,
  integer: 11,
  bigint: 20,
  boolean: 5,
  uuid: 36,
};

/** Whether every value of the old type fits a numeric or varchar of the written size. */
function hasRoomForAll(from: ColumnType, to: ColumnType): boolean {
  const [size = 0, scale = 0] = to.arguments;
  const most =
    canonicalType(to) === 'numeric'
      ? mostDigits[canonicalType(from)]
      : canonicalType(to) === 'character varying'
        ? mostCharacters[canonicalType(from)]
        : undefined;
  return most !== undefined && size - scale >= most;
}

function arrayChange(from: ColumnType, to: ColumnType, pair: string): TypeChange {
  const same = canonicalType(from) === canonicalType(to);
  if (same && from.arguments.join() === to.arguments.join()) return free;
  if (same && to.arguments.length === 0) return free;
  if (sameBytes.has(pair) && to.arguments.length === 0) return rewritten;
  return same || !widening.has(pair) ? risky : rewritten;
}

function sameTypeChange(from: ColumnType, to: ColumnType): TypeChange {
  if (from.arguments.join() === to.arguments.join()) return free;
  switch (canonicalType(from)) {
    case 'numeric':
      return numericChange(from, to);
    case 'timestamp without time zone':
    case 'timestamp with time zone':
    case 'time without time zone':
    case 'time with time zone':
    case 'interval':
      return secondsKept(from, to) ? free : { ...rewritten, losesData: true };
    case 'character varying':
    case 'bit varying':
      return lengthChange(from, to);
    default:
      return risky;
  }
}

function lengthChange(from: ColumnType, to: ColumnType): TypeChange {
  const [was] = from.arguments;
  const [is] = to.arguments;
  return is === undefined || (was !== undefined && is >= was) ? free : risky;
}

function numericChange(from: ColumnType, to: ColumnType): TypeChange {
  if (to.arguments.length === 0) return free;
  if (from.arguments.length === 0) return lossy;
  const [wasPrecision = 0, wasScale = 0] = from.arguments;
  const [precision = 0, scale = 0] = to.arguments;
  if (scale === wasScale && precision >= wasPrecision) return free;
  return scale < wasScale ? lossy : precision - scale < wasPrecision - wasScale ? risky : rewritten;
}

/** Fractional seconds: none written means six. */
function secondsKept(from: ColumnType, to: ColumnType): boolean {
  return (to.arguments.at(-1) ?? 6) >= (from.arguments.at(-1) ?? 6);
}
