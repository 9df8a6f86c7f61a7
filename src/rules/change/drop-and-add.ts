import type { Column } from '../../model/schema';
import type { ChangeOf, ColumnType } from '../../model/schema-change';
import { findColumn, sameName, sameObject } from '../../schema/lookup';
import type { ReplayedChange } from '../../schema/replay-history';
import type { ChangeContext } from '../rule';
import { droppedColumns } from './vanishing-column';

/** A column that goes and one that comes in the same migration, as if it were the same. */
export interface DropAndAdd {
  readonly dropped: Column;
  readonly added: ChangeOf<'add-column'>;
  readonly addedAt: ReplayedChange;
  /** rename: another name, the same type; type: the same name again with another type. */
  readonly kind: 'rename' | 'type';
  /** The names have a word in common, or are the same. */
  readonly alike: boolean;
}

/**
 * The column of the same table that this migration adds in place of the one this change drops. Null when there is
 * none, when more than one would do, or when the values are copied over before the drop.
 */
export function dropAndAdd(context: ChangeContext): DropAndAdd | null {
  const { change, before } = context;
  if (change.kind !== 'drop-column' || droppedColumns(context).length === 0) return null;
  const dropped = findColumn(before, change.table, change.column.name);
  if (dropped?.type == null || dropped.generated !== null) return null;
  const same = addedColumns(context).find((one) =>
    sameName(before.dialect, one.added.column.name.name, dropped.name),
  );
  if (same !== undefined) return { dropped, ...same, kind: 'type', alike: true };
  const fitting = addedColumns(context).filter((one) => isOfType(one.added, dropped.type));
  const alike = fitting.filter((one) => areAlike(one.added.column.name.name, dropped.name));
  const partner =
    alike.length === 1 ? alike[0] : alike.length === 0 && fitting.length === 1 ? fitting[0] : undefined;
  if (partner === undefined || isFilled(context, partner.added)) return null;
  const isLikely = alike.length === 1;
  return !isLikely && othersDropped(context, dropped.type) > 0
    ? null
    : { dropped, ...partner, kind: 'rename', alike: isLikely };
}

/** Nullability and default are the same on both sides, and nothing else is declared with the new column. */
export function agree({ dropped, added: { column } }: DropAndAdd): boolean {
  return (
    (column.notNull === null) === dropped.nullable &&
    (column.default?.text ?? null) === (dropped.default?.text ?? null) &&
    column.constraints.length === 0 &&
    !column.autoIncrement &&
    column.collation === dropped.collation
  );
}

interface Added {
  readonly added: ChangeOf<'add-column'>;
  readonly addedAt: ReplayedChange;
}

/** Plain columns that the migration adds to the table of the drop. */
function addedColumns({ siblings, change, before }: ChangeContext): readonly Added[] {
  return siblings.flatMap((sibling) => {
    const added = sibling.change;
    const isPlain =
      added.kind === 'add-column' &&
      !sibling.rolledBack &&
      change.kind === 'drop-column' &&
      sameObject(before.dialect, added.table, change.table) &&
      added.column.generated === null &&
      added.column.identity === null;
    return isPlain ? [{ added, addedAt: sibling }] : [];
  });
}

/** How many other columns of that type the migration takes from the table. */
function othersDropped({ siblings, change, before }: ChangeContext, type: ColumnType): number {
  return siblings.filter(
    (sibling) =>
      sibling.change !== change &&
      sibling.change.kind === 'drop-column' &&
      change.kind === 'drop-column' &&
      sameObject(before.dialect, sibling.change.table, change.table) &&
      sameType(
        findColumn(sibling.before, sibling.change.table, sibling.change.column.name)?.type ?? null,
        type,
      ),
  ).length;
}

function isOfType(added: ChangeOf<'add-column'>, type: ColumnType | null): boolean {
  return sameType(added.column.type, type);
}

function sameType(one: ColumnType | null, other: ColumnType | null): boolean {
  return (
    one !== null &&
    other !== null &&
    one.name.toLowerCase() === other.name.toLowerCase() &&
    one.schema === other.schema &&
    one.isArray === other.isArray &&
    one.unsigned === other.unsigned &&
    one.arguments.join() === other.arguments.join() &&
    (one.values ?? []).join('\0') === (other.values ?? []).join('\0')
  );
}

/** An UPDATE between the two writes the new column, so the values were taken over by hand. */
function isFilled({ siblings, before }: ChangeContext, added: ChangeOf<'add-column'>): boolean {
  return siblings.some(
    ({ change }) =>
      change.kind === 'update' &&
      sameObject(before.dialect, change.table, added.table) &&
      change.columns.some((column) => sameName(before.dialect, column.name, added.column.name.name)),
  );
}

/** `user_name` and `userName`, `state` and `order_state`: one is the other, or they share a word of three letters or more. */
function areAlike(one: string, other: string): boolean {
  const words = (name: string): string[] =>
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length >= 3 && !/^(?:the|and|for)$/.test(word));
  const flat = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (flat(one) === flat(other)) return true;
  const known = new Set(words(other));
  return words(one).some(
    (word) => known.has(word) || known.has(`${word}s`) || known.has(word.replace(/s$/, '')),
  );
}
