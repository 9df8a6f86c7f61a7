import type { Column, Constraint, Origin, Schema, Table } from '../model/schema';
import type { ChangeOf } from '../model/schema-change';
import { findTable, partitionsOf, referencesTo, sameName } from './lookup';
import { addConstraint, requireColumns } from './replay-added-constraint';
import { editColumn, editEveryTable, editTable, putTable } from './replay-table';

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
      return onTableAndPartitions(schema, change.table, origin, (current, table) =>
        addConstraint(current, table, change.constraint, origin),
      );
    case 'drop-constraint':
      return dropConstraint(schema, change, origin);
    case 'validate-constraint':
      return onTableAndPartitions(schema, change.table, origin, (current, table) =>
        editConstraint(current, table, change.constraint.name, (constraint) =>
          constraint.validated ? constraint : { ...constraint, validated: true, validatedBy: origin },
        ),
      );
    case 'rename-constraint':
      return editTable(schema, change.table, origin, (table) =>
        renameConstraint(schema, table, change.constraint.name, change.newName.name),
      );
    case 'alter-constraint':
      return editTable(schema, change.table, origin, (table) =>
        editConstraint(schema, table, change.constraint.name, (constraint) =>
          enforcedAs(constraint, change.text),
        ),
      );
  }
}

/** Runs `edit` on the table and then on each of its partitions. */
export function onTableAndPartitions(
  schema: Schema,
  name: { readonly schema: string | null; readonly name: string },
  origin: Origin,
  edit: (schema: Schema, table: Table) => Table,
): Schema {
  let current = editTable(schema, name, origin, (table) => edit(schema, table));
  for (const partition of partitionsOf(schema, name)) {
    const before = current;
    current = editTable(before, partition, origin, (table) => edit(before, table));
  }
  return current;
}

function dropConstraint(schema: Schema, change: ChangeOf<'drop-constraint'>, origin: Origin): Schema {
  const table = findTable(schema, change.table);
  const constraint = table?.constraints.find((candidate) => isDropped(schema, candidate, change));
  if (table === null) return editTable(schema, change.table, origin, (unknown) => unknown);
  if (constraint === undefined)
    return putIfChanged(schema, table, withoutUnlistedNotNull(schema, table, change.constraint?.name ?? ''));
  const dropped = onTableAndPartitions(schema, change.table, origin, (current, one) => {
    const own = one.constraints.find((candidate) =>
      one.name === table.name ? candidate === constraint : sharesShape(candidate, constraint),
    );
    return own === undefined ? one : removeConstraint(current, one, own);
  });
  return change.cascade && constraint.index !== null
    ? dropReferencesBackedBy(dropped, table, constraint)
    : dropped;
}

function isDropped(schema: Schema, constraint: Constraint, change: ChangeOf<'drop-constraint'>): boolean {
  if (change.constraint === null) return constraint.type === (change.constraintType ?? 'primary-key');
  return sameName(schema.dialect, constraint.name, change.constraint.name);
}

function sharesShape(one: Constraint, other: Constraint): boolean {
  return (
    one.type === other.type &&
    (one.name === other.name || (one.index !== null && one.columns.join() === other.columns.join()))
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
  return column === undefined ? table : editColumn(schema, table, column.name, allowNull);
}

function allowNull(column: Column): Column {
  return { ...column, nullable: true };
}

function putIfChanged(schema: Schema, before: Table, after: Table): Schema {
  return before === after ? schema : putTable(schema, after);
}

/** CASCADE from a key to the foreign keys that rest on it. */
export function dropReferencesBackedBy(schema: Schema, target: Table, key: Constraint): Schema {
  const doomed = new Set(
    referencesTo(schema, target)
      .filter(({ constraint }) => constraint.references?.columns.join() === key.columns.join())
      .map(({ constraint }) => constraint),
  );
  if (doomed.size === 0) return schema;
  return editEveryTable(schema, (table) =>
    table.constraints.some((constraint) => doomed.has(constraint))
      ? { ...table, constraints: table.constraints.filter((constraint) => !doomed.has(constraint)) }
      : table,
  );
}

function editConstraint(
  schema: Schema,
  table: Table,
  name: string,
  edit: (constraint: Constraint) => Constraint,
): Table {
  const found = table.constraints.find((constraint) => sameName(schema.dialect, constraint.name, name));
  if (found === undefined) return table;
  const edited = edit(found);
  const after = {
    ...table,
    constraints: table.constraints.map((constraint) => (constraint === found ? edited : constraint)),
  };
  if (edited.type !== 'not-null' || !edited.validated || found.validated) return after;
  return requireColumns(schema, after, edited.columns);
}

function renameConstraint(schema: Schema, table: Table, name: string, newName: string): Table {
  const found = table.constraints.find((constraint) => sameName(schema.dialect, constraint.name, name));
  const renamed = editConstraint(schema, table, name, (constraint) => ({
    ...constraint,
    name: newName,
    index: constraint.index === null ? null : newName,
  }));
  if (found === undefined || found.index === null) return renamed;
  return {
    ...renamed,
    indexes: renamed.indexes.map((index) =>
      index.name === found.index ? { ...index, name: newName } : index,
    ),
  };
}

function enforcedAs(constraint: Constraint, text: string): Constraint {
  if (/\bNOT\s+ENFORCED\b/i.test(text))
    return { ...constraint, enforced: false, validated: false, validatedBy: null };
  return /\bENFORCED\b/i.test(text) ? { ...constraint, enforced: true, validated: true } : constraint;
}
