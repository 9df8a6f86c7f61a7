import type { Identifier, ObjectName } from '../../model/schema-change';
import { chooseConstraintName } from '../../schema/generated-names';
import { findTable } from '../../schema/lookup';
import { holdsNoNull } from '../../schema/not-null-proof';
import { sliceOf } from '../../sql/edits/statement-edit';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { alterTablePrefix } from './alter-table-prefix';

/** NOT NULL without a scan under the strong lock: a check added NOT VALID, validated later, and dropped in the end. */
export interface NullProof {
  /** Actions of an ALTER TABLE. */
  readonly addActions: readonly string[];
  /** Whole statements, in the order they have to run. */
  readonly validate: readonly string[];
  readonly setNotNull: readonly string[];
  readonly dropChecks: readonly string[];
}

/** A column and how SQL names it. */
export interface WrittenColumn {
  readonly name: string;
  readonly written: string;
}

/** Columns as the statement writes them. */
export function writtenColumns(
  { statement }: FixContext,
  columns: readonly Identifier[],
): readonly WrittenColumn[] {
  return columns.map(({ name, range }) => ({ name, written: sliceOf(statement.reading, range) }));
}

/** The proof for those of the columns that may hold NULL; null when none may, or the statement cannot be continued. */
export function nullsToProve(
  context: FixContext,
  name: ObjectName,
  columns: readonly WrittenColumn[],
): NullProof | null {
  const { before } = context;
  const table = findTable(before, name);
  const prefix = alterTablePrefix(context);
  if (table === null || prefix === null) return null;
  const open = columns.filter((column) => !holdsNoNull(before, table, column.name));
  if (open.length === 0) return null;
  const steps = open.map((column) => ({
    column: column.written,
    check: quote(chooseConstraintName(before, table, [column.name], 'not_null_check'), 'postgres'),
  }));
  return {
    addActions: steps.map(
      ({ column, check }) => `ADD CONSTRAINT ${check} CHECK (${column} IS NOT NULL) NOT VALID`,
    ),
    validate: steps.map(({ check }) => `${prefix} VALIDATE CONSTRAINT ${check};`),
    setNotNull: [`${prefix} ${steps.map(({ column }) => `ALTER COLUMN ${column} SET NOT NULL`).join(', ')};`],
    dropChecks: [`${prefix} ${steps.map(({ check }) => `DROP CONSTRAINT ${check}`).join(', ')};`],
  };
}
