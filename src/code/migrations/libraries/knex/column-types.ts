import type { Dialect } from '../../../../model/dialect';
import { booleanOf, entry, isNothing, numberOf, textOf, type Value } from '../../evaluate/values';
import {
  expectList,
  expectRecord,
  expectText,
  expectTruth,
  NotUnderstood,
  notKnown,
} from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { plain, sql, type Sql } from '../rendered';
import { wrap } from './identifiers';
import type { ColumnSpec } from './table-spec';

/** What a type needs to know of its table. */
export interface TypeContext {
  readonly dialect: Dialect;
  readonly schema: string | null;
  /** An increments column (or a uuid key) may become the primary key: the table names no other. */
  readonly mayBePrimary: boolean;
}

export interface RenderedType {
  readonly sql: Sql;
  /** A statement that has to run before: the native enum type of Postgres. */
  readonly before: Sql | null;
}

type Family = 'postgres' | 'mysql' | 'sqlite';

/** Types that are one word in every dialect that has them here; null: written another way, see below. */
const words: Readonly<Record<string, Readonly<Partial<Record<Family | 'all', string>>>>> = {
  binary: { postgres: 'bytea', sqlite: 'blob' },
  bool: { all: 'boolean' },
  date: { all: 'date' },
  datetime: { sqlite: 'datetime' },
  time: { postgres: 'time', sqlite: 'time' },
  timestamp: { sqlite: 'datetime' },
  geometry: { all: 'geometry' },
  geography: { all: 'geography' },
  point: { all: 'point' },
  bit: { sqlite: 'text' },
  json: { postgres: 'json', mysql: 'json', sqlite: 'json' },
  jsonb: { postgres: 'jsonb', mysql: 'json', sqlite: 'json' },
  integer: { postgres: 'integer', sqlite: 'integer' },
  smallint: { postgres: 'smallint', mysql: 'smallint', sqlite: 'integer' },
  mediumint: { postgres: 'integer', mysql: 'mediumint', sqlite: 'integer' },
  tinyint: { postgres: 'smallint', sqlite: 'tinyint' },
  biginteger: { all: 'bigint' },
  text: { postgres: 'text', sqlite: 'text' },
  mediumtext: { mysql: 'mediumtext' },
  longtext: { mysql: 'longtext' },
  double: { postgres: 'double precision', sqlite: 'float' },
  floating: { postgres: 'real', sqlite: 'float' },
  decimal: { sqlite: 'float' },
  increments: { sqlite: 'integer not null primary key autoincrement' },
  bigincrements: { sqlite: 'integer not null primary key autoincrement' },
};

/** The type of a column as Knex writes it; throws NotUnderstood for what Knex has no word for in the dialect. */
export function renderType(column: ColumnSpec, context: TypeContext): RenderedType {
  const family = context.dialect === 'mariadb' ? 'mysql' : context.dialect;
  const word = Object.hasOwn(words, column.type) ? words[column.type] : undefined;
  const written = word?.[family] ?? word?.all;
  if (written !== undefined) return { sql: [written], before: null };
  if (column.type === 'enu') return enumType(column, context);
  const rendered = built(column, family, context);
  if (rendered === null)
    throw new NotUnderstood(`Knex has no column type "${column.type}" for ${context.dialect}`);
  return { sql: rendered, before: null };
}

function built(column: ColumnSpec, family: Family, context: TypeContext): Sql | null {
  const [, first, second] = column.args;
  switch (column.type) {
    case 'varchar':
      return sql`varchar(${size(first, 255)})`;
    case 'decimal':
      if (isNullValue(first)) {
        if (family === 'postgres') return ['decimal'];
        throw new NotUnderstood('Knex wants a precision for decimal columns of this dialect');
      }
      return sql`decimal(${size(first, 8)}, ${size(second, 2)})`;
    case 'floating':
      return sql`float(${size(first, 8)}, ${size(second, 2)})`;
    case 'double':
      return isNothing(first) ? ['double'] : sql`double(${size(first, 8)}, ${size(second, 2)})`;
    case 'specifictype':
      return rawSqlOf(first) ?? [expectText(first, 'the type')];
    case 'uuid':
      return uuidType(first, family, context);
    case 'increments':
    case 'bigincrements':
      return incrementsType(column, family, context);
    case 'datetime':
    case 'timestamp':
    case 'time':
      return family === 'postgres' ? postgresTime(first, second) : mysqlTime(column.type, first);
    case 'integer':
    case 'tinyint': {
      const name = column.type === 'integer' ? 'int' : 'tinyint';
      return expectTruth(first, 'the length')
        ? sql`${name}(${size(first, name === 'int' ? 11 : 1)})`
        : [name];
    }
    case 'text':
      return [mysqlText(first)];
    case 'binary':
      return expectTruth(first, 'the length') ? sql`varbinary(${size(first, null)})` : ['blob'];
    case 'bit':
      return family === 'mysql'
        ? expectTruth(first, 'the length')
          ? sql`bit(${size(first, null)})`
          : ['bit']
        : null;
    default:
      return null;
  }
}

function isNullValue(value: Value | undefined): boolean {
  return value?.kind === 'scalar' && value.value === null;
}

/** Knex's reading of a number: anything that is none falls back. */
function size(value: Value | undefined, fallback: number | null): string {
  if (isNothing(value) && fallback !== null) return String(fallback);
  const text = textOf(value);
  const number = numberOf(value) ?? (text === null ? null : Number.parseInt(text, 10));
  if (number === null && value?.kind === 'unknown') throw notKnown(value, 'the length');
  const known = number === null || Number.isNaN(number) ? fallback : Math.trunc(number);
  if (known === null) throw notKnown(value, 'the length');
  return String(known);
}

function uuidType(options: Value | undefined, family: Family, context: TypeContext): Sql {
  const known = expectRecord(options, 'the options of the type');
  if (family !== 'postgres')
    return [expectTruth(known.get('useBinaryUuid'), 'useBinaryUuid') ? 'binary(16)' : 'char(36)'];
  const primary = expectTruth(known.get('primaryKey'), 'primaryKey') && context.mayBePrimary;
  return [primary ? 'uuid primary key' : 'uuid'];
}

function incrementsType(column: ColumnSpec, family: Family, context: TypeContext): Sql {
  const [, options] = column.args;
  const wanted = isNothing(options) || expectTruth(entry(options, 'primaryKey'), 'primaryKey');
  const primary = wanted && context.mayBePrimary;
  const big = column.type === 'bigincrements' ? 'big' : '';
  if (family === 'postgres') return [`${big}serial${primary ? ' primary key' : ''}`];
  return [`${big || ''}int unsigned not null${primary ? ' auto_increment primary key' : ''}`];
}

/** `datetime(name, { useTz, precision })` and the older `datetime(name, withoutTz, precision)`. */
function postgresTime(first: Value | undefined, second: Value | undefined): Sql {
  let withTimeZone: boolean;
  let precision = second;
  if (first?.kind === 'record') {
    const options = expectRecord(first, 'the options of the type');
    withTimeZone = booleanOf(options.get('useTz')) ?? true;
    precision = options.get('precision');
  } else withTimeZone = !expectTruth(first, 'the time zone');
  const digits = isNothing(precision) ? '' : `(${size(precision, null)})`;
  return [`${withTimeZone ? 'timestamptz' : 'timestamp'}${digits}`];
}

function mysqlTime(name: string, first: Value | undefined): Sql {
  const precision = numberOf(first?.kind === 'record' ? entry(first, 'precision') : first);
  return [precision === null ? name : `${name}(${String(precision)})`];
}

function mysqlText(size: Value | undefined): string {
  const text = isNothing(size) ? null : textOf(size);
  if (text === 'medium' || text === 'mediumtext') return 'mediumtext';
  return text === 'long' || text === 'longtext' ? 'longtext' : 'text';
}

function enumType(column: ColumnSpec, context: TypeContext): RenderedType {
  const [name, allowed, given] = column.args;
  const options = expectRecord(given, 'the options of the type');
  const native = context.dialect === 'postgres' && expectTruth(options.get('useNative'), 'useNative');
  const exists = native && expectTruth(options.get('existingType'), 'existingType');
  // Knex does not escape the values.
  const values = exists
    ? ''
    : expectList(allowed, 'the values')
        .map((value) => plain(rawSqlOf(value) ?? [valueText(value)]))
        .join("', '");
  if (native) {
    const schema = isNothing(options.get('schemaName'))
      ? context.schema
      : expectText(options.get('schemaName'), 'the schema of the type');
    const type = `${schema === null ? '' : `"${schema}".`}"${expectText(options.get('enumName'), 'the name of the type')}"`;
    return { sql: [type], before: exists ? null : [`create type ${type} as enum ('${values}')`] };
  }
  if (context.dialect === 'mysql' || context.dialect === 'mariadb')
    return { sql: [`enum('${values}')`], before: null };
  const column_ = wrap(name, context.dialect, 'the name of the column');
  return { sql: sql`text check (${column_} in ('${values}'))`, before: null };
}

function valueText(value: Value): string {
  return value.kind === 'scalar' ? String(value.value) : expectText(value, 'a value of the enum');
}
