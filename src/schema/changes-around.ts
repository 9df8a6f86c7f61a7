import type { ChangeOf, SchemaChange, SchemaChangeKind } from '../model/schema-change';
import type { SqlScript } from '../model/statement';

/** A change's place: which statement of its migration, and which change of that statement. */
export interface ChangePlace {
  readonly migration: { readonly script: SqlScript };
  readonly index: number;
  readonly changeIndex: number;
}

interface Flat {
  readonly changes: readonly SchemaChange[];
  /** Position in `changes` of the first change of each statement. */
  readonly starts: readonly number[];
  /** Positions of each kind of change: what follows or precedes a change is mostly asked for by kind. */
  readonly byKind: ReadonlyMap<SchemaChangeKind, readonly number[]>;
}

/** Rules ask for every change of a migration, so its changes are laid out once. */
const known = new WeakMap<SqlScript, Flat>();

/** The changes of the same migration that stand before this one, nearest last; of one kind where it is given. */
export function earlierChanges(place: ChangePlace): readonly SchemaChange[];
export function earlierChanges<K extends SchemaChangeKind>(
  place: ChangePlace,
  kind: K,
): readonly ChangeOf<K>[];
export function earlierChanges(place: ChangePlace, kind?: SchemaChangeKind): readonly SchemaChange[] {
  const flat = flatten(place.migration.script);
  const end = (flat.starts[place.index] ?? 0) + place.changeIndex;
  return kind === undefined
    ? flat.changes.slice(0, end)
    : ofKind(flat, kind, (positions) => positions.slice(0, firstAtOrAfter(positions, end)));
}

/** The changes of the same migration that stand after this one, nearest first; of one kind where it is given. */
export function laterChanges(place: ChangePlace): readonly SchemaChange[];
export function laterChanges<K extends SchemaChangeKind>(place: ChangePlace, kind: K): readonly ChangeOf<K>[];
export function laterChanges(place: ChangePlace, kind?: SchemaChangeKind): readonly SchemaChange[] {
  const flat = flatten(place.migration.script);
  const start = (flat.starts[place.index] ?? flat.changes.length) + place.changeIndex + 1;
  return kind === undefined
    ? flat.changes.slice(start)
    : ofKind(flat, kind, (positions) => positions.slice(firstAtOrAfter(positions, start)));
}

const none: readonly SchemaChange[] = [];

function ofKind(
  flat: Flat,
  kind: SchemaChangeKind,
  cut: (positions: readonly number[]) => readonly number[],
): readonly SchemaChange[] {
  const positions = flat.byKind.get(kind);
  return positions === undefined ? none : cut(positions).flatMap((at) => flat.changes[at] ?? []);
}

/** Index of the first of these ascending positions that is not below `at`. */
function firstAtOrAfter(positions: readonly number[], at: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function flatten(script: SqlScript): Flat {
  let flat = known.get(script);
  if (flat === undefined) {
    const changes: SchemaChange[] = [];
    const starts: number[] = [];
    for (const statement of script.statements) {
      starts.push(changes.length);
      changes.push(...statement.reading.changes);
    }
    const byKind = new Map<SchemaChangeKind, number[]>();
    changes.forEach((change, at) => {
      const positions = byKind.get(change.kind);
      if (positions === undefined) byKind.set(change.kind, [at]);
      else positions.push(at);
    });
    known.set(script, (flat = { changes, starts, byKind }));
  }
  return flat;
}
