import type { Origin, Schema } from '../model/schema';
import type { SchemaChange } from '../model/schema-change';
import type { StatementReading } from '../model/statement';
import { applyColumnChange } from './replay-columns';
import { applyConstraintChange } from './replay-constraints';
import { applyIndexChange } from './replay-indexes';
import { applyObjectChange } from './replay-objects';
import { applyTableChange } from './replay-tables';
import { applyTypeChange } from './replay-types';

/**
 * The schema after a change. What the change does not touch is shared with the schema before, which stays
 * as it is; a change without consequences gives the same object back. Never throws: what names something
 * unknown makes a table whose columns are not known, or nothing.
 */
export function applyChange(schema: Schema, change: SchemaChange, origin: Origin): Schema {
  switch (change.kind) {
    case 'create-table':
    case 'drop-table':
    case 'rename-table':
    case 'move-table':
    case 'truncate-table':
    case 'attach-partition':
    case 'detach-partition':
    case 'change-table-setting':
      return applyTableChange(schema, change, origin);
    case 'add-column':
    case 'drop-column':
    case 'rename-column':
    case 'alter-column-type':
    case 'redefine-column':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'set-identity':
    case 'drop-identity':
    case 'set-generated':
    case 'drop-generated':
      return applyColumnChange(schema, change, origin);
    case 'add-constraint':
    case 'drop-constraint':
    case 'validate-constraint':
    case 'rename-constraint':
    case 'alter-constraint':
      return applyConstraintChange(schema, change, origin);
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
    case 'attach-index':
    case 'reindex':
      return applyIndexChange(schema, change, origin);
    case 'create-enum':
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'rename-type':
    case 'create-domain':
    case 'alter-domain':
    case 'drop-type':
      return applyTypeChange(schema, change, origin);
    case 'create-object':
    case 'drop-object':
    case 'rename-object':
    case 'alter-object':
    case 'refresh-materialized-view':
      return applyObjectChange(schema, change, origin);
    case 'insert':
    case 'update':
    case 'delete':
    case 'transaction':
    case 'set-setting':
    case 'lock-table':
    case 'other':
      return schema;
  }
}

/** The schema after all changes of a statement, in order. */
export function applyReading(schema: Schema, reading: StatementReading, origin: Origin): Schema {
  return reading.changes.reduce((current, change) => applyChange(current, change, origin), schema);
}
