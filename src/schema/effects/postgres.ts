import type { ChangeEffects } from '../../model/effect';
import type { SchemaChange } from '../../model/schema-change';
import { partitionsOf, tableKey } from '../lookup';
import { EffectList } from './effect-list';
import { addColumn, alterColumnType, dropColumn, dropNotNull, setNotNull } from './postgres-column';
import {
  addConstraintEffects,
  alterConstraintEffects,
  dropConstraintEffects,
  validateConstraintEffects,
} from './postgres-constraint';
import { postgresSource } from './manuals';
import { exclusively, onTree } from './postgres-locks';
import { indexEffects } from './postgres-index';
import { objectEffects, otherEffects, typeEffects } from './postgres-object';
import {
  attachPartitionEffects,
  createTableEffects,
  detachPartitionEffects,
  dropTableEffects,
  tableSettingEffects,
  truncateEffects,
} from './postgres-table';
import type { Setting } from './setting';

/** Majors on which test/oracle runs every generated shape. */
const measuredMajors: ReadonlySet<number> = new Set([13, 16, 18]);

/**
 * Effects in Postgres 10 to 18. The oracle runs what works inside a transaction on 13, 16 and 18, and what refuses
 * one (CONCURRENTLY, VACUUM FULL) on 18 with another session watching; other majors rest on the manual.
 */
export function postgresEffects(change: SchemaChange, setting: Setting): ChangeEffects {
  const list = new EffectList('postgres', 'measured', postgresSource(setting.version, change));
  gather(list, change, setting);
  const major = Math.trunc(setting.version);
  const isMeasured = list.transactional ? measuredMajors.has(major) : major === 18 && isWatched(change);
  if (!isMeasured) list.onlyDocumented();
  return list.done();
}

/** Those that test/oracle/postgres-outside-transactions.test.ts runs with another session watching. */
function isWatched(change: SchemaChange): boolean {
  if (change.kind === 'reindex') return change.target === 'index' || change.target === 'table';
  return 'concurrently' in change || (change.kind === 'other' && change.what === 'VACUUM FULL');
}

function gather(list: EffectList, change: SchemaChange, setting: Setting): void {
  switch (change.kind) {
    case 'create-table': {
      createTableEffects(list, setting, change);
      return;
    }
    case 'drop-table': {
      dropTableEffects(list, setting, change);
      return;
    }
    case 'truncate-table': {
      truncateEffects(list, setting, change);
      return;
    }
    case 'attach-partition': {
      attachPartitionEffects(list, setting, change);
      return;
    }
    case 'detach-partition': {
      detachPartitionEffects(list, setting, change);
      return;
    }
    case 'change-table-setting': {
      tableSettingEffects(list, setting, change);
      return;
    }
    case 'rename-table':
    case 'move-table':
      list.on(change.table, { lock: 'ACCESS EXCLUSIVE' });
      return;
    case 'add-column': {
      addColumn(list, setting, change);
      return;
    }
    case 'alter-column-type': {
      alterColumnType(list, setting, change);
      return;
    }
    case 'set-not-null': {
      setNotNull(list, setting, change);
      return;
    }
    case 'drop-column': {
      dropColumn(list, setting, change);
      return;
    }
    case 'set-generated': {
      exclusively(list, setting, change, { rewrite: isStored(change, setting) });
      return;
    }
    case 'drop-not-null': {
      dropNotNull(list, setting, change);
      return;
    }
    case 'rename-column':
    case 'redefine-column':
    case 'set-default':
    case 'drop-default':
    case 'drop-identity':
    case 'drop-generated': {
      exclusively(list, setting, change);
      return;
    }
    case 'set-identity': {
      exclusively(list, setting, { ...change, only: true });
      for (const partition of setting.version < 17 ? [] : partitionsOf(setting.before, change.table))
        list.on(partition, { lock: 'ACCESS EXCLUSIVE' });
      return;
    }
    case 'add-constraint': {
      addConstraintEffects(list, setting, change);
      return;
    }
    case 'drop-constraint': {
      dropConstraintEffects(list, setting, change);
      return;
    }
    case 'validate-constraint': {
      validateConstraintEffects(list, setting, change);
      return;
    }
    case 'rename-constraint': {
      exclusively(list, setting, change);
      return;
    }
    case 'alter-constraint': {
      alterConstraintEffects(list, setting, change);
      return;
    }
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
    case 'attach-index':
    case 'reindex': {
      indexEffects(list, setting, change);
      return;
    }
    case 'create-enum':
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'rename-type':
    case 'create-domain':
    case 'alter-domain':
    case 'drop-type': {
      typeEffects(list, setting, change);
      return;
    }
    case 'create-object':
    case 'drop-object':
    case 'rename-object':
    case 'alter-object':
    case 'refresh-materialized-view': {
      objectEffects(list, setting, change);
      return;
    }
    case 'insert':
      list.on(change.table, { lock: 'ROW EXCLUSIVE' });
      return;
    case 'update':
    case 'delete':
      onTree(list, setting, change, 'ROW EXCLUSIVE', {
        scan: change.where !== 'some',
        losesData: change.kind === 'delete',
      });
      return;
    case 'lock-table':
    case 'other': {
      otherEffects(list, setting, change);
      return;
    }
    case 'transaction':
    case 'set-setting':
  }
}

function isStored(change: Extract<SchemaChange, { kind: 'set-generated' }>, { before }: Setting): boolean {
  const table = before.tables.get(tableKey('postgres', change.table));
  return table?.columns.find((column) => column.name === change.column.name)?.generated?.stored ?? true;
}
