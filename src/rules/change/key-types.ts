import type { Schema } from '../../model/schema';
import type { ColumnType } from '../../model/schema-change';
import { integerSpellings } from '../../schema/integer-types';
import { findType } from '../../schema/lookup';

const synonyms: Readonly<Record<string, string>> = {
  ...integerSpellings,
  decimal: 'numeric',
  dec: 'numeric',
  varchar: 'text',
  'character varying': 'text',
  nvarchar: 'text',
  bool: 'boolean',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  bpchar: 'character',
  char: 'character',
};
const whole: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'mediumint', 'integer', 'bigint']);

/** Whether values of both types compare without conversion: the same type, or two kinds of variable text. */
export function keysFit(schema: Schema, own: ColumnType, parent: ColumnType): boolean {
  const [one, other] = [baseOf(schema, own), baseOf(schema, parent)];
  if (comparable(one) !== comparable(other) || one.isArray !== other.isArray) return false;
  return !whole.has(comparable(one)) || one.unsigned === other.unsigned;
}

/** The type as a column that refers to one of it is declared: without numbering. */
export function writtenAs(parent: ColumnType): string {
  const name = parent.text.trim().toLowerCase();
  const plain: Readonly<Record<string, string>> = {
    serial: 'integer',
    serial4: 'integer',
    bigserial: 'bigint',
    serial8: 'bigint',
    smallserial: 'smallint',
    serial2: 'smallint',
  };
  return plain[name] ?? parent.text;
}

function comparable(type: ColumnType): string {
  const name = type.name.toLowerCase();
  return synonyms[name] ?? name;
}

function baseOf(schema: Schema, type: ColumnType): ColumnType {
  const domain = findType(schema, { schema: type.schema, name: type.name });
  return domain?.base ?? type;
}
