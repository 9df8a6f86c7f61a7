import type { History } from '../../model/migration';
import type { SchemaChange } from '../../model/schema-change';

/** Whether a migration that is not released drops or renames the column, or makes its table anew: rules about migrations say so there. */
export function isTakenAway(history: History, table: string, column: string): boolean {
  const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const takes = (change: SchemaChange): boolean => {
    switch (change.kind) {
      case 'drop-column':
      case 'rename-column':
      case 'redefine-column':
        return isSame(change.table.name, table) && isSame(change.column.name, column);
      case 'drop-table':
        return isSame(change.table.name, table);
      case 'rename-table':
        return isSame(change.newName.name, table);
      default:
        return false;
    }
  };
  return history.migrations.some(
    ({ released, script }) =>
      !released && script.statements.some(({ reading }) => reading.changes.some(takes)),
  );
}
