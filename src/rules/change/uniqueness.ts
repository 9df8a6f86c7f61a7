import type { Dialect } from '../../model/dialect';
import type { Index, Schema } from '../../model/schema';
import type { ObjectName } from '../../model/schema-change';
import { columnOf, findTable, sameName, sameObject } from '../../schema/lookup';
import { quote } from '../../sql/identifiers';
import type { ChangeContext } from '../rule';
import { givesValue } from './default-value';

/** Columns of an older table that have to be unique from a change on. */
export interface Uniqueness {
  readonly table: ObjectName;
  readonly columns: readonly string[];
  /** As SQL expressions, for a query. */
  readonly written: string;
}

interface Demand extends Uniqueness {
  /** Every part of it is a plain column. */
  readonly plain: boolean;
  readonly nullsAlike: boolean;
}

/** What the change demands to be unique, where rows that exist may be alike; null where it demands nothing, or they cannot. */
export function uniqueness(context: ChangeContext): Uniqueness | null {
  const demand = demandOf(context);
  if (demand === null || context.isNew(demand.table) || demand.columns.length === 0) return null;
  return isEmptyHere(context, demand) || wasUnique(context, demand) ? null : demand;
}

function demandOf({ change, before }: ChangeContext): Demand | null {
  if (change.kind === 'create-index' && change.index.unique) {
    const { columns, nullsNotDistinct } = change.index;
    return {
      table: change.table,
      columns: columns.map((part) => part.column ?? part.text),
      written: columns.map((part) => part.text).join(', '),
      plain: columns.every((part) => part.column !== null && part.length === null),
      nullsAlike: nullsNotDistinct,
    };
  }
  if (change.kind === 'add-constraint' && change.constraint.usingIndex === null) {
    const { type, columns } = change.constraint;
    if (type !== 'unique' && type !== 'primary-key') return null;
    const names = columns.map((column) => column.name);
    return ofColumns(before.dialect, change.table, names, type === 'primary-key');
  }
  if (change.kind === 'add-column') {
    const key = change.column.constraints.find((one) => one.type === 'unique' || one.type === 'primary-key');
    const hasOwnValues =
      change.column.identity !== null || change.column.autoIncrement || !givesValue(change.column.default);
    return key === undefined || hasOwnValues
      ? null
      : ofColumns(before.dialect, change.table, [change.column.name.name], false);
  }
  return null;
}

function ofColumns(
  dialect: Dialect,
  table: ObjectName,
  columns: readonly string[],
  nullsAlike: boolean,
): Demand {
  const written = columns.map((column) => quote(column, dialect)).join(', ');
  return { table, columns, written, plain: true, nullsAlike };
}

/** A column that this migration added without a value is NULL in every row, unless an UPDATE filled it since. */
function isEmptyHere(context: ChangeContext, demand: Demand): boolean {
  if (demand.nullsAlike || wasWritten(context, demand.table)) return false;
  const table = findTable(context.before, demand.table);
  return demand.columns.some((name) => {
    const column = table === null ? null : columnOf(context.before.dialect, table, name);
    return (
      column !== null &&
      column.createdBy.migration === context.migration.id &&
      column.nullable &&
      !givesValue(column.default) &&
      column.generated === null &&
      column.identity === null &&
      !column.autoIncrement
    );
  });
}

/** Some of the columns are unique already, or were when the migration began and nothing wrote rows since. */
function wasUnique(context: ChangeContext, demand: Demand): boolean {
  if (!demand.plain) return false;
  const start = context.siblings[0]?.before;
  const schemas = [
    context.before,
    ...(start === undefined || wasWritten(context, demand.table) ? [] : [start]),
  ];
  return schemas.some((schema) =>
    uniqueIndexes(schema, demand.table).some((index) => isWithin(schema, index, demand)),
  );
}

function uniqueIndexes(schema: Schema, name: ObjectName): readonly Index[] {
  return (findTable(schema, name)?.indexes ?? []).filter(
    (index) => index.unique && index.where === null && index.columns.length > 0,
  );
}

function isWithin(schema: Schema, index: Index, { columns }: Demand): boolean {
  return index.columns.every(
    (part) =>
      part.column !== null &&
      part.length === null &&
      columns.some((name) => sameName(schema.dialect, name, part.column ?? '')),
  );
}

function wasWritten({ siblings, index, before }: ChangeContext, table: ObjectName): boolean {
  return siblings.some(
    ({ statement, change }) =>
      statement < index &&
      (change.kind === 'insert' || change.kind === 'update') &&
      sameObject(before.dialect, change.table, table),
  );
}
