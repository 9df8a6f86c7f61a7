import type { Constraint } from '../../model/schema';
import type { ConstraintType } from '../../model/schema-change';
import { columnOf, findConstraint, findTable, sameName, sameObject } from '../../schema/lookup';
import type { ChangeContext } from '../rule';
import { laterChanges } from './changes-around';
import { isFromHere } from './made-here';

/** A constraint that an older table loses by this change. */
export interface DroppedConstraint {
  /** As the schema knows it; null when the history does not show it. */
  readonly known: Constraint | null;
  /** null: neither the statement nor the history says. */
  readonly type: ConstraintType | null;
  /** null: DROP PRIMARY KEY. */
  readonly name: string | null;
}

/**
 * The constraint this DROP CONSTRAINT takes away. Null for other changes, new tables, constraints made by this
 * migration, those that IF EXISTS names in vain, and those that the migration adds again.
 */
export function droppedConstraint(context: ChangeContext): DroppedConstraint | null {
  const { change, before } = context;
  if (change.kind !== 'drop-constraint' || context.isNew(change.table)) return null;
  const table = findTable(before, change.table);
  const written = change.constraint?.name ?? null;
  const known =
    written === null
      ? (table?.constraints.find((one) => one.type === 'primary-key') ?? null)
      : findConstraint(before, change.table, written);
  if (known === null && change.ifExists && table?.columnsKnown === true) return null;
  if (isFromHere(context, known)) return null;
  const type = change.constraintType ?? known?.type ?? (written === null ? 'primary-key' : null);
  const dropped = { known, type, name: written };
  return isAddedAgain(context, dropped) ? null : dropped;
}

/**
 * The same statement or migration adds one of the same name, or of the same kind on the same columns. In MySQL
 * and MariaDB each statement commits, so there it has to be the same one.
 */
function isAddedAgain(context: ChangeContext, { known, type, name }: DroppedConstraint): boolean {
  const { change, before, statement } = context;
  if (change.kind !== 'drop-constraint') return false;
  const { dialect } = before;
  const here = new Set(statement.reading.changes);
  return laterChanges(context, 'add-constraint').some((later) => {
    if (!sameObject(dialect, later.table, change.table)) return false;
    if (dialect !== 'postgres' && !here.has(later)) return false;
    const added = later.constraint;
    if (type === 'primary-key') return added.type === 'primary-key';
    if (name !== null && added.name !== null && sameName(dialect, added.name.name, name)) return true;
    return (
      known !== null &&
      added.type === known.type &&
      added.columns.length > 0 &&
      added.columns.map((column) => column.name).join() === known.columns.join()
    );
  });
}

/** A CHECK that only proved NOT NULL for columns that are NOT NULL by now: the last step of set-not-null-scanning. */
export function isSpentProof({ before, change }: ChangeContext, { known }: DroppedConstraint): boolean {
  if (known?.type !== 'check' || change.kind !== 'drop-constraint') return false;
  const table = findTable(before, change.table);
  const proved = known.expression?.provesNotNull ?? [];
  return (
    table !== null &&
    proved.length > 0 &&
    known.columns.length <= proved.length &&
    proved.every((name) => columnOf(before.dialect, table, name)?.nullable === false)
  );
}
