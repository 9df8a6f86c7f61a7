import type { Dialect } from '../../../../model/dialect';
import type { Range } from '../../../../model/text';
import type { Host, HostCall } from '../../evaluate/host';
import { entry, hosted, itemsOf, numberOf, textOf, truth, type Value } from '../../evaluate/values';
import { NotUnderstood, notKnown } from '../not-understood';
import { escapeText } from './literals';

/** A type of Sequelize: `DataTypes.STRING`, `DataTypes.INTEGER(11).UNSIGNED`. */
export class DataType implements Host {
  readonly harmless = true;
  readonly label: string;

  constructor(
    readonly name: string,
    readonly args: readonly Value[] = [],
    readonly flags: ReadonlySet<string> = new Set(),
  ) {
    this.label = `DataTypes.${name}`;
  }

  call(call: HostCall): Value {
    return hosted(new DataType(this.name, call.args, this.flags), call.place);
  }

  construct(call: HostCall): Value {
    return this.call(call);
  }

  property(name: string, place: Range): Value | undefined {
    if (name !== 'UNSIGNED' && name !== 'ZEROFILL' && name !== 'BINARY') return undefined;
    return hosted(new DataType(this.name, this.args, new Set([...this.flags, name])), place);
  }
}

/** The type that a value is; null for any other value. */
export function dataTypeOf(value: Value | undefined): DataType | null {
  return value?.kind === 'host' && value.host instanceof DataType ? value.host : null;
}

const keys: Readonly<Record<string, string>> = { DOUBLE: 'DOUBLE PRECISION', NUMERIC: 'DECIMAL' };
const integers = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']);
const numbers = new Set([...integers, 'MEDIUMINT', 'FLOAT', 'REAL', 'DOUBLE PRECISION']);
const plainNames = new Set(
  'TIME HSTORE JSON JSONB NOW UUIDV1 UUIDV4 VIRTUAL CIDR INET MACADDR TSVECTOR'.split(' '),
);
const dataTypeNames = new Set([
  ...numbers,
  ...plainNames,
  ...'STRING CHAR TEXT CITEXT DOUBLE DECIMAL NUMERIC BOOLEAN DATE DATEONLY BLOB UUID RANGE ENUM ARRAY GEOMETRY GEOGRAPHY'.split(
    ' ',
  ),
]);

export function isDataTypeName(name: string): boolean {
  return dataTypeNames.has(name);
}

/** A type as Sequelize writes it. Throws NotUnderstood for what is not known. ENUM of Postgres is left as `ENUM(…)`. */
export function typeText(type: DataType, dialect: Dialect): string {
  const key = Object.hasOwn(keys, type.name) ? (keys[type.name] ?? type.name) : type.name;
  if (plainNames.has(key)) return key;
  if (numbers.has(key)) return numberText(key, type, dialect);
  const family = dialect === 'mariadb' ? 'mysql' : dialect;
  const [first, second] = type.args;
  const isMysql = family === 'mysql';
  switch (key) {
    case 'STRING':
    case 'CHAR':
      return stringText(key, type, family);
    case 'TEXT':
    case 'BLOB':
      if (family === 'postgres') return key === 'TEXT' ? 'TEXT' : 'BYTEA';
      return family === 'sqlite' && key === 'TEXT' ? 'TEXT' : sized(key, textOf(option(first, 'length')));
    case 'CITEXT':
      return family === 'sqlite' ? 'TEXT COLLATE NOCASE' : 'CITEXT';
    case 'DECIMAL':
      return decimalText(type, isMysql);
    case 'BOOLEAN':
      return family === 'postgres' ? 'BOOLEAN' : 'TINYINT(1)';
    case 'DATE': {
      if (family === 'postgres') return 'TIMESTAMP WITH TIME ZONE';
      const digits = isMysql ? numberOf(option(first, 'length')) : null;
      return digits === null || digits === 0 ? 'DATETIME' : `DATETIME(${String(digits)})`;
    }
    case 'DATEONLY':
      return 'DATE';
    case 'UUID':
      return isMysql ? 'CHAR(36) BINARY' : 'UUID';
    case 'ENUM':
      return family === 'sqlite' ? 'TEXT' : `ENUM(${expectValues(type, dialect)})`;
    case 'ARRAY':
      return `${typeText(expectType(option(first, 'type')), dialect)}[]`;
    case 'RANGE':
      return rangeText(first);
    case 'GEOMETRY':
    case 'GEOGRAPHY':
      return geometryText(key, first, second, family);
    default:
      throw new NotUnderstood(`Sequelize has no type ${type.name}`);
  }
}

export function expectType(value: Value | undefined): DataType {
  const type = dataTypeOf(value);
  if (type === null) throw notKnown(value, 'the type');
  return type;
}

/** The first argument, or the option of that name when the argument is an object. */
function option(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'record' ? entry(value, name) : value;
}

function flag(type: DataType, name: 'unsigned' | 'zerofill' | 'binary'): boolean {
  const given = entry(type.args[0], name);
  return type.flags.has(name.toUpperCase()) || (given !== undefined && truth(given) === true);
}

function numberText(key: string, type: DataType, dialect: Dialect): string {
  const [first, second] = type.args;
  if (first?.kind === 'unknown') throw notKnown(first, 'the length');
  let length = lengthText(option(first, 'length'));
  let decimals = numberOf(first?.kind === 'record' ? entry(first, 'decimals') : second);
  let unsigned = flag(type, 'unsigned');
  let zerofill = flag(type, 'zerofill');
  // What the dialect does not have is left out by Sequelize, with a warning.
  if (dialect === 'postgres' && key !== 'MEDIUMINT') {
    if (key !== 'FLOAT' || decimals !== null) length = null;
    if (key === 'FLOAT' && decimals !== null) decimals = null;
    unsigned = false;
    zerofill = false;
  } else if (dialect === 'sqlite' && (integers.has(key) || key === 'MEDIUMINT')) {
    unsigned = false;
    zerofill = false;
  }
  if (integers.has(key) || key === 'MEDIUMINT') decimals = first?.kind === 'record' ? decimals : null;
  const size = length === null ? '' : `(${length}${decimals === null ? '' : `,${String(decimals)}`})`;
  const words = `${unsigned ? ' UNSIGNED' : ''}${zerofill ? ' ZEROFILL' : ''}`;
  return dialect === 'sqlite' ? `${key}${words}${size}` : `${key}${size}${words}`;
}

/** null when there is none: zero and the empty text are none. */
function lengthText(value: Value | undefined): string | null {
  const number = numberOf(value);
  if (number !== null) return number === 0 ? null : String(number);
  const text = textOf(value);
  return text === null || text === '' ? null : text;
}

function stringText(key: 'STRING' | 'CHAR', type: DataType, family: 'postgres' | 'mysql' | 'sqlite'): string {
  const [first, second] = type.args;
  if (first?.kind === 'unknown') throw notKnown(first, 'the length');
  const length = lengthText(option(first, 'length')) ?? '255';
  const binary = flag(type, 'binary') || (second !== undefined && truth(second) === true);
  const name = key === 'STRING' ? 'VARCHAR' : 'CHAR';
  if (!binary) return `${name}(${length})`;
  if (family === 'postgres') return 'BYTEA';
  return family === 'sqlite' ? `${name} BINARY(${length})` : `${name}(${length}) BINARY`;
}

function sized(key: 'TEXT' | 'BLOB', size: string | null): string {
  const word = size?.toUpperCase() ?? '';
  return word === 'TINY' || word === 'MEDIUM' || word === 'LONG' ? `${word}${key}` : key;
}

function decimalText(type: DataType, isMysql: boolean): string {
  const [first, second] = type.args;
  if (first?.kind === 'unknown') throw notKnown(first, 'the precision');
  const precision = lengthText(option(first, 'precision'));
  const scale = lengthText(first?.kind === 'record' ? entry(first, 'scale') : second);
  const digits = [precision, scale].filter((part) => part !== null).join(',');
  const words = isMysql
    ? `${flag(type, 'unsigned') ? ' UNSIGNED' : ''}${flag(type, 'zerofill') ? ' ZEROFILL' : ''}`
    : '';
  return `DECIMAL${digits === '' ? '' : `(${digits})`}${words}`;
}

/** The values of an ENUM: said one after the other, as an array, or as `{ values }`. */
export function valuesOf(type: DataType): readonly Value[] {
  const [first] = type.args;
  if (first?.kind === 'record') return itemsOf(entry(first, 'values')) ?? [];
  return type.args.flatMap((argument) => itemsOf(argument) ?? [argument]);
}

/** The values of an ENUM as SQL, `own` in their place if given; null when not every one is known. */
export function enumValues(
  type: DataType,
  dialect: Dialect,
  own: readonly Value[] | null = null,
): string | null {
  const values = (own ?? valuesOf(type)).map((value) => textOf(value));
  if (values.length === 0 || values.includes(null)) return null;
  return values.map((value) => escapeText(value ?? '', dialect)).join(', ');
}

const ranges: Readonly<Record<string, string>> = {
  INTEGER: 'int4range',
  DECIMAL: 'numrange',
  DATE: 'tstzrange',
  DATEONLY: 'daterange',
  BIGINT: 'int8range',
};

function expectValues(type: DataType, dialect: Dialect): string {
  const values = enumValues(type, dialect);
  if (values === null) throw new NotUnderstood('the values of the enum are not known');
  return values;
}

function rangeText(subtype: Value | undefined): string {
  const name = subtype === undefined ? 'INTEGER' : expectType(option(subtype, 'subtype')).name;
  const range = Object.hasOwn(ranges, name) ? ranges[name] : undefined;
  if (range === undefined) throw new NotUnderstood(`Sequelize has no range of ${name}`);
  return range;
}

function geometryText(
  key: string,
  first: Value | undefined,
  second: Value | undefined,
  family: 'postgres' | 'mysql' | 'sqlite',
): string {
  const type = textOf(option(first, 'type'));
  if (family === 'mysql') return type ?? key;
  if (family === 'sqlite' || type === null) return key;
  const srid = numberOf(first?.kind === 'record' ? entry(first, 'srid') : second);
  return `${key}(${type}${srid === null ? '' : `,${String(srid)}`})`;
}
