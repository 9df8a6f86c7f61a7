import type { SchemaObject } from '../../model/schema';
import type { ObjectName } from '../../model/schema-change';
import { findObject, findTable, findType } from '../../schema/lookup';
import { isLeftByRename } from '../change/left-by-rename';
import { nameOf, releasedVersion } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const contractWithoutExpand: MigrationRule = {
  meta: {
    id: 'contract-without-expand',
    family: 'evolution',
    title: 'A shape that is in use goes away, and nothing has taken its place first.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: null,
    sources: [
      'https://martinfowler.com/bliki/ParallelChange.html',
      'https://www.postgresql.org/docs/current/sql-altertype.html',
    ],
  },
  kinds: ['drop-object', 'rename-object', 'move-table', 'rename-enum-value'],

  // Columns and tables have rules of their own, which say more; this one is for the shapes that have none.
  check(context): readonly Draft[] {
    const lost = lostShape(context);
    if (lost === null) return [];
    return [
      {
        range: context.change.range,
        message: {
          what: `${lost.what}, and no earlier step of the history or of a plan has put anything in its place.`,
          why: `While the rollout lasts, ${releasedVersion(context)} still uses the old shape and fails the moment this runs.`,
          remedy: lost.remedy,
        },
        confidence: lost.used ? 'high' : 'medium',
      },
    ];
  },
};

interface LostShape {
  readonly what: string;
  readonly remedy: string;
  /** Code names it; false: there is no code to look at. */
  readonly used: boolean;
}

function lostShape(context: ChangeContext): LostShape | null {
  const { change } = context;
  switch (change.kind) {
    case 'drop-object':
      return change.object === 'view' ? lostView(context, change.name, 'is dropped') : null;
    case 'rename-object':
      return change.object === 'view'
        ? lostView(context, change.name, `is renamed to ${change.newName.name}`)
        : null;
    case 'move-table':
      return movedTable(context, change.table, change.newSchema.name);
    case 'rename-enum-value':
      return renamedValue(context, change.type, change.value, change.newValue);
    default:
      return null;
  }
}

function lostView(context: ChangeContext, name: ObjectName, happens: string): LostShape | null {
  const view = findObject(context.before, 'view', name);
  if (view === null || isOfThisMigration(context, view)) return null;
  if (isThereAtTheEnd(context, name) || isLeftByRename(context, name)) return null;
  const used = isUsed(context, name.name);
  if (used === false) return null;
  return {
    what: `View ${nameOf(name)} ${happens}`,
    remedy:
      'Create what replaces it beside it, release the version that uses that, and drop the view in a later migration.',
    used: used === true,
  };
}

function movedTable(context: ChangeContext, table: ObjectName, schema: string): LostShape | null {
  if (findTable(context.before, table) === null || context.isNew(table)) return null;
  if (isThereAtTheEnd(context, table)) return null;
  const used = isUsed(context, table.name);
  if (used === false) return null;
  return {
    what: `Table ${nameOf(table)} moves to schema ${schema}`,
    remedy: `Create a view of the same name in its old schema in this migration, and drop it when nothing uses the old place.`,
    used: used === true,
  };
}

function renamedValue(
  context: ChangeContext,
  type: ObjectName,
  value: string,
  newValue: string,
): LostShape | null {
  const known = findType(context.before, type);
  if (known === null || known.createdBy.migration === context.migration.id) return null;
  return {
    what: `Value '${value}' of ${nameOf(type)} becomes '${newValue}'`,
    remedy: `Add '${newValue}' as a new value, release a version that reads both and writes the new one, and update the rows; the old value can stay.`,
    used: false,
  };
}

function isOfThisMigration(context: ChangeContext, object: SchemaObject): boolean {
  return object.createdBy.migration === context.migration.id;
}

/** A table or view of the name exists once the whole history has run. */
function isThereAtTheEnd({ final }: ChangeContext, name: ObjectName): boolean {
  return findObject(final, 'view', name) !== null || findTable(final, name) !== null;
}

/** Whether code names the table or view outside of tests; null when there is no code to look at. */
function isUsed({ code, released }: ChangeContext, name: string): boolean | null {
  const indexes = [code, released?.code ?? null].filter((index) => index !== null);
  if (indexes.length === 0) return null;
  return indexes.some((index) => index.tableUses(name).some((use) => !use.inTest));
}
