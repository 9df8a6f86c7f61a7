import type { ObjectName } from '../../model/schema-change';
import type { Range } from '../../model/text';
import { columnOf, findColumn, findTable, sameName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';
import { laterChanges } from './changes-around';
import { isMadeHere } from './made-here';
import { rebuildOf } from './table-rebuild';

/** A column that released code may know and that is gone, under its name, after the change. */
export interface VanishingColumn {
  readonly table: ObjectName;
  readonly column: string;
  /** null: dropped. */
  readonly newName: string | null;
  /** Relative to the statement. */
  readonly range: Range;
}

/** Columns this change drops. Not those of new tables, made by this migration, computed on read, or not there at all. */
export function droppedColumns(context: ChangeContext): readonly VanishingColumn[] {
  const { change } = context;
  if (change.kind === 'drop-table') {
    const lost = rebuildOf(context, change.table)?.lost ?? [];
    return lost.map((column) => ({ table: change.table, column, newName: null, range: change.range }));
  }
  if (change.kind !== 'drop-column' || context.isNew(change.table)) return [];
  const table = findTable(context.before, change.table);
  const column = findColumn(context.before, change.table, change.column.name);
  if (change.ifExists && column === null && table?.columnsKnown === true) return [];
  if (column?.generated?.stored === false || isMadeHere(context, change.table, change.column.name)) return [];
  return [{ table: change.table, column: change.column.name, newName: null, range: change.range }];
}

/** The column this change renames, unless the old name comes back as a generated column in the same migration. */
export function renamedColumn(context: ChangeContext): VanishingColumn | null {
  const { change } = context;
  if (change.kind !== 'rename-column' && change.kind !== 'redefine-column') return null;
  const newName = change.kind === 'rename-column' ? change.newName.name : change.definition.name.name;
  const { dialect } = context.before;
  if (sameName(dialect, change.column.name, newName) || context.isNew(change.table)) return null;
  if (isMadeHere(context, change.table, change.column.name)) return null;
  const comesBack = laterChanges(context, 'add-column').some(
    (later) =>
      later.column.generated !== null &&
      sameName(dialect, later.table.name, change.table.name) &&
      sameName(dialect, later.column.name.name, change.column.name),
  );
  if (comesBack) return null;
  return { table: change.table, column: change.column.name, newName, range: change.range };
}

/** Whether the schema after the whole history has a column of that name on that table (again). */
export function existsInTheEnd(context: ChangeContext, { table, column }: VanishingColumn): boolean {
  const found = findTable(context.final, table);
  return found !== null && columnOf(context.final.dialect, found, column) !== null;
}
