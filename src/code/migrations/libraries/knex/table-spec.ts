import type { HostCall } from '../../evaluate/host';
import type { Value } from '../../evaluate/values';

/** What a table callback of Knex asks for, in the order in which it was said. */
export interface TableSpec {
  readonly method: 'create' | 'createIfNot' | 'createLike' | 'alter';
  readonly name: string;
  readonly like: string | null;
  readonly columns: ColumnSpec[];
  /** `table.check(…)` while the table is created. */
  readonly checks: TableRequest[];
  readonly requests: TableRequest[];
  /** comment, engine, charset, collate, inherits: the last one said holds. */
  readonly options: TableRequest[];
}

export interface ColumnSpec {
  /** Knex's name of the type in lower case, its aliases resolved: `varchar`, `enu`, `biginteger`. */
  readonly type: string;
  readonly args: readonly Value[];
  /** `nullable`, `defaultTo`, … the last one of a name holds. */
  readonly modifiers: Modifier[];
  readonly call: HostCall;
}

export interface Modifier {
  readonly name: string;
  readonly args: readonly Value[];
  readonly call: HostCall;
}

/** Something that is asked of a table besides its columns: `dropColumn`, `unique`, `foreign`, … */
export interface TableRequest {
  readonly method: string;
  readonly args: readonly Value[];
  readonly call: HostCall;
  readonly foreign: ForeignSpec | null;
}

export interface ForeignSpec {
  /** `references`, `inTable`, `keyName`, `onDelete`, `onUpdate`, `deferrable`: the last one of a name holds. */
  readonly parts: { readonly name: string; readonly value: Value }[];
}

export function modifierOf(column: ColumnSpec, name: string): Modifier | undefined {
  return column.modifiers.findLast((modifier) => modifier.name === name);
}

export function optionOf(table: TableSpec, name: string): TableRequest | undefined {
  return table.options.findLast((option) => option.method === name);
}

export function foreignPart(foreign: ForeignSpec, name: string): Value | undefined {
  return foreign.parts.findLast((part) => part.name === name)?.value;
}

export function isIncrements(column: ColumnSpec): boolean {
  return column.type.includes('increments');
}

/** Altered columns are said with `.alter()`. */
export function isAltered(column: ColumnSpec): boolean {
  return modifierOf(column, 'alter') !== undefined;
}
