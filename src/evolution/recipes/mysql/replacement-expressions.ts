import type { Dialect } from '../../../model/dialect';
import { quote } from '../../../sql/identifiers';
import type { Replacement } from '../columns/replacement';
import { withColumns } from '../expressions';
import { implicitDefault } from './implicit-default';

/** How the SQL of one replacement names and compares its columns. `row` is `''`, `NEW.` or `OLD.`. */
export interface Expressions {
  readonly forward: (at: number, row: string) => string;
  readonly backward: (at: number, row: string) => string;
  /** The new columns say what the old ones say, or the other way round. */
  readonly inStep: (row: string) => string;
  readonly sameOld: (one: string, other: string) => string;
  readonly sameNew: (one: string, other: string) => string;
  /** One new column in two rows. */
  readonly sameAt: (at: number, one: string, other: string) => string;
  /** Columns hold their defaults, as those do that a statement leaves out. */
  readonly oldIsPreset: (row: string) => string;
  readonly newIsPreset: (row: string) => string;
}

export function expressionsOf(facts: Replacement): Expressions {
  const { dialect } = facts;
  const name = (text: string): string => quote(text, dialect);
  const all = [...facts.old.map((one) => one.column.name), ...facts.new.map((one) => one.name)];
  const prefixed = (text: string, row: string): string =>
    row === '' ? text : withColumns(text, new Map(all.map((one) => [one, row + name(one)])), dialect);
  const forward = (at: number, row: string): string => prefixed(facts.new[at]?.forward ?? 'NULL', row);
  const backward = (at: number, row: string): string => prefixed(facts.old[at]?.backward ?? 'NULL', row);
  const oldSame = (at: number, one: string, other: string): string =>
    sameValue(facts.old[at]?.column.type?.text ?? '', one, other);
  const newSame = (at: number, one: string, other: string): string =>
    sameValue(facts.new[at]?.type ?? '', one, other);
  const old = (at: number, row: string): string => row + name(facts.old[at]?.column.name ?? '');
  const added = (at: number, row: string): string => row + name(facts.new[at]?.name ?? '');
  const every = (list: readonly unknown[], of: (at: number) => string): string =>
    list.map((_, at) => of(at)).join(' AND ');
  const follows = (row: string): string =>
    every(facts.new, (at) => newSame(at, added(at, row), forward(at, row)));
  const leads = (row: string): string => {
    const filled = facts.new.map((_, at) => `${added(at, row)} IS NOT NULL`).join(' OR ');
    return `(${filled}) AND ${every(facts.old, (at) => oldSame(at, old(at, row), backward(at, row)))}`;
  };
  return {
    forward,
    backward,
    inStep: (row) =>
      facts.conversion === 'expressions' ? `((${follows(row)}) OR (${leads(row)}))` : `(${follows(row)})`,
    sameOld: (one, other) => every(facts.old, (at) => oldSame(at, old(at, one), old(at, other))),
    sameNew: (one, other) => every(facts.new, (at) => newSame(at, added(at, one), added(at, other))),
    sameAt: (at, one, other) => newSame(at, added(at, one), added(at, other)),
    oldIsPreset: (row) => every(facts.old, (at) => oldSame(at, old(at, row), oldPreset(facts, at) ?? 'NULL')),
    newIsPreset: (row) =>
      every(facts.new, (at) => newSame(at, added(at, row), newPreset(facts, at) ?? 'NULL')),
  };
}

/**
 * Whether two values are the same, NULL included. Text is compared as bytes, because collations take `a` and `A` as
 * one; in one character set, because a literal comes in that of the connection. Numbers and dates have one form each.
 */
export function sameValue(type: string, one: string, other: string): string {
  const exact = (value: string): string =>
    /char|text|enum|set\b|json/i.test(type) ? `CAST(CONVERT(${value} USING utf8mb4) AS BINARY)` : value;
  return `(${exact(one)} <=> ${exact(other)})`;
}

/** The default of an old column while two versions write: its own, else for NOT NULL one that stands in; null: none. */
export function oldPreset(facts: Replacement, at: number): string | null {
  const column = facts.old[at]?.column;
  if (column === undefined) return null;
  return column.default?.text ?? (column.nullable ? null : implicitDefault(column));
}

export function newPreset(facts: Replacement, at: number): string | null {
  const one = facts.new[at];
  if (one === undefined) return null;
  return one.default ?? (one.nullable || one.read === null ? null : implicitDefault({ type: one.read }));
}

/** Columns whose default only stands in, by place, and must lose it again. */
export function borrowedOld(facts: Replacement): readonly number[] {
  return places(facts.old, (one) => one.column.default === null && !one.column.nullable);
}

export function borrowedNew(facts: Replacement): readonly number[] {
  return places(facts.new, (one) => one.default === null && !one.nullable);
}

/** A column type that has no default that is always legal, though one is needed; null: all have. */
export function withoutPreset(facts: Replacement): string | null {
  const old = borrowedOld(facts).find((at) => oldPreset(facts, at) === null);
  if (old !== undefined) return facts.old[old]?.column.type?.text ?? '';
  const added = borrowedNew(facts).find((at) => newPreset(facts, at) === null);
  return added === undefined ? null : (facts.new[added]?.type ?? '');
}

export type MysqlDialect = Extract<Dialect, 'mysql' | 'mariadb'>;

function places<T>(list: readonly T[], wanted: (one: T) => boolean): readonly number[] {
  return list.flatMap((one, at) => (wanted(one) ? [at] : []));
}
