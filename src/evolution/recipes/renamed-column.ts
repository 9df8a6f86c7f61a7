import type { Dialect } from '../../model/dialect';
import type { TransactionMode } from '../../model/migration';
import type { Column, Constraint, Index, Table } from '../../model/schema';
import { columnOf, findTable, sameName } from '../../schema/lookup';
import { namesColumn } from './expressions';
import type { RenameColumnInput } from './recipe';
import { optionsOfConstraint, optionsOfIndex, type IndexOptions } from './written';

/** Everything the SQL of a column rename is made of, gathered once. */
export interface RenamedColumn {
  readonly dialect: Dialect;
  readonly version: number;
  readonly transaction: TransactionMode;
  /** As the migration writes it. */
  readonly schema: string | null;
  readonly table: Table;
  readonly column: Column;
  readonly from: string;
  readonly to: string;
  /** Columns of a unique, never NULL key without the renamed column; null: there is none. */
  readonly key: readonly string[] | null;
  readonly indexes: readonly (Index & {
    readonly options: IndexOptions;
    readonly constraint: string | null;
  })[];
  readonly foreignKeys: readonly WrittenConstraint[];
  readonly checks: readonly WrittenConstraint[];
  /** Columns that the database sets whenever a row changes (ON UPDATE CURRENT_TIMESTAMP). */
  readonly touchedOnUpdate: readonly string[];
  /** Triggers of the table that exist already. */
  readonly triggers: readonly string[];
}

export type WrittenConstraint = Constraint & { readonly options: string };

/** null when the table or the column is not known to the history. */
export function renamedColumn(input: RenameColumnInput): RenamedColumn | null {
  const { before, change } = input;
  const { dialect } = before;
  const table = findTable(before, change.table);
  const column = table === null ? null : columnOf(dialect, table, change.column.name);
  if (table === null || column === null) return null;
  const from = column.name;
  const has = (columns: readonly string[]): boolean => columns.some((name) => sameName(dialect, name, from));
  const names = (text: string | undefined): boolean => text !== undefined && namesColumn(text, from, dialect);
  const backing = new Map(table.constraints.map((one) => [one.index ?? one.name, one]));
  return {
    dialect,
    version: input.history.target.version,
    transaction: input.migration.transaction,
    schema: change.table.schema,
    table,
    column,
    from,
    to: change.kind === 'rename-column' ? change.newName.name : change.definition.name.name,
    key: keyWithout(table, from, dialect),
    indexes: indexesOf(table)
      .filter(
        (index) =>
          index.columns.some((one) => (one.column === null ? names(one.text) : has([one.column]))) ||
          has(index.includes) ||
          names(index.where?.text),
      )
      .map((index) => ({
        ...index,
        options: optionsOfIndex(input.history, index),
        constraint: uniqueNamed(backing.get(index.name)),
      })),
    foreignKeys: written(input, table, (one) => one.type === 'foreign-key' && has(one.columns)),
    checks: written(
      input,
      table,
      (one) => one.type === 'check' && (has(one.columns) || names(one.expression?.text)),
    ),
    touchedOnUpdate: touchedOnUpdate(input, table),
    triggers: [...before.objects.values()]
      .filter((one) => one.object === 'trigger' && one.table !== null && isTable(one.table, table, dialect))
      .map((one) => one.name),
  };
}

/** Unique constraints whose index the schema does not list apart count as indexes too. */
function indexesOf(table: Table): readonly Index[] {
  const listed = new Set(table.indexes.map((index) => index.name));
  const unlisted = table.constraints.filter(
    (one) => one.type === 'unique' && !listed.has(one.index ?? one.name),
  );
  return [
    ...table.indexes.filter(
      (index) =>
        !table.constraints.some(
          (one) => one.type === 'primary-key' && (one.index ?? one.name) === index.name,
        ),
    ),
    ...unlisted.map((one) => ({
      name: one.index ?? one.name,
      columns: one.columns.map((column) => ({ column, text: '', descending: false, length: null })),
      includes: [],
      unique: true,
      method: 'btree',
      where: null,
      valid: true,
      parent: null,
      createdBy: one.createdBy,
    })),
  ];
}

function uniqueNamed(constraint: Constraint | undefined): string | null {
  return constraint?.type === 'unique' ? constraint.name : null;
}

function written(
  input: RenameColumnInput,
  table: Table,
  wanted: (constraint: Constraint) => boolean,
): readonly WrittenConstraint[] {
  return table.constraints
    .filter(wanted)
    .map((one) => ({ ...one, options: optionsOfConstraint(input.history, one) }));
}

function keyWithout(table: Table, from: string, dialect: Dialect): readonly string[] | null {
  const usable = (columns: readonly string[]): boolean =>
    columns.length > 0 &&
    columns.every((name) => {
      const column = columnOf(dialect, table, name);
      return column !== null && !column.nullable && !sameName(dialect, name, from);
    });
  const keys = [
    ...table.constraints.filter((one) => one.type === 'primary-key').map((one) => one.columns),
    ...table.constraints.filter((one) => one.type === 'unique').map((one) => one.columns),
    ...table.indexes
      .filter((index) => index.unique && index.where === null && index.method === 'btree')
      .map((index) => index.columns.map((one) => (one.length === null ? (one.column ?? '') : ''))),
  ];
  return keys.find(usable) ?? null;
}

function isTable(written: string, table: Table, dialect: Dialect): boolean {
  const last = written.split('.').at(-1) ?? written;
  return sameName(dialect, last.replaceAll('"', ''), table.name);
}

/** MySQL and MariaDB: from the definitions of this table as the history writes them, the last one counting. */
function touchedOnUpdate(input: RenameColumnInput, table: Table): readonly string[] {
  const { dialect } = input.before;
  if (dialect === 'postgres') return [];
  const touched = new Map<string, boolean>();
  for (const migration of input.history.migrations) {
    for (const { reading } of migration.script.statements) {
      for (const change of reading.changes) {
        if (
          !('table' in change) ||
          change.table === null ||
          !sameName(dialect, change.table.name, table.name)
        )
          continue;
        if (change.kind === 'create-table') {
          for (const one of change.columns) touched.set(one.name.name, one.onUpdate !== null);
        } else if (change.kind === 'add-column') {
          touched.set(change.column.name.name, change.column.onUpdate !== null);
        } else if (change.kind === 'redefine-column') {
          touched.set(change.definition.name.name, change.definition.onUpdate !== null);
        }
      }
    }
    if (migration.id === input.migration.id) break;
  }
  return [...touched]
    .filter(([name, on]) => on && columnOf(dialect, table, name) !== null)
    .map(([name]) => name);
}
