import type { Column, Schema } from '../../../model/schema';
import { findType, referencesTo, sameName, columnOf } from '../../../schema/lookup';
import { readsColumn } from '../../../schema/replay-dependents';
import type { EvolvingTable } from '../evolving-table';
import { namesColumn } from '../expressions';
import type { Ground } from '../recipe';
import { readingOf } from '../written';
import type { Carried } from './carried';

/** Why a column that exists cannot be replaced by others in stages, or null. */
export function refuseOldColumn(
  ground: Ground,
  table: EvolvingTable,
  column: Column,
  carried: Carried,
): string | null {
  return (
    refuseByColumn(ground.before, table, column) ??
    refuseByTable(table, column, carried) ??
    refuseByDependants(ground, table, column)
  );
}

/** Why there can be no new column of that name, or null. */
export function refuseNewName({ dialect, table }: EvolvingTable, name: string): string | null {
  if (name.trim() === '') return 'The new column needs a name.';
  return columnOf(dialect, table, name) === null ? null : `The table already has a column ${name}.`;
}

function refuseByColumn(before: Schema, { table, dialect }: EvolvingTable, column: Column): string | null {
  const inPrimaryKey = table.constraints.some(
    (one) => one.type === 'primary-key' && one.columns.some((name) => sameName(dialect, name, column.name)),
  );
  if (column.type === null)
    return 'The type of the column is not known from the history, so the new column cannot be declared.';
  if (inPrimaryKey) return 'The column is part of the primary key: two primary keys cannot be kept in step.';
  if (
    column.identity !== null ||
    column.autoIncrement ||
    column.default?.functions.includes('nextval') === true
  )
    return 'The database numbers this column itself: dropping the old column would drop its sequence.';
  if (column.generated !== null) return 'The column is generated: it cannot be written by a trigger.';
  if (column.nullable && isVolatile(column.default))
    return 'The default gives another value each time and the column may be NULL: a NULL that is written cannot be told from a column that is left out.';
  const domain = findType(before, column.type);
  if (domain?.kind === 'domain' && domain.hasConstraints)
    return 'The type of the column is a domain with constraints: adding a column of it checks every row under a strong lock.';
  return null;
}

function refuseByTable(
  { table, dialect }: EvolvingTable,
  { name: from }: Column,
  { indexes, foreignKeys, checks }: Carried,
): string | null {
  if (table.partitionOf !== null) return 'The table is a partition: the column belongs to its parent.';
  if (table.partitionBy?.some((name) => sameName(dialect, name, from)) === true)
    return 'The column is part of the partition key, which cannot be changed.';
  if (table.partitionBy?.length === 0)
    return 'The table is partitioned by an expression that may name the column.';
  if (table.partitionBy !== null && indexes.length + foreignKeys.length > 0)
    return 'The table is partitioned, and its indexes and foreign keys cannot be built without blocking writers.';
  if (
    table.constraints.some(
      (one) => one.type === 'exclude' && one.columns.some((name) => sameName(dialect, name, from)),
    )
  )
    return 'An exclusion constraint covers the column, and it cannot be built without blocking writers.';
  const unread = checks.find((one) => one.expression === null);
  if (unread !== undefined) return `The expression of constraint ${unread.name} is not known.`;
  const special = indexes.find(
    (index) => !['btree', 'hash', 'gin', 'gist', 'brin', 'spgist'].includes(index.method),
  );
  if (special !== undefined && dialect === 'postgres')
    return `Index ${special.name} uses the method ${special.method}, which is not known here.`;
  return null;
}

function refuseByDependants(
  { before, history }: Ground,
  { dialect, table }: EvolvingTable,
  { name: from }: Column,
): string | null {
  const inbound = referencesTo(before, table).find(({ constraint }) =>
    constraint.references?.columns.some((name) => sameName(dialect, name, from)),
  );
  if (inbound !== undefined)
    return `The foreign key ${inbound.constraint.name} of ${inbound.table.name} points at the column.`;
  const generated = table.columns.find((column) =>
    column.generated?.expression.columns.some((name) => sameName(dialect, name, from)),
  );
  if (generated !== undefined) return `The generated column ${generated.name} is computed from it.`;
  for (const object of before.objects.values()) {
    if (object.object === 'sequence') continue;
    const text = readingOf(history, object.createdBy)?.text ?? '';
    const onTable = [...object.uses, object.table ?? ''].some((name) =>
      sameName(dialect, name.split('.').at(-1)?.replaceAll('"', '') ?? '', table.name),
    );
    const mentions = namesColumn(text, from, dialect) || readsColumn(before, object, table, from);
    if (onTable && mentions)
      return `The ${object.object} ${object.name} uses the column and would have to move with it.`;
  }
  return null;
}

/** Functions that give the same value within one transaction. */
const steady = new Set([
  'now', 'current_timestamp', 'current_date', 'current_time', 'localtime', 'localtimestamp', 'transaction_timestamp',
  'current_user', 'session_user', 'user', 'current_role', 'current_schema', 'current_catalog',
]); // prettier-ignore

/** Whether a default may give two different values in one statement. */
export function isVolatile(
  expression: { readonly isLiteral: boolean; readonly functions: readonly string[] } | null,
): boolean {
  if (expression === null || expression.isLiteral) return false;
  return (
    expression.functions.length === 0 ||
    expression.functions.some((name) => !steady.has(name.split('.').at(-1) ?? name))
  );
}
