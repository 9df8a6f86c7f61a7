import type { Identifier, ObjectName, SchemaChange } from '../model/schema-change';
import type { Range } from '../model/text';

/** A column that a change names, and what the change does to it in words. */
export interface NamedColumn {
  readonly table: ObjectName;
  readonly column: string;
  /** Where its name is written; relative to the statement. Of an index, whose columns have no place of their own, the index. */
  readonly range: Range;
  readonly act: string;
  /** The name it has afterwards, when that is another. */
  readonly newName: string | null;
}

/** The columns a change names, in the order written. Empty for changes of other things. */
export function namedColumns(change: SchemaChange): readonly NamedColumn[] {
  switch (change.kind) {
    case 'create-table':
      return change.columns.map(({ name, type }) =>
        entry(change.table, name, `made with the table${type === null ? '' : ` as ${type.text}`}`),
      );
    case 'add-column':
      return [
        entry(
          change.table,
          change.column.name,
          `added${change.column.type === null ? '' : ` as ${change.column.type.text}`}`,
        ),
      ];
    case 'rename-column':
      return [
        entry(change.table, change.column, `renamed to ${change.newName.name}`, change.newName.name),
        {
          ...entry(change.table, change.newName, ''),
          column: change.column.name,
          newName: change.newName.name,
        },
      ];
    case 'redefine-column':
      return [
        entry(
          change.table,
          change.column,
          `redefined${change.definition.type === null ? '' : ` as ${change.definition.type.text}`}`,
          change.definition.name.name === change.column.name ? null : change.definition.name.name,
        ),
      ];
    case 'alter-column-type':
      return [entry(change.table, change.column, `type changed to ${change.type.text}`)];
    case 'set-default':
      return [entry(change.table, change.column, `default set to ${change.default.text}`)];
    case 'drop-column':
    case 'set-not-null':
    case 'drop-not-null':
    case 'drop-default':
    case 'set-identity':
    case 'drop-identity':
    case 'set-generated':
    case 'drop-generated':
      return [entry(change.table, change.column, acts[change.kind])];
    case 'add-constraint':
      return change.constraint.columns.map((column) =>
        entry(change.table, column, `in a new ${constraintNames[change.constraint.type]}`),
      );
    case 'create-index':
      return change.index.columns.flatMap(({ column }) =>
        column === null
          ? []
          : [
              {
                table: change.table,
                column,
                range: change.index.range,
                act: `in a new ${change.index.unique ? 'unique ' : ''}index`,
                newName: null,
              },
            ],
      );
    default:
      return [];
  }
}

const acts = {
  'drop-column': 'dropped',
  'set-not-null': 'made NOT NULL',
  'drop-not-null': 'may be NULL',
  'drop-default': 'default dropped',
  'set-identity': 'made an identity',
  'drop-identity': 'no identity any more',
  'set-generated': 'expression changed',
  'drop-generated': 'no longer generated',
} as const;

const constraintNames = {
  'primary-key': 'primary key',
  unique: 'unique constraint',
  'foreign-key': 'foreign key',
  check: 'check',
  exclude: 'exclusion constraint',
  'not-null': 'NOT NULL constraint',
} as const;

function entry(
  table: ObjectName,
  column: Identifier,
  act: string,
  newName: string | null = null,
): NamedColumn {
  return { table, column: column.name, range: column.range, act, newName };
}
