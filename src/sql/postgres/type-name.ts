import type { ColumnType } from '../../model/schema-change';
import type { Range } from '../../model/text';
import type { TypeName } from './ast';
import type { Source } from './source';
import { integerOf, stringsOf } from './walk';

/** What format_type() of Postgres prints for the names of pg_type and their aliases. */
const canonicalNames: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  varchar: 'character varying',
  varbit: 'bit varying',
  time: 'time without time zone',
  timetz: 'time with time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
};

const serials: Readonly<Record<string, string>> = {
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
  smallserial: 'smallint',
  serial2: 'smallint',
};

export interface ReadType {
  readonly type: ColumnType;
  /** serial and its kin, which are an integer with a sequence. */
  readonly serial: boolean;
}

/** The type of a column: canonical name, written arguments, range as given. */
export function readType(typeName: TypeName, source: Source, range: Range): ReadType {
  const names = stringsOf(typeName.names);
  const name = names.at(-1) ?? '';
  const schema = names.length > 1 ? (names.at(-2) ?? null) : null;
  const serial = schema === null ? serials[name] : undefined;
  const system = schema === null || schema === 'pg_catalog';
  const canonical = system ? canonicalName(name, schema, typeName) : name;
  return {
    type: {
      text: source.text.slice(range.start, range.end).replace(/\s+/g, ' '),
      name: serial ?? canonical,
      schema: schema === 'pg_catalog' ? null : schema,
      arguments: typeArguments(name, typeName),
      isArray: (typeName.arrayBounds ?? []).length > 0,
      unsigned: false,
      values: null,
      characterSet: null,
      range,
    },
    serial: serial !== undefined,
  };
}

function canonicalName(name: string, schema: string | null, typeName: TypeName): string {
  // The keywords CHAR and CHARACTER come as pg_catalog.bpchar with a length; a quoted "char" is another type.
  if (name === 'char' && schema === null) return '"char"';
  if (name === 'bpchar' && (typeName.typmods ?? []).length > 0) return 'character';
  return canonicalNames[name] ?? name;
}

function typeArguments(name: string, typeName: TypeName): number[] {
  const numbers = (typeName.typmods ?? []).map((typmod) => integerOf(typmod)).filter((n) => n !== null);
  // INTERVAL carries the mask of its fields first, then the precision.
  return name === 'interval' ? numbers.slice(1) : numbers;
}
