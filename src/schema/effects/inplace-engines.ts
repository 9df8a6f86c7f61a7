import type { ChangeEffects } from '../../model/effect';
import type {
  ChangeOf,
  ConstraintType,
  IndexDefinition,
  ObjectName,
  SchemaChange,
} from '../../model/schema-change';
import { columnOf, findTable } from '../lookup';
import { EffectList } from './effect-list';
import { innodbSource, mysqlOnlineDdl } from './manuals';
import type { OnlineDdl } from './online-ddl';
import { copy, inPlace, narrows } from './online-ddl';
import type { Setting } from './setting';

/** What MySQL and MariaDB answer differently. */
export interface OnlineDdlTable {
  addColumn(change: ChangeOf<'add-column'>, setting: Setting): OnlineDdl;
  dropColumn(change: ChangeOf<'drop-column'>, setting: Setting): OnlineDdl;
  redefineColumn(change: ChangeOf<'redefine-column'>, setting: Setting): OnlineDdl;
  /** MODIFY and CHANGE of a column that is not known. */
  unknownColumn: OnlineDdl;
  setNullability(required: boolean): OnlineDdl;
  addConstraint(change: ChangeOf<'add-constraint'>, setting: Setting): OnlineDdl;
  dropConstraint(type: ConstraintType | null): OnlineDdl;
  renameTable(setting: Setting): OnlineDdl;
  setDefault(setting: Setting): OnlineDdl;
  /** Drops or gives a column its generated expression, or AUTO_INCREMENT. */
  setGenerated: OnlineDdl;
  /** ALTER CHECK … ENFORCED reads the rows by copying them. */
  enforceCheck: OnlineDdl;
  createIndex(index: IndexDefinition, hasFulltext: boolean): OnlineDdl;
  dropIndex: OnlineDdl;
  /** The rows of a partition go without a copy of the others. */
  removePartition(setting: Setting, what: string): OnlineDdl;
  /** A CHECK that comes with a new column is tested against the rows. */
  checksNewColumn: boolean;
  renameColumn(setting: Setting): OnlineDdl;
  renameIndex(setting: Setting): OnlineDdl;
  tableSetting(change: ChangeOf<'change-table-setting'>, setting: Setting): OnlineDdl;
}

/** What test/oracle asks MariaDB for with ALGORITHM and LOCK; the rest knows no such clauses. */
const measuredKinds: ReadonlySet<SchemaChange['kind']> = new Set([
  'add-column',
  'drop-column',
  'redefine-column',
  'rename-column',
  'set-default',
  'drop-default',
  'add-constraint',
  'drop-constraint',
  'create-index',
  'drop-index',
  'rename-index',
  'change-table-setting',
  'rename-table',
] as const);

/** Effects in InnoDB. DDL commits by itself: nothing is transactional except data changes. */
export function innodbEffects(
  dialect: 'mysql' | 'mariadb',
  change: SchemaChange,
  setting: Setting,
  table: OnlineDdlTable,
): ChangeEffects {
  const source = innodbSource(dialect, setting.version, change);
  const list = new EffectList(dialect, dialect === 'mariadb' ? 'measured' : 'documented', source);
  list.transactional =
    change.kind === 'insert' ||
    change.kind === 'update' ||
    change.kind === 'delete' ||
    change.kind === 'transaction' ||
    change.kind === 'set-setting' ||
    change.kind === 'other';
  gather(list, change, setting, table);
  if (!measuredKinds.has(change.kind)) list.onlyDocumented();
  return list.done();
}

function gather(list: EffectList, change: SchemaChange, setting: Setting, table: OnlineDdlTable): void {
  const on = (
    name: ObjectName,
    ddl: OnlineDdl,
    more: {
      indexBuild?: boolean;
      validates?: boolean;
      canFail?: boolean;
      losesData?: boolean;
      scan?: boolean;
    } = {},
  ): void => {
    const { row, ...doing } = asked(ddl, change);
    const source = row === undefined ? {} : { source: mysqlOnlineDdl(setting.version, row) };
    list.on(name, { ...doing, ...source, ...more });
  };
  switch (change.kind) {
    case 'create-table':
      for (const constraint of [
        ...change.constraints,
        ...change.columns.flatMap((column) => column.constraints),
      ]) {
        if (constraint.references !== null) list.on(constraint.references.table, { lock: 'NONE' });
      }
      list.on(change.table, { lock: 'EXCLUSIVE' });
      return;
    case 'drop-table':
      list.on(change.table, { lock: 'EXCLUSIVE', losesData: true });
      return;
    case 'truncate-table':
      list.on(change.table, { lock: 'EXCLUSIVE', rewrite: true, losesData: true });
      return;
    case 'rename-table':
    case 'move-table': {
      on(change.table, table.renameTable(setting));
      return;
    }
    case 'add-column': {
      const keys = change.column.constraints.some(
        (constraint) => constraint.type === 'primary-key' || constraint.type === 'unique',
      );
      const checks =
        table.checksNewColumn &&
        change.column.constraints.some((constraint) => constraint.type === 'check' && constraint.enforced);
      on(change.table, table.addColumn(change, setting), {
        indexBuild: keys,
        canFail: keys || checks,
        validates: checks,
        scan: checks,
      });
      return;
    }
    case 'drop-column': {
      on(change.table, table.dropColumn(change, setting), { losesData: true });
      return;
    }
    case 'redefine-column':
    case 'alter-column-type': {
      const column = columnBefore(setting, change.table, change.column.name);
      const to = change.kind === 'redefine-column' ? change.definition.type : change.type;
      const requires =
        change.kind === 'redefine-column' && change.definition.notNull !== null && column?.nullable !== false;
      if (column === null)
        list.assuming('The column before is not known, so a copy of the table is assumed.');
      const narrower = narrows(column?.type ?? null, to);
      const ddl =
        column === null || change.kind === 'alter-column-type'
          ? table.unknownColumn
          : table.redefineColumn(change, setting);
      on(change.table, ddl, {
        canFail: narrower || requires,
        losesData: narrower,
        validates: requires,
      });
      return;
    }
    case 'rename-column': {
      on(change.table, table.renameColumn(setting));
      return;
    }
    case 'set-not-null':
    case 'drop-not-null': {
      on(change.table, table.setNullability(change.kind === 'set-not-null'), {
        canFail: change.kind === 'set-not-null',
        validates: change.kind === 'set-not-null',
      });
      return;
    }
    case 'set-default':
    case 'drop-default': {
      on(change.table, table.setDefault(setting));
      return;
    }
    case 'set-generated':
    case 'drop-generated':
    case 'set-identity':
    case 'drop-identity': {
      on(change.table, table.setGenerated);
      return;
    }
    case 'add-constraint': {
      const { constraint } = change;
      const builds = constraint.type === 'primary-key' || constraint.type === 'unique';
      const validates =
        constraint.enforced &&
        (constraint.type === 'check' ||
          (constraint.type === 'foreign-key' && setting.foreignKeys() !== false));
      if (constraint.references !== null) list.on(constraint.references.table, { lock: 'NONE' });
      on(change.table, table.addConstraint(change, setting), {
        indexBuild: builds,
        validates,
        scan: validates,
        canFail: builds || validates,
      });
      return;
    }
    case 'drop-constraint': {
      on(change.table, droppedConstraint(change, setting, table));
      return;
    }
    case 'validate-constraint':
    case 'rename-constraint':
    case 'alter-constraint': {
      on(
        change.table,
        change.kind === 'alter-constraint' && enforces(change.text) ? table.enforceCheck : inPlace,
      );
      return;
    }
    case 'create-index': {
      on(change.table, table.createIndex(change.index, hasFulltext(setting, change.table)), {
        indexBuild: true,
        canFail: change.index.unique,
      });
      return;
    }
    case 'drop-index':
      if (change.table !== null) on(change.table, table.dropIndex);
      return;
    case 'rename-index':
      if (change.table !== null) on(change.table, table.renameIndex(setting));
      return;
    case 'change-table-setting': {
      if (removesPartition.test(change.setting)) {
        on(change.table, table.removePartition(setting, change.setting), { losesData: true });
        list.onlyDocumented();
        return;
      }
      on(change.table, table.tableSetting(change, setting));
      return;
    }
    case 'create-object':
    case 'drop-object':
      if (change.object === 'trigger' && change.table !== null) list.on(change.table, { lock: 'EXCLUSIVE' });
      return;
    case 'update':
    case 'delete':
      list.on(change.table, {
        lock: 'NONE',
        scan: change.where !== 'some',
        losesData: change.kind === 'delete',
      });
      return;
    case 'insert':
      list.on(change.table, { lock: 'NONE' });
      return;
    case 'lock-table':
      list.on(change.table, { lock: /READ/i.test(change.mode) ? 'SHARED' : 'EXCLUSIVE' });
      return;
    default:
  }
}

const removesPartition = /^(?:drop|truncate|discard) partition\b/;

/** An algorithm or lock stated in the statement is used instead of the best, when it is heavier. */
function asked(ddl: OnlineDdl, change: SchemaChange): OnlineDdl {
  const requested = change.requested;
  if (requested === undefined) return ddl;
  const copied = requested.algorithm === 'copy' ? { ...ddl, ...copy } : ddl;
  if (requested.lock === 'exclusive') return { ...copied, lock: 'EXCLUSIVE' };
  return requested.lock === 'shared' && copied.lock === 'NONE' ? { ...copied, lock: 'SHARED' } : copied;
}

function columnBefore({ before }: Setting, table: ObjectName, name: string) {
  const found = findTable(before, table);
  return found === null ? null : columnOf(before.dialect, found, name);
}

function hasFulltext({ before }: Setting, table: ObjectName): boolean {
  return findTable(before, table)?.indexes.some((index) => index.method === 'fulltext') ?? false;
}

/** By what the constraint is, as the statement says or the schema knows. */
function droppedConstraint(
  change: ChangeOf<'drop-constraint'>,
  setting: Setting,
  table: OnlineDdlTable,
): OnlineDdl {
  const known = findTable(setting.before, change.table)?.constraints.find(
    (constraint) => constraint.name.toLowerCase() === change.constraint?.name.toLowerCase(),
  );
  const type = change.constraintType ?? known?.type ?? (change.constraint === null ? 'primary-key' : null);
  return table.dropConstraint(type);
}

function enforces(text: string): boolean {
  return /\bENFORCED\b/i.test(text) && !/\bNOT\s+ENFORCED\b/i.test(text);
}
