import type { Column, Constraint, Index, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf } from '../model/schema-change';
import type { QualifiedName } from './lookup';
import { findConstraint, findTable, referencesTo, sameName, tableKey, tablesBelow } from './lookup';
import { requireColumns } from './replay-added-constraint';
import type { Step } from './replay-descendants';
import { descend, independent, withoutParent } from './replay-descendants';
import { declareConstraint } from './replay-inherited-constraint';
import { editColumn, editTable, editTables, putTables } from './replay-table';

type ConstraintChangeKind =
  'add-constraint' | 'drop-constraint' | 'validate-constraint' | 'rename-constraint' | 'alter-constraint';

/** ADD, DROP, VALIDATE, RENAME and ALTER CONSTRAINT. */
export function applyConstraintChange(
  schema: Schema,
  change: ChangeOf<ConstraintChangeKind>,
  origin: Origin,
): Schema {
  switch (change.kind) {
    case 'add-constraint':
      return declareConstraint(schema, change.table, change.constraint, origin, change.only === true);
    case 'drop-constraint':
      return dropConstraint(schema, change, origin);
    case 'validate-constraint':
      return onSharedConstraint(schema, change, origin, (constraint) =>
        constraint.validated ? constraint : { ...constraint, validated: true, validatedBy: origin },
      );
    case 'rename-constraint':
      return renameConstraint(schema, change, origin);
    case 'alter-constraint':
      return onSharedConstraint(schema, change, origin, (constraint) => enforcedAs(constraint, change.text));
  }
}

/** Edits a constraint and those that tables below have from it. */
function onSharedConstraint(
  schema: Schema,
  change: ChangeOf<'validate-constraint' | 'alter-constraint'>,
  origin: Origin,
  edit: (constraint: Constraint) => Constraint,
): Schema {
  const found = findConstraint(schema, change.table, change.constraint.name);
  return descendConstraint(schema, change.table, found, origin, (current, table, own) => ({
    table: editConstraint(current, table, own, edit),
    below: change.only !== true,
  }));
}

/** Takes an action to a constraint and to those that tables below have from it. */
function descendConstraint(
  schema: Schema,
  name: QualifiedName,
  found: Constraint | null,
  origin: Origin,
  step: (schema: Schema, table: Table, own: Constraint, isRoot: boolean) => Step,
): Schema {
  const known = new Map<string, Constraint>();
  return descend(schema, name, origin, (current, table, parent) => {
    const above = parent === null ? found : (known.get(tableKey(schema.dialect, parent)) ?? null);
    const own = parent === null ? found : belongingTo(table, above);
    if (own === null) return { table, below: false };
    known.set(tableKey(schema.dialect, table), own);
    return step(current, table, own, parent === null);
  });
}

/** The constraint of a table below that is its part of the one above. */
function belongingTo(table: Table, above: Constraint | null): Constraint | null {
  if (above === null) return null;
  const index = table.indexes.find((own) => above.index !== null && own.parent === above.index);
  return (
    table.constraints.find((own) =>
      above.index === null
        ? own.inherited !== undefined && sharesShape(own, above)
        : own.index !== null && own.index === index?.name,
    ) ?? null
  );
}

function dropConstraint(schema: Schema, change: ChangeOf<'drop-constraint'>, origin: Origin): Schema {
  const table = findTable(schema, change.table);
  const constraint = table?.constraints.find((candidate) => isDropped(schema, candidate, change));
  if (table === null) return editTable(schema, change.table, origin, (unknown) => unknown);
  if (constraint === undefined)
    return putIfChanged(schema, table, withoutUnlistedNotNull(schema, table, change.constraint?.name ?? ''));
  const dropped = dropShared(schema, table, constraint, origin, change.only === true);
  return change.cascade && constraint.index !== null
    ? dropReferencesBackedBy(dropped, table, constraint)
    : dropped;
}

/** Drops a constraint, and of the tables below those that they have from it alone. */
function dropShared(
  schema: Schema,
  table: Table,
  constraint: Constraint,
  origin: Origin,
  only: boolean,
): Schema {
  return descendConstraint(schema, table, constraint, origin, (current, one, own, isRoot) => {
    const alone = only && own.index === null;
    const kept = isRoot ? null : alone ? independent(own) : withoutParent(own);
    if (kept === null) return { table: removeConstraint(current, one, own), below: true };
    const constraints = one.constraints.map((candidate) => (candidate === own ? kept : candidate));
    return { table: { ...one, constraints }, below: false };
  });
}

function isDropped(schema: Schema, constraint: Constraint, change: ChangeOf<'drop-constraint'>): boolean {
  if (change.constraint === null) return constraint.type === (change.constraintType ?? 'primary-key');
  return sameName(schema.dialect, constraint.name, change.constraint.name);
}

function sharesShape(one: Constraint, other: Constraint): boolean {
  return (
    one.type === other.type &&
    (one.name === other.name ||
      (one.type !== 'check' &&
        one.columns.join() === other.columns.join() &&
        one.references?.table === other.references?.table))
  );
}

/** A constraint goes with its index; what a NOT NULL constraint said about its column goes too. */
export function removeConstraint(schema: Schema, table: Table, constraint: Constraint): Table {
  const without = {
    ...table,
    constraints: table.constraints.filter((candidate) => candidate !== constraint),
    indexes: table.indexes.filter((index) => constraint.index === null || index.name !== constraint.index),
  };
  if (constraint.type !== 'not-null') return without;
  return constraint.columns.reduce<Table>(
    (current, name) => editColumn(schema, current, name, allowNull),
    without,
  );
}

/** Postgres 18 names the NOT NULL of a column `t_c_not_null`; the schema keeps it on the column only. */
function withoutUnlistedNotNull(schema: Schema, table: Table, name: string): Table {
  const column = table.columns.find((candidate) => name === `${table.name}_${candidate.name}_not_null`);
  return column === undefined || column.inherited !== undefined
    ? table
    : editColumn(schema, table, column.name, allowNull);
}

function allowNull(column: Column): Column {
  return { ...column, nullable: true };
}

function putIfChanged(schema: Schema, before: Table, after: Table): Schema {
  return before === after ? schema : putTables(schema, [after]);
}

/** CASCADE from a key to the foreign keys that rest on it. */
export function dropReferencesBackedBy(schema: Schema, target: Table, key: Constraint): Schema {
  const resting = referencesTo(schema, target).filter(
    ({ constraint }) => constraint.references?.columns.toSorted().join() === key.columns.toSorted().join(),
  );
  if (resting.length === 0) return schema;
  const doomed = new Set(resting.map(({ constraint }) => constraint));
  return editTables(schema, [...new Set(resting.map(({ table }) => table))], (table) => ({
    ...table,
    constraints: table.constraints.filter((constraint) => !doomed.has(constraint)),
  }));
}

function editConstraint(
  schema: Schema,
  table: Table,
  found: Constraint,
  edit: (constraint: Constraint) => Constraint,
): Table {
  const edited = edit(found);
  if (edited === found) return table;
  const after = {
    ...table,
    constraints: table.constraints.map((constraint) => (constraint === found ? edited : constraint)),
  };
  if (edited.type !== 'not-null' || !edited.validated || found.validated) return after;
  return requireColumns(schema, after, edited.columns);
}

/** The index of a constraint is renamed with it; a CHECK also on the tables below. */
function renameConstraint(schema: Schema, change: ChangeOf<'rename-constraint'>, origin: Origin): Schema {
  const newName = change.newName.name;
  const before = findConstraint(schema, change.table, change.constraint.name);
  const renamed = descendConstraint(schema, change.table, before, origin, (current, table, own) => {
    const after = editConstraint(current, table, own, (constraint) => ({
      ...constraint,
      name: newName,
      index: constraint.index === null ? null : newName,
    }));
    return {
      table: { ...after, indexes: after.indexes.map((index) => named(index, own.index, newName)) },
      below: own.type === 'check' || own.type === 'not-null',
    };
  });
  return before === null || before.index === null
    ? renamed
    : indexesBelowFollow(renamed, change.table, before.index, newName);
}

function named(index: Index, from: string | null, to: string): Index {
  return index.name === from ? { ...index, name: to } : index;
}

/** Indexes of partitions go on belonging to the index of their table under its new name. */
export function indexesBelowFollow(schema: Schema, parent: QualifiedName, from: string, to: string): Schema {
  return editTables(schema, tablesBelow(schema, parent), (table) =>
    table.indexes.some((index) => index.parent === from)
      ? {
          ...table,
          indexes: table.indexes.map((index) => (index.parent === from ? { ...index, parent: to } : index)),
        }
      : table,
  );
}

function enforcedAs(constraint: Constraint, text: string): Constraint {
  if (/\bNOT\s+ENFORCED\b/i.test(text))
    return { ...constraint, enforced: false, validated: false, validatedBy: null };
  return /\bENFORCED\b/i.test(text) ? { ...constraint, enforced: true, validated: true } : constraint;
}
