import type { ObjectName, SchemaChange } from '../../model/schema-change';
import type { ChangeContext } from '../rule';

/** The changes of the same migration that stand before this one, nearest last. */
export function earlierChanges(context: ChangeContext): readonly SchemaChange[] {
  return context.migration.script.statements.flatMap((statement, index) => {
    if (index > context.index) return [];
    return statement.reading.changes.slice(0, index === context.index ? context.changeIndex : undefined);
  });
}

/** The changes of the same migration that stand after this one, nearest first. */
export function laterChanges(context: ChangeContext): readonly SchemaChange[] {
  return context.migration.script.statements.flatMap((statement, index) => {
    if (index < context.index) return [];
    return statement.reading.changes.slice(index === context.index ? context.changeIndex + 1 : 0);
  });
}

/** The table a change acts on, or null for changes of other objects. */
export function tableOf(change: SchemaChange): ObjectName | null {
  return 'table' in change ? change.table : null;
}
