import type { SchemaChange } from '../model/schema-change';
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
}

/** Rules ask for every change of a migration, so its changes are laid out once. */
const known = new WeakMap<SqlScript, Flat>();

/** The changes of the same migration that stand before this one, nearest last. */
export function earlierChanges(place: ChangePlace): readonly SchemaChange[] {
  const { changes, starts } = flatten(place.migration.script);
  return changes.slice(0, (starts[place.index] ?? 0) + place.changeIndex);
}

/** The changes of the same migration that stand after this one, nearest first. */
export function laterChanges(place: ChangePlace): readonly SchemaChange[] {
  const { changes, starts } = flatten(place.migration.script);
  return changes.slice((starts[place.index] ?? changes.length) + place.changeIndex + 1);
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
    known.set(script, (flat = { changes, starts }));
  }
  return flat;
}
