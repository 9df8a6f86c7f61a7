import type { ObjectName, SchemaChange } from '../../model/schema-change';

export { earlierChanges, laterChanges } from '../../schema/changes-around';

/** The table a change acts on, or null for changes of other objects. */
export function tableOf(change: SchemaChange): ObjectName | null {
  return 'table' in change ? change.table : null;
}
