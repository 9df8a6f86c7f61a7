import type { Schema, Table } from '../model/schema';
import type { IndexColumn } from '../model/schema-change';
import { objectKey, tableKey } from './keys';
import { tablesNaming } from './schema-index';

// How databases name what a statement leaves unnamed. Postgres: makeObjectName, ChooseRelationName and
// ChooseConstraintName of its source; MySQL: `t_ibfk_1`, `t_chk_1`, first column for keys; MariaDB the
// same except `CONSTRAINT_1` for checks.

const longestName = 63;

/**
 * `name1_name2_label`, the longer of both names shortened until it fits 63 bytes, as Postgres does it.
 * `name2` is left out when null.
 */
export function makeObjectName(name1: string, name2: string | null, label: string): string {
  const overhead = byteLength(label) + 1 + (name2 === null ? 0 : 1);
  let bytes1 = byteLength(name1);
  let bytes2 = name2 === null ? 0 : byteLength(name2);
  while (bytes1 + bytes2 > longestName - overhead) {
    if (bytes1 > bytes2) bytes1--;
    else bytes2--;
  }
  const parts = [clip(name1, bytes1), ...(name2 === null ? [] : [clip(name2, bytes2)]), label];
  return parts.join('_');
}

/** Cuts a name at 63 bytes without splitting a character. */
export function truncateName(name: string): string {
  return clip(name, longestName);
}

/** Postgres: the name of an unnamed index or of a constraint that has one; label `pkey`, `key`, `excl` or `idx`. */
export function chooseIndexName(
  schema: Schema,
  table: Table,
  columns: readonly string[] | null,
  label: string,
): string {
  const constraint = label !== 'idx';
  return firstFree(
    table.name,
    columns === null ? null : nameAddition(columns),
    label,
    (name) => relationExists(schema, table, name) || (constraint && constraintExists(schema, table, name)),
  );
}

/** Postgres: the name of the sequence behind a serial or identity column. */
export function chooseSequenceName(schema: Schema, table: Table, column: string): string {
  return firstFree(table.name, column, 'seq', (name) => relationExists(schema, table, name));
}

/** Postgres: the name of extended statistics that LIKE copies. */
export function chooseStatisticsName(schema: Schema, table: Table, columns: readonly string[]): string {
  return firstFree(table.name, nameAddition(columns), 'stat', (name) =>
    schema.objects.has(objectKey('postgres', 'statistics', { schema: table.schema, name }, null)),
  );
}

/** Postgres: the name of an unnamed CHECK or foreign key; `columns` null leaves the middle out. */
export function chooseConstraintName(
  schema: Schema,
  table: Table,
  columns: readonly string[] | null,
  label: string,
): string {
  return firstFree(table.name, columns === null ? null : nameAddition(columns), label, (name) =>
    constraintExists(schema, table, name),
  );
}

/** Postgres: what each index column contributes to a chosen name; an expression its function or `expr`. */
export function indexColumnNames(columns: readonly IndexColumn[], includes: readonly string[]): string[] {
  const names: string[] = [];
  for (const wanted of [
    ...columns.map((column) => column.column ?? expressionName(column.text)),
    ...includes,
  ]) {
    let name = wanted;
    for (let count = 1; names.includes(name); count++)
      name = clip(wanted, longestName - String(count).length) + String(count);
    names.push(name);
  }
  return names;
}

/** MySQL and MariaDB: `t_ibfk_3`, `t_chk_2`: one more than the highest in use. */
export function nextNumbered(prefix: string, taken: readonly string[]): string {
  const numbers = taken
    .filter((name) => name.toLowerCase().startsWith(prefix.toLowerCase()))
    .map((name) => Number(name.slice(prefix.length)))
    .filter((number) => Number.isInteger(number));
  return prefix + String(Math.max(0, ...numbers) + 1);
}

/** MariaDB: the first of `CONSTRAINT_1`, `CONSTRAINT_2`, … that is free. */
export function firstNumbered(prefix: string, taken: readonly string[]): string {
  const inUse = new Set(taken.map((name) => name.toLowerCase()));
  let number = 1;
  while (inUse.has((prefix + String(number)).toLowerCase())) number++;
  return prefix + String(number);
}

/** MySQL and MariaDB: an unnamed key takes its first column's name, then `_2`, `_3`, …. */
export function mysqlKeyName(table: Table, firstColumn: string): string {
  const taken = (name: string): boolean =>
    table.indexes.some((index) => index.name.toLowerCase() === name.toLowerCase());
  let name = firstColumn;
  for (let count = 2; taken(name) || name.toLowerCase() === 'primary'; count++)
    name = `${firstColumn}_${String(count)}`;
  return name;
}

function firstFree(
  name1: string,
  name2: string | null,
  label: string,
  taken: (name: string) => boolean,
): string {
  let name = makeObjectName(name1, name2, label);
  for (let pass = 1; taken(name); pass++) name = makeObjectName(name1, name2, label + String(pass));
  return name;
}

function nameAddition(columns: readonly string[]): string {
  let addition = '';
  for (const column of columns) {
    addition += (addition === '' ? '' : '_') + column;
    if (byteLength(addition) >= longestName + 1) break;
  }
  return addition;
}

/** FigureIndexColname of Postgres, as far as the text shows: a function's name, a cast's operand, else `expr`. */
function expressionName(text: string): string {
  const bare = text.trim().replace(/^\(+/, '');
  const call = /^(?:\w+\.)?"?([A-Za-z_]\w*)"?\s*\(/.exec(bare);
  if (call?.[1] !== undefined && endsWithCall(bare)) return call[1].toLowerCase();
  const cast = /^"?([A-Za-z_]\w*)"?\s*::/.exec(bare);
  return cast?.[1] ?? 'expr';
}

/** Whether the parenthesis that opens first closes at the end: `lower(a)`, not `lower(a) || b`. */
function endsWithCall(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) return /^\)[\s)]*$/.test(text.slice(at));
  }
  return false;
}

/** Tables, indexes, views and sequences share one space of names. */
function relationExists(schema: Schema, table: Table, name: string): boolean {
  const key = tableKey('postgres', { schema: table.schema, name });
  return (
    table.indexes.some((index) => index.name === name) ||
    schema.tables.has(key) ||
    tablesNaming(schema, 'index', { schema: table.schema, name }).length > 0 ||
    relationKinds.some((kind) =>
      schema.objects.has(objectKey('postgres', kind, { schema: table.schema, name }, null)),
    )
  );
}

const relationKinds = ['view', 'materialized-view', 'sequence', 'type'] as const;

function constraintExists(schema: Schema, table: Table, name: string): boolean {
  return (
    table.constraints.some((constraint) => constraint.name === name) ||
    tablesNaming(schema, 'constraint', { schema: table.schema, name }).length > 0
  );
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character);
  return bytes;
}

function clip(text: string, bytes: number): string {
  let used = 0;
  let clipped = '';
  for (const character of text) {
    used += bytesOf(character);
    if (used > bytes) break;
    clipped += character;
  }
  return clipped;
}

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
