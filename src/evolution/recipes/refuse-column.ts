import { findType, referencesTo, sameName, columnOf } from '../../schema/lookup';
import { readsColumn } from '../../schema/replay-dependents';
import type { SchemaChange } from '../../model/schema-change';
import { namesColumn } from './expressions';
import type { RenameColumnInput } from './recipe';
import type { RenamedColumn } from './renamed-column';
import { readingOf } from './written';

/** Why the column cannot be split safely, or null. */
export function refuseColumn(input: RenameColumnInput, facts: RenamedColumn): string | null {
  return (
    refuseByPlace(input, facts) ??
    refuseByColumn(input, facts) ??
    refuseByTable(facts) ??
    refuseByDependants(input, facts) ??
    refuseByWhatFollows(input, facts)
  );
}

function refuseByPlace(input: RenameColumnInput, facts: RenamedColumn): string | null {
  if (input.migration.released)
    return 'This migration is on the base branch, so it may have run already: the rename in it can no longer be split.';
  if (columnOf(facts.dialect, facts.table, facts.to) !== null)
    return `The table already has a column ${facts.to}.`;
  return null;
}

function refuseByColumn(input: RenameColumnInput, facts: RenamedColumn): string | null {
  const { column, table, dialect } = facts;
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
  const domain = findType(input.before, column.type);
  if (domain?.kind === 'domain' && domain.hasConstraints)
    return 'The type of the column is a domain with constraints: adding a column of it checks every row under a strong lock.';
  return null;
}

function refuseByTable({ table, dialect, from, indexes, foreignKeys, checks }: RenamedColumn): string | null {
  if (table.temporary) return 'The table is temporary: only its own session sees it.';
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

function refuseByDependants(input: RenameColumnInput, facts: RenamedColumn): string | null {
  const { before } = input;
  const { dialect, table, from } = facts;
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
    const text = readingOf(input.history, object.createdBy)?.text ?? '';
    const onTable = [...object.uses, object.table ?? ''].some((name) =>
      sameName(dialect, name.split('.').at(-1)?.replaceAll('"', '') ?? '', table.name),
    );
    const mentions = namesColumn(text, from, dialect) || readsColumn(before, object, table, from);
    if (onTable && mentions)
      return `The ${object.object} ${object.name} uses the column and would have to move with it.`;
  }
  return null;
}

/** Later statements that change the new column assume that the rename is complete. */
function refuseByWhatFollows(input: RenameColumnInput, facts: RenamedColumn): string | null {
  const here = input.history.migrations.findIndex((one) => one.id === input.migration.id);
  for (const migration of input.history.migrations.slice(here)) {
    for (const [index, { reading }] of migration.script.statements.entries()) {
      if (migration.id === input.migration.id && index < input.index) continue;
      for (const [changeIndex, change] of reading.changes.entries()) {
        if (migration.id === input.migration.id && index === input.index && changeIndex <= input.changeIndex)
          continue;
        if (touches(change, facts))
          return `A later statement (${reading.keyword} in ${migration.id}) already changes ${facts.to}; move it behind the contract step first.`;
      }
    }
  }
  return null;
}

function touches(change: SchemaChange, { dialect, table, to, from }: RenamedColumn): boolean {
  if (!('table' in change) || change.table === null || !sameName(dialect, change.table.name, table.name))
    return false;
  const is = (name: string): boolean => sameName(dialect, name, to) || sameName(dialect, name, from);
  switch (change.kind) {
    case 'rename-table':
    case 'drop-table':
    case 'move-table':
      return true;
    case 'add-column':
      return is(change.column.name.name);
    case 'add-constraint':
      return (
        change.constraint.columns.some((one) => is(one.name)) ||
        (change.constraint.expression !== null && namesColumn(change.constraint.expression.text, to, dialect))
      );
    case 'create-index':
      return change.index.columns.some((one) =>
        one.column === null ? namesColumn(one.text, to, dialect) : is(one.column),
      );
    case 'drop-column':
    case 'rename-column':
    case 'alter-column-type':
    case 'redefine-column':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'set-identity':
    case 'set-generated':
      return is(change.column.name);
    default:
      return false;
  }
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
