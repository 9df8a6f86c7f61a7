import type { ChangeOf, SchemaChange } from '../../model/schema-change';
import { findIndex, findTable, sameName, sameObject, type QualifiedName } from '../../schema/lookup';
import type { FixContext } from '../rule';
import { laterChanges, tableOf } from './changes-around';

/**
 * Whether an index statement has to run where it stands: something between here and a migration after all others
 * needs what it does, or would stumble over it.
 */
export function isNeededBefore(
  context: FixContext,
  change: ChangeOf<'create-index' | 'drop-index' | 'reindex'>,
): boolean {
  switch (change.kind) {
    case 'create-index':
      return isBuildNeeded(context, change);
    case 'drop-index':
      return isDropNeeded(context, change);
    case 'reindex':
      return isNamedLater(context, change.name?.name ?? null);
  }
}

function isBuildNeeded(context: FixContext, change: ChangeOf<'create-index'>): boolean {
  const { final } = context;
  const table = findTable(final, change.table);
  const { name } = change.index;
  if (
    table === null ||
    (name !== null && !table.indexes.some((index) => sameName(final.dialect, index.name, name.name)))
  )
    return true;
  if (change.index.unique && changesAfter(context).some((one) => dependsOnKey(one, change.table.name)))
    return true;
  return name !== null && isNamedLater(context, name.name);
}

/** Whether the key of that name, added by this change, is needed before a migration after all others. */
export function isKeyNeededBefore(context: FixContext, name: string): boolean {
  const table = tableOf(context.change);
  return (
    table === null ||
    isNamedLater(context, name) ||
    changesAfter(context).some((one) => dependsOnKey(one, table.name))
  );
}

/** A name that is wanted again, rows that the unique index would refuse, or a table whose change takes the index along. */
function isDropNeeded(context: FixContext, change: ChangeOf<'drop-index'>): boolean {
  const found = findIndex(context.before, change.index);
  if (found === null || isNamedLater(context, change.index.name)) return true;
  return changesAfter(context).some(
    (one) =>
      concerns(context, one, found.table) && (takesIndexAlong(one) || (found.index.unique && isData(one))),
  );
}

const takingAlong: ReadonlySet<SchemaChange['kind']> = new Set([
  'drop-table',
  'rename-table',
  'move-table',
  'drop-column',
  'alter-column-type',
  'drop-constraint',
]);

function takesIndexAlong(change: SchemaChange): boolean {
  return takingAlong.has(change.kind);
}

function isData(change: SchemaChange): boolean {
  return change.kind === 'insert' || change.kind === 'update';
}

function concerns({ before }: FixContext, change: SchemaChange, table: QualifiedName): boolean {
  const other = tableOf(change);
  return other !== null && sameObject(before.dialect, other, table);
}

function changesAfter(context: FixContext): readonly SchemaChange[] {
  const following = laterMigrations(context).flatMap((one) =>
    one.script.statements.flatMap((statement) => statement.reading.changes),
  );
  return [...laterChanges(context), ...following];
}

function laterMigrations({ history, migration }: FixContext): FixContext['history']['migrations'] {
  return history.migrations.filter((candidate) => candidate.order > migration.order);
}

function isNamedLater(context: FixContext, name: string | null): boolean {
  if (name === null) return false;
  const { history, migration, index } = context;
  const texts = [
    ...migration.script.statements.slice(index + 1).map((statement) => statement.reading.text),
    ...laterMigrations(context).map((one) => one.script.text),
  ];
  return history.target.dialect !== 'postgres' || texts.some((text) => text.includes(name));
}

/** A foreign key to the table, or an INSERT that may say ON CONFLICT, needs its unique index. */
function dependsOnKey(change: SchemaChange, table: string): boolean {
  if (change.kind === 'insert') return change.table.name === table;
  const constraints =
    change.kind === 'add-constraint'
      ? [change.constraint]
      : change.kind === 'create-table'
        ? [...change.constraints, ...change.columns.flatMap((column) => column.constraints)]
        : change.kind === 'add-column'
          ? change.column.constraints
          : [];
  return constraints.some((constraint) => constraint.references?.table.name === table);
}
