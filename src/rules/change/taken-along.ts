import type { Dialect } from '../../model/dialect';
import type { Origin, SchemaObject } from '../../model/schema';
import type { ConstraintType } from '../../model/schema-change';
import { viewsFromTop, viewsReading } from '../../schema/dependents';
import { goneBetween } from '../../schema/gone';
import { objectKey, sameName, sameObject, tableKey, type QualifiedName } from '../../schema/lookup';
import { quote } from '../../sql/identifiers';
import type { ChangeContext } from '../rule';
import { nameOf } from './words';

/** Something that a DROP … CASCADE takes along. */
export interface TakenAlong {
  /** `view active_users`, `foreign key orders_user_fkey of orders`. */
  readonly words: string;
  /** Drops it by name; null where that cannot be written from what is known. */
  readonly statement: string | null;
  readonly createdBy: Origin;
}

/** What goes with a dropped object because of CASCADE, as far as the history shows; the object itself and what is part of it are left out. */
export function takenAlong(context: ChangeContext): readonly TakenAlong[] {
  const { before, after, change } = context;
  const gone = goneBetween(before, after);
  const subject = subjectOf(context);
  const isSubject = (name: QualifiedName): boolean =>
    subject !== null && sameObject(before.dialect, name, subject);
  const column = change.kind === 'drop-column' ? change.column.name : null;
  const constraint = change.kind === 'drop-constraint' ? (change.constraint?.name ?? null) : null;
  const onSubject = (table: QualifiedName): boolean => 'table' in change && isSubject(table);
  const views = viewsAbove(context, subject);
  const objects = new Map(
    [...gone.objects, ...views].map((object) => [
      objectKey(
        before.dialect,
        object.object,
        object,
        object.table === null ? null : { schema: null, name: object.table },
      ),
      object,
    ]),
  );
  const { dialect } = before;
  const sql = (name: QualifiedName): string => written(name, dialect);
  return [
    ...viewsFromTop(before, [...objects.values()])
      .filter((object) => !isSubject(object) && !belongsTo(context, object, subject))
      .map((object) => ({
        words: `${object.object.replace('-', ' ').replace('materialized', 'materialised')} ${nameOf(object)}`,
        statement:
          droppable[object.object] === undefined ? null : `${droppable[object.object] ?? ''} ${sql(object)}`,
        createdBy: object.createdBy,
      })),
    ...gone.constraints
      .filter(
        (one) =>
          !onSubject(one.table) ||
          (constraint !== null && !sameName(dialect, one.constraint.name, constraint)),
      )
      .map((one) => ({
        words: `${kinds[one.constraint.type]} ${one.constraint.name} of ${nameOf(one.table)}`,
        statement: `ALTER TABLE ${sql(one.table)} DROP CONSTRAINT ${quote(one.constraint.name, dialect)}`,
        createdBy: one.constraint.createdBy,
      })),
    ...gone.columns
      .filter(
        (one) => !(onSubject(one.table) && column !== null && sameName(dialect, one.column.name, column)),
      )
      .map((one) => ({
        words: `column ${one.column.name} of ${nameOf(one.table)}`,
        statement: `ALTER TABLE ${sql(one.table)} DROP COLUMN ${quote(one.column.name, dialect)}`,
        createdBy: one.column.createdBy,
      })),
    ...gone.tables
      .filter((table) => !isSubject(table))
      .map((table) => ({
        words: `table ${nameOf(table)}`,
        statement: null,
        createdBy: table.createdBy,
      })),
  ];
}

const droppable: Readonly<Partial<Record<SchemaObject['object'], string>>> = {
  view: 'DROP VIEW',
  'materialized-view': 'DROP MATERIALIZED VIEW',
};

function written({ schema, name }: QualifiedName, dialect: Dialect): string {
  return schema === null ? quote(name, dialect) : `${quote(schema, dialect)}.${quote(name, dialect)}`;
}

/** What is dropped: the table for its columns and constraints too. */
function subjectOf({ change }: ChangeContext): QualifiedName | null {
  switch (change.kind) {
    case 'drop-table':
    case 'drop-column':
    case 'drop-constraint':
      return change.table;
    case 'drop-type':
      return change.type;
    case 'drop-index':
      return change.index;
    case 'drop-object':
      return change.name;
    default:
      return null;
  }
}

/** Views that read the dropped table or view, directly or through others. */
function viewsAbove(
  context: ChangeContext,
  relation: QualifiedName | null,
  seen = new Set<SchemaObject>(),
): readonly SchemaObject[] {
  const { change, before } = context;
  const isRelation =
    change.kind === 'drop-table' ||
    (change.kind === 'drop-object' && (change.object === 'view' || change.object === 'materialized-view'));
  if (!isRelation || relation === null) return [];
  for (const view of viewsReading(before, relation)) {
    if (seen.has(view)) continue;
    seen.add(view);
    viewsAbove(context, view, seen);
  }
  return [...seen];
}

/** Triggers, policies and rules of the table itself go with it in any case. */
function belongsTo(context: ChangeContext, object: SchemaObject, subject: QualifiedName | null): boolean {
  return subject !== null && object.table === tableKey(context.before.dialect, subject);
}

const kinds: Readonly<Record<ConstraintType, string>> = {
  'primary-key': 'primary key',
  unique: 'unique constraint',
  'foreign-key': 'foreign key',
  check: 'check',
  exclude: 'exclusion constraint',
  'not-null': 'NOT NULL constraint',
};
