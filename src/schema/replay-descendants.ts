import type { Column, Constraint, Inheritance, Origin, Schema, Table } from '../model/schema';
import type { QualifiedName } from './lookup';
import { findTable, tablesBelow } from './lookup';
import { editTable } from './replay-table';

/** What an action makes of one table, and whether it goes on with the tables below it. */
export interface Step {
  readonly table: Table;
  readonly below: boolean;
}

/**
 * Takes an action to a table, then to its partitions and to the tables that inherit from it, each after its
 * parent. `parent` is null for the table the statement names.
 */
export function descend(
  schema: Schema,
  name: QualifiedName,
  origin: Origin,
  step: (schema: Schema, table: Table, parent: Table | null) => Step,
  parent: Table | null = null,
): Schema {
  const went: { below: boolean } = { below: true };
  let current = editTable(schema, name, origin, (table) => {
    const done = step(schema, table, parent);
    went.below = done.below;
    return done.table;
  });
  const table = findTable(current, name);
  if (!went.below || table === null) return current;
  for (const child of tablesBelow(current, table))
    current = descend(current, child, origin, step, findTable(current, name));
  return current;
}

/** The same edit on a table and on all below it, the table alone with `only`. */
export function onTableAndDescendants(
  schema: Schema,
  name: QualifiedName,
  origin: Origin,
  only: boolean,
  edit: (schema: Schema, table: Table) => Table,
): Schema {
  return descend(schema, name, origin, (current, table) => ({
    table: edit(current, table),
    below: !only,
  }));
}

type Part = Column | Constraint;

/** A part that one parent more has. Partitions have one parent and declare nothing themselves. */
export function withParent<P extends Part>(part: P, table: Table): P {
  const inherited: Inheritance =
    table.partitionOf === null
      ? { parents: (part.inherited?.parents ?? 0) + 1, local: part.inherited?.local ?? true }
      : { parents: 1, local: false };
  return { ...part, inherited };
}

/** The part after one parent let go of it; null when it goes with it. */
export function withoutParent<P extends Part>(part: P): P | null {
  const { inherited, ...rest } = part;
  if (inherited === undefined) return part;
  if (inherited.parents > 1) return { ...part, inherited: { ...inherited, parents: inherited.parents - 1 } };
  return inherited.local ? (rest as unknown as P) : null;
}

/** The part of a table that no longer belongs below its parent: it stays, as its own. */
export function independent<P extends Part>(part: P): P {
  const { inherited, ...rest } = part;
  if (inherited === undefined) return part;
  return inherited.parents > 1
    ? { ...part, inherited: { ...inherited, parents: inherited.parents - 1 } }
    : (rest as unknown as P);
}

/** What a part that only a parent declares says about itself. */
export const fromParent: Inheritance = { parents: 1, local: false };
