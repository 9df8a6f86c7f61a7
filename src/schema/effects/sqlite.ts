import type { ChangeEffects } from '../../model/effect';
import type { Table } from '../../model/schema';
import type { ChangeOf, SchemaChange } from '../../model/schema-change';
import { columnOf, findIndex, findTable } from '../lookup';
import { EffectList } from './effect-list';
import type { Setting } from './setting';
import { addedCheck, addedColumn, deletedRows, soughtNulls } from './sqlite-rows';
import { alwaysUnique } from './unique-already';

/** What test/oracle/sqlite-effects.test.ts runs on SQLite; the rest has no effect of its own there. */
const measuredKinds: ReadonlySet<SchemaChange['kind']> = new Set([
  'create-table',
  'drop-table',
  'rename-table',
  'add-column',
  'drop-column',
  'rename-column',
  'set-not-null',
  'drop-not-null',
  'add-constraint',
  'drop-constraint',
  'create-index',
  'drop-index',
  'other',
  'create-object',
  'drop-object',
  'insert',
  'update',
  'delete',
] as const);

/**
 * Effects in SQLite: whatever writes locks the whole database file, and all DDL is transactional. What it does to
 * rows is measured on SQLite 3.53; ALTER TABLE has worked so since 3.35 (DROP COLUMN), ADD CONSTRAINT since 3.53.
 */
export function sqliteEffects(change: SchemaChange, setting: Setting): ChangeEffects {
  const list = new EffectList('sqlite', 'measured', 'sqlite.org/lang_altertable.html');
  gather(list, change, setting);
  if (!measuredKinds.has(change.kind)) list.onlyDocumented();
  return list.done();
}

const lock = 'DATABASE';

function gather(list: EffectList, change: SchemaChange, setting: Setting): void {
  const { before } = setting;
  switch (change.kind) {
    case 'create-table': {
      const isThere = change.ifNotExists && findTable(before, change.table) !== null;
      if (!change.temporary && !isThere) list.on(change.table, { lock });
      return;
    }
    case 'drop-table': {
      if (change.ifExists && findTable(before, change.table) === null) return;
      // With foreign keys on every row is deleted first; even without, freeing the pages reads them.
      list.on(change.table, { lock, scan: true, losesData: true });
      deletedRows(list, change.table, setting);
      return;
    }
    case 'drop-column': {
      dropColumn(list, change, setting);
      return;
    }
    case 'add-column': {
      list.on(change.table, { lock, ...addedColumn(list, change, setting) });
      return;
    }
    case 'create-index': {
      createIndex(list, change, setting);
      return;
    }
    case 'drop-index': {
      const found = findIndex(before, change.index);
      if (found !== null) list.on(found.table, { lock });
      return;
    }
    case 'update': {
      list.on(change.table, { lock, scan: change.where !== 'some' });
      return;
    }
    case 'delete': {
      list.on(change.table, { lock, scan: change.where !== 'some', losesData: true });
      deletedRows(list, change.table, setting);
      return;
    }
    case 'add-constraint': {
      const tested = change.constraint.type === 'check';
      list.on(change.table, {
        lock,
        ...(tested ? addedCheck(setting, change.table, change.constraint) : {}),
      });
      return;
    }
    case 'set-not-null': {
      list.on(change.table, { lock, ...soughtNulls(setting, change.table, change.column.name) });
      return;
    }
    case 'other': {
      maintain(list, change, setting);
      return;
    }
    default:
      if ('table' in change && change.table !== null) list.on(change.table, { lock });
  }
}

/** Rows are written anew without the value, unless it was never stored. What is computed can be computed again. */
function dropColumn(list: EffectList, change: ChangeOf<'drop-column'>, { before }: Setting): void {
  const table = findTable(before, change.table);
  const generated = table === null ? null : columnOf('sqlite', table, change.column.name)?.generated;
  const isVirtual = generated?.stored === false;
  list.on(change.table, { lock, rewrite: !isVirtual, losesData: generated == null });
}

function createIndex(list: EffectList, change: ChangeOf<'create-index'>, { before }: Setting): void {
  const { index, table } = change;
  if (change.ifNotExists && index.name !== null && findIndex(before, index.name) !== null) return;
  const known = findTable(before, table);
  const canFail = index.unique && !(known !== null && alwaysUnique('sqlite', known, index.columns));
  list.on(table, { lock, indexBuild: true, canFail });
}

/** VACUUM writes the file anew. REINDEX makes the indexes of a table anew, or the one named; some tables are indexes. */
function maintain(list: EffectList, change: ChangeOf<'other'>, { before }: Setting): void {
  if (change.what === 'VACUUM') {
    list.transactional = false;
    for (const table of before.tables.values())
      if (!table.temporary) list.on(table, { lock, rewrite: true, indexBuild: ownIndexes(table) > 0 });
  }
  for (const name of change.tables) {
    const table = findTable(before, name);
    const found = table ?? findIndex(before, name)?.table;
    if (change.what !== 'REINDEX' || found == null) continue;
    const rewrite = table !== null && isItsKey(table);
    const indexBuild = table === null || ownIndexes(table) > 0;
    if (rewrite || indexBuild) list.on(found, { lock, rewrite, indexBuild });
  }
}

/** WITHOUT ROWID: the table is the index of its primary key. */
function isItsKey(table: Table): boolean {
  return 'without rowid' in table.settings;
}

function ownIndexes(table: Table): number {
  return table.indexes.length - (isItsKey(table) ? 1 : 0);
}
