import type { ConstraintDefinition, ObjectName, SchemaChange } from '../../model/schema-change';

/** A foreign key as a statement declares it, with the table that refers. */
export interface DeclaredForeignKey {
  readonly table: ObjectName;
  readonly constraint: ConstraintDefinition;
  readonly references: NonNullable<ConstraintDefinition['references']>;
}

/** Foreign keys that a change declares: in CREATE TABLE, with an added column, or by themselves. Half-typed ones are left out. */
export function foreignKeysOf(change: SchemaChange): readonly DeclaredForeignKey[] {
  let keys = known.get(change);
  if (keys === undefined) known.set(change, (keys = findForeignKeys(change)));
  return keys;
}

/** Several rules ask about the same change, at every keystroke. */
const known = new WeakMap<SchemaChange, readonly DeclaredForeignKey[]>();

function findForeignKeys(change: SchemaChange): readonly DeclaredForeignKey[] {
  if (change.kind === 'add-constraint') return declared(change.table, [change.constraint]);
  if (change.kind === 'add-column') return declared(change.table, change.column.constraints);
  if (change.kind !== 'create-table' || change.temporary) return [];
  return declared(change.table, [
    ...change.columns.flatMap((column) => column.constraints),
    ...change.constraints,
  ]);
}

function declared(
  table: ObjectName,
  constraints: readonly ConstraintDefinition[],
): readonly DeclaredForeignKey[] {
  return constraints.flatMap((constraint) =>
    constraint.type === 'foreign-key' && constraint.references !== null && constraint.columns.length > 0
      ? [{ table, constraint, references: constraint.references }]
      : [],
  );
}
