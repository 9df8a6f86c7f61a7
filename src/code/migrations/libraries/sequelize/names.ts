import type { Dialect } from '../../../../model/dialect';
import { entry, isNothing, textOf, type Value } from '../../evaluate/values';
import { expectText, notKnown } from '../not-understood';

/** A table as migrations say it: its name, or `{ tableName, schema }`. */
export interface TableName {
  readonly name: string;
  readonly schema: string | null;
  readonly isObject: boolean;
}

export function tableOf(value: Value | undefined): TableName {
  const name = textOf(value);
  if (name !== null) return { name, schema: null, isObject: false };
  if (value?.kind !== 'record') throw notKnown(value, 'the name of the table');
  const schema = entry(value, 'schema');
  return {
    name: expectText(entry(value, 'tableName'), 'the name of the table'),
    schema: isNothing(schema) ? null : expectText(schema, 'the schema of the table'),
    isObject: true,
  };
}

/** Quotes in the name itself are dropped. */
export function quote(name: string, dialect: Dialect): string {
  if (name === '*') return name;
  const mark = dialect === 'postgres' ? '"' : '`';
  return mark + name.replaceAll(mark, '') + mark;
}

/** A name whose last dot separates a qualifier. */
export function quoteQualified(name: string, dialect: Dialect): string {
  const parts = name.split('.');
  const last = parts.pop() ?? '';
  return parts.length === 0
    ? quote(last, dialect)
    : `${quote(parts.join('->'), dialect)}.${quote(last, dialect)}`;
}

/** MySQL and SQLite know no schemas: they become a part of the name. */
export function quoteTable({ name, schema }: TableName, dialect: Dialect): string {
  if (schema === null || schema === '') return quote(name, dialect);
  if (dialect === 'postgres' || dialect === 'mariadb')
    return `${quote(schema, dialect)}.${quote(name, dialect)}`;
  return quote(`${schema}.${name}`, dialect);
}

/** As `addColumn` and `removeColumn` of Postgres write it: always with its schema. */
export function quoteWithSchema(table: TableName): string {
  return quoteTable({ ...table, schema: table.schema ?? 'public' }, 'postgres');
}

/** As `addIndex` and the constraints write it: a name with a dot is qualified. */
export function quoteQualifiedTable(table: TableName, dialect: Dialect): string {
  return table.isObject ? quoteTable(table, dialect) : quoteQualified(table.name, dialect);
}

/** `CamelCase` as `camel_case`, for generated names. */
export function underscore(text: string): string {
  return text
    .replaceAll(/([A-Z])/g, '_$1')
    .replace(/^_/, '')
    .toLowerCase();
}
