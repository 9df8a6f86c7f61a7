import type { History } from '../../../model/migration';
import type { Column, Constraint, Index, Table } from '../../../model/schema';
import { sameName } from '../../../schema/lookup';
import type { Dialect } from '../../../model/dialect';
import { namesColumn } from '../expressions';
import { mirroredName } from '../names';
import { optionsOfConstraint, optionsOfIndex, type IndexOptions } from '../written';

export type CarriedIndex = Index & { readonly options: IndexOptions; readonly constraint: string | null };
export type CarriedConstraint = Constraint & { readonly options: string };

/** What hangs on a column and is repeated on the one that takes its place. */
export interface Carried {
  readonly indexes: readonly CarriedIndex[];
  readonly foreignKeys: readonly CarriedConstraint[];
  readonly checks: readonly CarriedConstraint[];
}

export const nothingCarried: Carried = { indexes: [], foreignKeys: [], checks: [] };

/** Indexes and constraints that name the column, with what the schema does not keep of them. */
export function carriedOf(history: History, dialect: Dialect, table: Table, column: Column): Carried {
  const from = column.name;
  const has = (columns: readonly string[]): boolean => columns.some((name) => sameName(dialect, name, from));
  const names = (text: string | undefined): boolean => text !== undefined && namesColumn(text, from, dialect);
  const backing = new Map(table.constraints.map((one) => [one.index ?? one.name, one]));
  const written = (wanted: (constraint: Constraint) => boolean): readonly CarriedConstraint[] =>
    table.constraints.filter(wanted).map((one) => ({ ...one, options: optionsOfConstraint(history, one) }));
  return {
    indexes: indexesOf(table)
      .filter(
        (index) =>
          index.columns.some((one) => (one.column === null ? names(one.text) : has([one.column]))) ||
          has(index.includes) ||
          names(index.where?.text),
      )
      .map((index) => ({
        ...index,
        options: optionsOfIndex(history, index),
        constraint: uniqueNamed(backing.get(index.name)),
      })),
    foreignKeys: written((one) => one.type === 'foreign-key' && has(one.columns)),
    checks: written((one) => one.type === 'check' && (has(one.columns) || names(one.expression?.text))),
  };
}

/** Names of the repeated indexes and constraints by the names they repeat. */
export function mirrorsOf(
  { indexes, foreignKeys, checks }: Carried,
  table: Table,
  from: string,
  to: string,
  dialect: Dialect,
): ReadonlyMap<string, string> {
  const taken = new Set([...table.indexes, ...table.constraints].map((one) => one.name));
  const mirrors = new Map<string, string>();
  for (const one of [...indexes, ...foreignKeys, ...checks]) {
    if (mirrors.has(one.name)) continue;
    const name = mirroredName(one.name, from, to, (wanted) => taken.has(wanted), dialect);
    taken.add(name);
    mirrors.set(one.name, name);
  }
  return mirrors;
}

/** Unique constraints whose index the schema does not list apart count as indexes too. */
function indexesOf(table: Table): readonly Index[] {
  const listed = new Set(table.indexes.map((index) => index.name));
  const unlisted = table.constraints.filter(
    (one) => one.type === 'unique' && !listed.has(one.index ?? one.name),
  );
  const isKey = (index: Index): boolean =>
    table.constraints.some((one) => one.type === 'primary-key' && (one.index ?? one.name) === index.name);
  return [
    ...table.indexes.filter((index) => !isKey(index)),
    ...unlisted.map((one) => ({
      name: one.index ?? one.name,
      columns: one.columns.map((column) => ({ column, text: '', descending: false, length: null })),
      includes: [],
      unique: true,
      method: 'btree',
      where: null,
      valid: true,
      parent: null,
      createdBy: one.createdBy,
    })),
  ];
}

function uniqueNamed(constraint: Constraint | undefined): string | null {
  return constraint?.type === 'unique' ? constraint.name : null;
}
