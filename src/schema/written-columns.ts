import type { ColumnDefinition, SchemaChange } from '../model/schema-change';

/** Column definitions that a change writes out: of a new table, an added column, a redefined one. */
export function writtenColumns(change: SchemaChange): readonly ColumnDefinition[] {
  switch (change.kind) {
    case 'create-table':
      return change.temporary ? [] : change.columns;
    case 'add-column':
      return [change.column];
    case 'redefine-column':
      return [change.definition];
    default:
      return [];
  }
}
