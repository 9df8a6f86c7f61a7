import type { Undo } from '../../model/risk';
import type { ChangeOf } from '../../model/schema-change';
import { findTable } from '../../schema/lookup';
import { none, whole, type UndoOf } from './outcome';
import { columnText, constraintText, named } from './written';

type TableChange = ChangeOf<
  | 'create-table'
  | 'drop-table'
  | 'rename-table'
  | 'move-table'
  | 'truncate-table'
  | 'attach-partition'
  | 'detach-partition'
  | 'change-table-setting'
>;

/** Undoing what is done to a table as a whole. */
export function tableUndo(change: TableChange, facts: UndoOf): Undo | null {
  const { before } = facts;
  const { dialect } = before;
  const table = named(change.table, dialect);
  switch (change.kind) {
    case 'create-table':
      if (findTable(before, change.table) !== null) return null;
      return whole(`DROP TABLE ${table}`, 'Rows written to it until then go with it.');
    case 'drop-table':
      return findTable(before, change.table) === null && change.ifExists
        ? null
        : whole(createTable(change, facts));
    case 'rename-table': {
      const renamed = named({ schema: change.table.schema, name: change.newName.name }, dialect);
      const old = named(
        { schema: dialect === 'postgres' ? null : change.table.schema, name: change.table.name },
        dialect,
      );
      return whole(`ALTER TABLE ${renamed} RENAME TO ${old}`);
    }
    case 'move-table': {
      const moved = named({ schema: change.newSchema.name, name: change.table.name }, dialect);
      const back = named({ schema: null, name: change.table.schema ?? 'public' }, dialect);
      return whole(`ALTER TABLE ${moved} SET SCHEMA ${back}`);
    }
    case 'truncate-table':
      return none(`It empties ${change.table.name}: the rows come back from a backup only.`);
    case 'attach-partition':
      return whole(`ALTER TABLE ${table} DETACH PARTITION ${named(change.partition, dialect)}`);
    case 'detach-partition': {
      return whole(
        null,
        `By ALTER TABLE ${table} ATTACH PARTITION ${named(change.partition, dialect)} with its bounds, which reads its rows.`,
      );
    }
    case 'change-table-setting':
      return setting(change, table);
  }
}

const opposites: Readonly<Record<string, string>> = {
  'enable row level security': 'DISABLE ROW LEVEL SECURITY',
  'disable row level security': 'ENABLE ROW LEVEL SECURITY',
  'force row level security': 'NO FORCE ROW LEVEL SECURITY',
  'no force row level security': 'FORCE ROW LEVEL SECURITY',
  'set logged': 'SET UNLOGGED',
  'set unlogged': 'SET LOGGED',
};

function setting(change: ChangeOf<'change-table-setting'>, table: string): Undo {
  const words = change.setting;
  if (/^(?:drop|truncate|discard) partition\b/.test(words))
    return none(`The rows of the partition are deleted and come back from a backup only.`);
  const opposite = opposites[words];
  if (opposite !== undefined) return whole(`ALTER TABLE ${table} ${opposite}`);
  const trigger = /^(enable|disable) trigger$/.exec(words)?.[1];
  if (trigger !== undefined && change.value !== null)
    return whole(
      `ALTER TABLE ${table} ${trigger === 'enable' ? 'DISABLE' : 'ENABLE'} TRIGGER ${change.value}`,
    );
  return whole(null, `By the same statement with the setting that ${change.table.name} had before.`);
}

/** CREATE TABLE with what the schema knows: columns, keys, checks and foreign keys. null when that is not all. */
function createTable(change: ChangeOf<'drop-table'>, { before }: UndoOf): string | null {
  const { dialect } = before;
  const table = findTable(before, change.table);
  if (table?.columnsKnown !== true || table.partitionOf !== null || table.partitionBy !== null) return null;
  const columns = table.columns.map((column) => columnText(column, dialect));
  const constraints = table.constraints
    .filter((constraint) => constraint.type !== 'not-null')
    .map((constraint) => constraintText(constraint, dialect));
  const parts = [...columns, ...constraints];
  return parts.every((part) => part !== null)
    ? `CREATE TABLE ${named(table, dialect)} (${parts.join(', ')})`
    : null;
}
