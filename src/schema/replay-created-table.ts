import type { Origin, Schema, Table } from '../model/schema';
import type { ChangeOf, ColumnDefinition, ConstraintDefinition } from '../model/schema-change';
import { columnOf, findTable, sameName, tableKey } from './lookup';
import { addConstraint } from './replay-added-constraint';
import { inlineConstraints, withColumn } from './replay-added-column';
import { fromParent } from './replay-descendants';
import { addIndex } from './replay-indexes';
import { copyEverything, likeColumns, withLikeParts } from './replay-like';
import { bequeath, columnsFrom } from './replay-partitions';
import { ownSequences } from './replay-sequences';
import { editColumn, editTable, newTable, putTables } from './replay-table';

type CreateTable = ChangeOf<'create-table'>;

/**
 * CREATE TABLE. The parts come in the order in which Postgres makes them, because names it chooses depend on
 * it: columns, checks, what parents give, keys, what LIKE copies, foreign keys.
 */
export function createTable(schema: Schema, change: CreateTable, origin: Origin): Schema {
  if (change.ifNotExists && findTable(schema, change.table) !== null) return schema;
  const parents = [...change.inherits, ...(change.partitionOf === null ? [] : [change.partitionOf])];
  const bare = withColumns(schema, newlyMade(schema, change, origin), change, origin);
  const named = putTables(schema, [bare]);
  const owning = ownSequences(
    named,
    bare,
    (column) => column.inherited === undefined && column.sequence === undefined,
    origin,
  );
  const declared = [
    ...change.columns.flatMap((column) => inlineConstraints(schema, column)),
    ...change.constraints,
  ];
  const withChecks = declare(owning, change, declared.filter(isCheck), origin);
  const below = parents.reduce((current, name) => {
    const parent = findTable(current, name);
    return parent === null ? current : bequeath(current, change.table, asNew(parent), origin);
  }, withChecks);
  const keyed = declare(below, change, keysOf(schema, declared), origin);
  const liked = withLikeParts(keyed, change, origin);
  const indexed = editTable(liked, change.table, origin, (table) =>
    change.indexes.reduce((current, index) => addIndex(liked, current, index, origin), table),
  );
  return declare(
    indexed,
    change,
    declared.filter(({ type }) => type === 'foreign-key'),
    origin,
  );
}

/** A table without rows holds whatever is checked: what is NOT VALID above is valid in a new table. */
function asNew(parent: Table): Table {
  const isPending = ({ type, validated, enforced }: Table['constraints'][number]): boolean =>
    type === 'check' && enforced && !validated;
  if (!parent.constraints.some(isPending)) return parent;
  const constraints = parent.constraints.map((constraint) =>
    isPending(constraint) ? { ...constraint, validated: true } : constraint,
  );
  return { ...parent, constraints };
}

function newlyMade(schema: Schema, change: CreateTable, origin: Origin): Table {
  const id = `${origin.migration}#${String(origin.statement)}:${String(change.range.start)} ${tableKey(schema.dialect, change.table)}`;
  return {
    ...newTable(id, change.table, origin, !change.asQuery),
    temporary: change.temporary,
    partitionOf: change.partitionOf === null ? null : tableKey(schema.dialect, change.partitionOf),
    partitionBy: change.partitionBy,
    ...(change.inherits.length === 0
      ? {}
      : { inherits: change.inherits.map((parent) => tableKey(schema.dialect, parent)) }),
    settings: {
      ...(change.unlogged ? { 'set unlogged': null } : {}),
      ...(change.strict === true ? { strict: null } : {}),
      ...(change.withoutRowid === true ? { 'without rowid': null } : {}),
    },
  };
}

/** Columns of parents first, then those of the definition, LIKE where it stands. */
function withColumns(schema: Schema, bare: Table, change: CreateTable, origin: Origin): Table {
  let table = bare;
  const parents = [...change.inherits, ...(change.partitionOf === null ? [] : [change.partitionOf])];
  for (const name of parents) {
    const parent = findTable(schema, name);
    table =
      parent === null ? { ...table, columnsKnown: false } : inheritColumns(schema, table, parent, origin);
  }
  if (change.like !== null && change.likes === undefined)
    table = copyEverything(schema, table, change.like, origin);
  const likes = change.likes ?? [];
  change.columns.forEach((column, at) => {
    for (const like of likes) if (like.after === at) table = likeColumns(schema, table, like, origin);
    table = withDefinition(schema, table, column, origin);
  });
  for (const like of likes)
    if (like.after >= change.columns.length) table = likeColumns(schema, table, like, origin);
  return table;
}

function inheritColumns(schema: Schema, table: Table, parent: Table, origin: Origin): Table {
  const start = { ...table, columnsKnown: table.columnsKnown && parent.columnsKnown };
  return columnsFrom(table, parent, origin).reduce<Table>((current, column) => {
    if (columnOf(schema.dialect, current, column.name) === null)
      return { ...current, columns: [...current.columns, column] };
    return editColumn(schema, current, column.name, (known) => ({
      ...known,
      nullable: known.nullable && column.nullable,
      default: known.default ?? column.default,
      inherited: { parents: (known.inherited?.parents ?? 0) + 1, local: known.inherited?.local ?? true },
    }));
  }, start);
}

/** A column that a parent has too is declared here as well, unless the table is a partition. */
function withDefinition(schema: Schema, table: Table, definition: ColumnDefinition, origin: Origin): Table {
  const inherited = columnOf(schema.dialect, table, definition.name.name)?.inherited;
  const widened = withColumn(schema, table, definition, origin);
  if (inherited === undefined) return widened;
  return editColumn(schema, widened, definition.name.name, (column) => ({
    ...column,
    inherited: table.partitionOf === null ? { ...inherited, local: true } : fromParent,
  }));
}

function declare(
  schema: Schema,
  change: CreateTable,
  constraints: readonly ConstraintDefinition[],
  origin: Origin,
): Schema {
  return editTable(schema, change.table, origin, (table) =>
    constraints.reduce(
      (current, constraint) =>
        repeatsKey(schema, current, constraint)
          ? current
          : addConstraint(schema, current, constraint, origin),
      table,
    ),
  );
}

function isCheck({ type }: ConstraintDefinition): boolean {
  return type === 'check' || type === 'not-null';
}

/** The primary key comes first. Of two keys on the same columns Postgres makes the one that has a name. */
function keysOf(schema: Schema, declared: readonly ConstraintDefinition[]): ConstraintDefinition[] {
  const written = declared.filter((constraint) => !isCheck(constraint) && constraint.type !== 'foreign-key');
  if (schema.dialect !== 'postgres') return written;
  const keys = written.toSorted(
    (one, other) => Number(other.type === 'primary-key') - Number(one.type === 'primary-key'),
  );
  const columns = (constraint: ConstraintDefinition): string =>
    constraint.columns.map(({ name }) => name).join();
  return keys.map((constraint, at) => {
    const named = keys
      .slice(at + 1)
      .find(
        (later) => later.type === 'unique' && later.name !== null && columns(later) === columns(constraint),
      );
    return constraint.name === null && named !== undefined && constraint.type !== 'exclude'
      ? { ...constraint, name: named.name }
      : constraint;
  });
}

/** Postgres makes one key of PRIMARY KEY and UNIQUE on the same columns. */
function repeatsKey(schema: Schema, table: Table, constraint: ConstraintDefinition): boolean {
  if (constraint.type !== 'unique' || schema.dialect === 'mysql' || schema.dialect === 'mariadb')
    return false;
  return table.constraints.some(
    (known) =>
      known.index !== null &&
      (known.type === 'unique' || known.type === 'primary-key') &&
      (constraint.name === null || sameName(schema.dialect, known.name, constraint.name.name)) &&
      known.columns.join() === constraint.columns.map((column) => column.name).join(),
  );
}
