import type { ColumnUse, TableUse } from '../model/code';
import type { Evidence } from '../model/finding';
import type { ObjectName, SchemaChange } from '../model/schema-change';
import type { ChangeInPlace } from './change-in-place';
import { findIndex } from '../schema/lookup';

/** The table a change is about; null when it is about none (a type, an extension). */
export function tableOf({ change, before }: ChangeInPlace): ObjectName | null {
  if ('table' in change && change.table !== null) return change.table;
  if (change.kind === 'drop-index' || change.kind === 'rename-index') {
    const found = findIndex(before, change.index);
    return found === null ? null : { ...change.index, schema: found.table.schema, name: found.table.name };
  }
  return null;
}

/** Names of the columns a change is about, as they were before it; empty when it is about the whole table. */
export function columnsTouched({ change }: ChangeInPlace): readonly string[] {
  switch (change.kind) {
    case 'add-column':
      return [change.column.name.name];
    case 'create-index':
      return change.index.columns.flatMap((one) => one.column ?? []);
    case 'add-constraint':
      return change.constraint.columns.map((one) => one.name);
    case 'update':
      return change.columns.map((one) => one.name);
    default:
      return columnOfChange(change);
  }
}

function columnOfChange(change: SchemaChange): readonly string[] {
  return 'column' in change && 'range' in change.column && typeof change.column.name === 'string'
    ? [change.column.name]
    : [];
}

const takesColumnAway: readonly SchemaChange['kind'][] = [
  'drop-column',
  'rename-column',
  'redefine-column',
  'alter-column-type',
  'set-not-null',
  'drop-not-null',
];

/** More than this are counted, not listed. */
const mostReferences = 200;

/**
 * Places in code that the change reaches: uses of the column when it takes one away or alters it, else of the
 * table. Tests and seeds are left out. Empty for a table made in the same migration, and when no code was read.
 */
export function codeReferences(context: ChangeInPlace): readonly Evidence[] {
  const { code, change } = context;
  const table = tableOf(context);
  if (code === null || table === null || context.isNew(table)) return [];
  const uses: readonly (ColumnUse | TableUse)[] = takesColumnAway.includes(change.kind)
    ? columnsTouched(context).flatMap((column) => code.columnUses(table.name, column))
    : code.tableUses(table.name);
  return uses
    .filter((use) => !use.inTest)
    .slice(0, mostReferences)
    .map((use) => ({ file: use.file, range: use.range, message: describeUse(use, table.name) }));
}

function describeUse(use: ColumnUse | TableUse, table: string): string {
  const object = 'column' in use ? `${table}.${use.column}` : table;
  const verbs = {
    declaration: 'declares',
    read: 'reads',
    write: 'writes',
    filter: 'filters by',
    unknown: 'names',
  } as const;
  return `${verbs[use.use]} ${object}`;
}
