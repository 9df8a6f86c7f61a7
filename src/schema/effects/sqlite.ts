import type { ChangeEffects } from '../../model/effect';
import type { ChangeOf, SchemaChange } from '../../model/schema-change';
import { EffectList } from './effect-list';
import type { Setting } from './setting';

/** Effects in SQLite (sqlite.org/lang_altertable.html): a write locks the whole database file; all DDL is transactional. */
export function sqliteEffects(change: SchemaChange, setting: Setting): ChangeEffects {
  const list = new EffectList('sqlite', 'documented');
  gather(list, change, setting);
  if (change.kind === 'other' && /^VACUUM/.test(change.what)) list.transactional = false;
  return list.done();
}

function gather(list: EffectList, change: SchemaChange, setting: Setting): void {
  const lock = 'DATABASE';
  switch (change.kind) {
    case 'create-table':
    case 'rename-table':
    case 'rename-column':
    case 'insert':
      list.on(change.table, { lock });
      return;
    case 'drop-table':
      list.on(change.table, { lock, losesData: true });
      return;
    case 'drop-column':
      list.on(change.table, { lock, rewrite: true, losesData: true });
      return;
    case 'add-column':
      list.on(change.table, { lock, ...addedColumn(change, setting) });
      return;
    case 'create-index':
      list.on(change.table, { lock, indexBuild: true, canFail: change.index.unique });
      return;
    case 'update':
    case 'delete':
      list.on(change.table, { lock, scan: change.where !== 'some', losesData: change.kind === 'delete' });
      return;
    case 'add-constraint':
    case 'set-not-null':
      list.on(change.table, { lock, scan: true, validates: true, canFail: true });
      return;
    default:
      if ('table' in change && change.table !== null) list.on(change.table, { lock });
  }
}

/** A CHECK or NOT NULL on a new column is tested against the rows that exist (CHECK and generated NOT NULL since 3.35). */
function addedColumn(change: ChangeOf<'add-column'>, { isNew }: Setting) {
  const { column } = change;
  const checks =
    column.constraints.some((constraint) => constraint.type === 'check') ||
    (column.generated !== null && column.notNull !== null);
  const missing = column.notNull !== null && column.default === null && column.generated === null;
  return { scan: checks, validates: checks, canFail: (checks || missing) && !isNew(change.table) };
}
