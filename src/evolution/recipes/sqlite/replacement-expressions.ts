import { quote } from '../../../sql/identifiers';
import type { Replacement } from '../columns/replacement';
import { withColumns } from '../expressions';

/** How the SQL of one replacement names and compares its columns. `row` is `''`, `NEW.` or `OLD.`. */
export interface Expressions {
  readonly forward: (at: number, row: string) => string;
  readonly backward: (at: number, row: string) => string;
  readonly inStep: (row: string) => string;
  readonly sameOld: (one: string, other: string) => string;
  readonly sameNew: (one: string, other: string) => string;
  readonly sameAt: (at: number, one: string, other: string) => string;
  readonly oldIsPreset: (row: string) => string;
  readonly newIsPreset: (row: string) => string;
}

export function expressionsOf(facts: Replacement): Expressions {
  const name = (text: string): string => quote(text, 'sqlite');
  const all = [...facts.old.map((one) => one.column.name), ...facts.new.map((one) => one.name)];
  const prefixed = (text: string, row: string): string =>
    row === '' ? text : withColumns(text, new Map(all.map((one) => [one, row + name(one)])), 'sqlite');
  const forward = (at: number, row: string): string => `(${prefixed(facts.new[at]?.forward ?? 'NULL', row)})`;
  const backward = (at: number, row: string): string => `(${prefixed(facts.old[at]?.backward ?? 'NULL', row)})`; // prettier-ignore
  const old = (at: number, row: string): string => row + name(facts.old[at]?.column.name ?? '');
  const added = (at: number, row: string): string => row + name(facts.new[at]?.name ?? '');
  // Binary, because a column may be declared to take `a` and `A` as one.
  const same = (one: string, other: string): string => `(${one} COLLATE BINARY IS ${other})`;
  const every = (list: readonly unknown[], of: (at: number) => string): string =>
    `(${list.map((_, at) => of(at)).join(' AND ')})`;
  const follows = (row: string): string => every(facts.new, (at) => same(added(at, row), forward(at, row)));
  const leads = (row: string): string => {
    const filled = facts.new.map((_, at) => `${added(at, row)} IS NOT NULL`).join(' OR ');
    return `((${filled}) AND ${every(facts.old, (at) => same(old(at, row), backward(at, row)))})`;
  };
  return {
    forward,
    backward,
    inStep: (row) =>
      facts.conversion === 'expressions' ? `(${follows(row)} OR ${leads(row)})` : follows(row),
    sameOld: (one, other) => every(facts.old, (at) => same(old(at, one), old(at, other))),
    sameNew: (one, other) => every(facts.new, (at) => same(added(at, one), added(at, other))),
    sameAt: (at, one, other) => same(added(at, one), added(at, other)),
    oldIsPreset: (row) =>
      every(facts.old, (at) => same(old(at, row), facts.old[at]?.column.default?.text ?? 'NULL')),
    newIsPreset: (row) => every(facts.new, (at) => same(added(at, row), facts.new[at]?.default ?? 'NULL')),
  };
}
