import type { Column, Constraint, Origin, Schema, SchemaObject, Table } from '../model/schema';
import type { ChangeOf } from '../model/schema-change';
import type { QualifiedName } from './lookup';
import { columnOf, findTable, partitionsOf, tableKey, tablesBelow } from './lookup';
import { fromParent, independent, withParent } from './replay-descendants';
import { giveConstraint } from './replay-inherited-constraint';
import { adoptIndex } from './replay-inherited-index';
import { putObjects, removeObjects } from './replay-object-store';
import { editTable } from './replay-table';
import { objectsHolding } from './schema-index';

/** The columns a new partition or inheriting table has from its parent. */
export function columnsFrom(table: Table, parent: Table, origin: Origin): readonly Column[] {
  const isPartition = table.partitionOf !== null;
  return parent.columns.map((column) => ({
    ...column,
    id: inheritedId(table, column.name, origin),
    identity: isPartition ? column.identity : null,
    inherited: fromParent,
    createdBy: origin,
    changedBy: origin,
  }));
}

/** Identity of a column that a table has from another. */
export function inheritedId(table: Table, column: string, origin: Origin): string {
  return `${origin.migration}#${String(origin.statement)} ${table.id}.${column}`;
}

/** Constraints, indexes and triggers that a table below `parent` has because it is below it. */
export function bequeath(schema: Schema, child: QualifiedName, parent: Table, origin: Origin): Schema {
  let current = schema;
  const isPartition = findTable(schema, child)?.partitionOf === tableKey(schema.dialect, parent);
  const give = (constraint: Constraint): void => {
    const table = findTable(current, child);
    if (table !== null && constraint.noInherit !== true)
      current = giveConstraint(current, table, parent, constraint, origin);
  };
  const plain = parent.constraints.filter((constraint) => constraint.index === null);
  for (const constraint of plain) if (constraint.type !== 'foreign-key') give(constraint);
  if (!isPartition) return current;
  for (const index of parent.indexes) {
    const backed = parent.constraints.find((constraint) => constraint.index === index.name) ?? null;
    const table = findTable(current, child);
    if (table !== null) current = adoptIndex(current, table, index, backed, origin, true);
  }
  for (const constraint of plain) if (constraint.type === 'foreign-key') give(constraint);
  return withTriggersOf(current, parent, child, origin);
}

/** ATTACH PARTITION: the table gets the keys, indexes and triggers of its parent that it lacks. */
export function adoptPartition(schema: Schema, change: ChangeOf<'attach-partition'>, origin: Origin): Schema {
  const parent = findTable(schema, change.table);
  const partitionOf = tableKey(schema.dialect, change.table);
  const known = editTable(schema, change.table, origin, (table) => table);
  const attached = editTable(known, change.partition, origin, (table) =>
    below({ ...table, partitionOf }, schema, parent),
  );
  return parent === null ? attached : bequeath(attached, change.partition, parent, origin);
}

/** ALTER TABLE … INHERIT. */
export function adoptChild(schema: Schema, child: QualifiedName, parentKey: string, origin: Origin): Schema {
  const parent = schema.tables.get(parentKey) ?? null;
  const inheriting = editTable(schema, child, origin, (table) =>
    below({ ...table, inherits: [...(table.inherits ?? []), parentKey] }, schema, parent),
  );
  return parent === null ? inheriting : bequeath(inheriting, child, parent, origin);
}

/** The table with its columns also its parent's. */
function below(table: Table, schema: Schema, parent: Table | null): Table {
  if (parent === null) return table;
  return {
    ...table,
    columns: table.columns.map((column) => {
      const above = columnOf(schema.dialect, parent, column.name);
      if (above === null) return column;
      const nullable = column.nullable && above.nullable;
      const identity = table.partitionOf === null ? column.identity : above.identity;
      return { ...withParent(column, table), nullable, identity };
    }),
  };
}

/** DETACH PARTITION: all that came from the parent stays, on its own, but for triggers and identity. */
export function releasePartition(
  schema: Schema,
  change: ChangeOf<'detach-partition'>,
  origin: Origin,
): Schema {
  const parent = findTable(schema, change.table);
  const released = editTable(schema, change.partition, origin, (table) => ({
    ...free(schema, table, parent),
    partitionOf: null,
    indexes: table.indexes.map((index) => (index.parent === null ? index : { ...index, parent: null })),
  }));
  const tables = [change.partition, ...partitionsOf(released, change.partition)];
  const inherited = tables
    .flatMap((table) => objectsHolding(released, 'on', tableKey(schema.dialect, table)))
    .filter((object) => object.inherited === true);
  return removeObjects(released, inherited);
}

/** ALTER TABLE … NO INHERIT. */
export function releaseChild(
  schema: Schema,
  child: QualifiedName,
  parentKey: string,
  origin: Origin,
): Schema {
  const parent = schema.tables.get(parentKey) ?? null;
  return editTable(schema, child, origin, (table) => ({
    ...free(schema, table, parent),
    inherits: (table.inherits ?? []).filter((key) => key !== parentKey),
  }));
}

function free(schema: Schema, table: Table, parent: Table | null): Table {
  if (parent === null) return table;
  const shared = (constraint: Constraint): boolean =>
    table.partitionOf !== null || parent.constraints.some(({ name }) => name === constraint.name);
  return {
    ...table,
    columns: table.columns.map((column) => {
      if (columnOf(schema.dialect, parent, column.name) === null) return column;
      return { ...independent(column), identity: table.partitionOf === null ? column.identity : null };
    }),
    constraints: table.constraints.map((constraint) =>
      shared(constraint) ? independent(constraint) : constraint,
    ),
  };
}

/** Row triggers of a partitioned table are those of its partitions too. */
export function withTriggersOf(schema: Schema, parent: Table, child: QualifiedName, origin: Origin): Schema {
  const triggers = objectsHolding(schema, 'on', tableKey(schema.dialect, parent)).filter(
    (object) => object.object === 'trigger' && object.forEachRow === true,
  );
  if (triggers.length === 0) return schema;
  const table = tableKey(schema.dialect, child);
  const cloned = triggers.map((trigger): SchemaObject => ({
    ...trigger,
    table,
    inherited: true,
    createdBy: origin,
  }));
  const given = putObjects(schema, cloned);
  const self = findTable(given, child);
  if (self === null) return given;
  return tablesBelow(given, self).reduce(
    (current, below) => withTriggersOf(current, self, below, origin),
    given,
  );
}
