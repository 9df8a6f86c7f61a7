import type { Constraint, Origin, Schema, Table } from '../model/schema';
import type { ConstraintDefinition } from '../model/schema-change';
import { chooseConstraintName } from './generated-names';
import type { QualifiedName } from './lookup';
import { findTable, sameName, tableKey, tablesBelow } from './lookup';
import { addConstraint, requireColumns } from './replay-added-constraint';
import { fromParent, onTableAndDescendants, withParent } from './replay-descendants';
import { adoptIndex } from './replay-inherited-index';
import { editTable } from './replay-table';

/** A constraint more on a table, and on the tables below that get it too: Postgres says which. */
export function declareConstraint(
  schema: Schema,
  name: QualifiedName,
  definition: ConstraintDefinition,
  origin: Origin,
  only: boolean,
): Schema {
  let added: Constraint | undefined;
  const current = editTable(schema, name, origin, (table) => {
    const after = addConstraint(schema, table, definition, origin);
    added = after.constraints.length > table.constraints.length ? after.constraints.at(-1) : undefined;
    return only && table.partitionBy !== null && tablesBelow(schema, table).length > 0
      ? withInvalidIndex(after, added)
      : after;
  });
  const table = findTable(current, name);
  if (only || table === null || added === undefined) return current;
  return inheritConstraint(current, table, added, origin);
}

/** ALTER TABLE ONLY … ADD PRIMARY KEY: the index is valid once every partition has one. */
function withInvalidIndex(table: Table, constraint: Constraint | undefined): Table {
  return {
    ...table,
    indexes: table.indexes.map((index) =>
      index.name === constraint?.index ? { ...index, valid: false } : index,
    ),
  };
}

/** Takes a constraint of a table to the tables below it. */
export function inheritConstraint(
  schema: Schema,
  parent: Table,
  constraint: Constraint,
  origin: Origin,
): Schema {
  if (constraint.noInherit === true) return schema;
  return tablesBelow(schema, parent).reduce(
    (current, child) => giveConstraint(current, child, parent, constraint, origin),
    schema,
  );
}

/** Gives one constraint of the parent to one table below it, and on to the tables below that. */
export function giveConstraint(
  schema: Schema,
  child: Table,
  parent: Table,
  constraint: Constraint,
  origin: Origin,
): Schema {
  const isPartition = child.partitionOf === tableKey(schema.dialect, parent);
  if (constraint.index !== null) {
    const backing = parent.indexes.find((index) => index.name === constraint.index);
    const keyed =
      isPartition && backing !== undefined ? adoptIndex(schema, child, backing, constraint, origin) : schema;
    if (constraint.type !== 'primary-key') return keyed;
    return onTableAndDescendants(keyed, child, origin, false, (current, table) =>
      requireColumns(current, table, constraint.columns),
    );
  }
  if (constraint.type === 'foreign-key' && !isPartition) return schema;
  let own: Constraint | undefined;
  const current = editTable(schema, child, origin, (table) => {
    const { table: after, given } = received(schema, table, constraint, origin);
    own = given;
    return after;
  });
  const table = findTable(current, child);
  return table === null || own === undefined ? current : inheritConstraint(current, table, own, origin);
}

function received(
  schema: Schema,
  table: Table,
  constraint: Constraint,
  origin: Origin,
): { readonly table: Table; readonly given: Constraint } {
  const known = table.constraints.find((own) => isSame(schema, own, constraint));
  if (known !== undefined) {
    const given = withParent(known, table);
    const constraints = table.constraints.map((own) => (own === known ? given : own));
    return { table: { ...table, constraints }, given };
  }
  const given = {
    ...constraint,
    name: freeName(schema, table, constraint),
    inherited: fromParent,
    createdBy: origin,
  };
  const after = { ...table, constraints: [...table.constraints, given] };
  const proves = constraint.type === 'not-null' && constraint.validated;
  return { table: proves ? requireColumns(schema, after, constraint.columns) : after, given };
}

function isSame(schema: Schema, own: Constraint, constraint: Constraint): boolean {
  if (own.type !== constraint.type) return false;
  if (constraint.type === 'check') return sameName(schema.dialect, own.name, constraint.name);
  if (own.columns.join() !== constraint.columns.join()) return false;
  return (
    constraint.type === 'not-null' ||
    (own.inherited === undefined &&
      own.references?.table === constraint.references?.table &&
      own.references?.schema === constraint.references?.schema &&
      own.references?.columns.join() === constraint.references?.columns.join() &&
      own.references?.onDelete === constraint.references?.onDelete &&
      own.references?.onUpdate === constraint.references?.onUpdate)
  );
}

/** A partition's foreign key has its parent's name unless the partition uses that for something else. */
function freeName(schema: Schema, table: Table, constraint: Constraint): string {
  const taken = table.constraints.some((own) => sameName(schema.dialect, own.name, constraint.name));
  if (!taken || constraint.type === 'check') return constraint.name;
  return chooseConstraintName(
    schema,
    table,
    constraint.columns,
    constraint.type === 'foreign-key' ? 'fkey' : 'not_null',
  );
}
