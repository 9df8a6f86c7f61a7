import type { LockMode } from '../../model/effect';
import type { ChangeOf, ColumnType, ObjectName, SchemaChange } from '../../model/schema-change';
import { descendantsOf } from '../descendants';
import { findIndex, findObject, findTable, partitionsOf, sameObject, tableKey } from '../lookup';
import type { EffectList } from './effect-list';
import { onTree } from './postgres-locks';
import type { Setting } from './setting';

type TypeChangeKind =
  | 'create-enum'
  | 'add-enum-value'
  | 'rename-enum-value'
  | 'rename-type'
  | 'create-domain'
  | 'alter-domain'
  | 'drop-type';

/** Enums and domains: most touch no table. */
export function typeEffects(list: EffectList, setting: Setting, change: ChangeOf<TypeChangeKind>): void {
  const { before, version } = setting;
  if (change.kind === 'add-enum-value') list.transactional = version >= 12;
  const using = (name: ChangeOf<'drop-type'>['type']) =>
    [...before.tables.values()].filter((table) => table.columns.some((column) => isOf(column.type, name)));
  if (change.kind === 'alter-domain' && change.addsConstraint && change.validated) {
    for (const table of using(change.type))
      list.on(table, { lock: 'SHARE', scan: true, validates: true, canFail: true });
  }
  if (change.kind === 'drop-type' && change.cascade) {
    for (const table of using(change.type)) list.on(table, { lock: 'ACCESS EXCLUSIVE', losesData: true });
  }
}

function isOf(type: ColumnType | null, name: ChangeOf<'drop-type'>['type']): boolean {
  return type !== null && sameObject('postgres', { schema: type.schema, name: type.name }, name);
}

type ObjectChangeKind =
  'create-object' | 'drop-object' | 'rename-object' | 'alter-object' | 'refresh-materialized-view';

const lockOfCreating: Readonly<Partial<Record<ChangeOf<'create-object'>['object'], LockMode>>> = {
  trigger: 'SHARE ROW EXCLUSIVE',
  policy: 'ACCESS EXCLUSIVE',
  rule: 'ACCESS EXCLUSIVE',
  statistics: 'SHARE UPDATE EXCLUSIVE',
};

const outsideTransactions: ReadonlySet<ChangeOf<'create-object'>['object']> = new Set(['database']);

/** Views, triggers, policies and the rest: the lock on the table they stand on. */
export function objectEffects(list: EffectList, setting: Setting, change: ChangeOf<ObjectChangeKind>): void {
  const { before } = setting;
  switch (change.kind) {
    case 'create-object': {
      list.transactional = !outsideTransactions.has(change.object);
      const lock = lockOfCreating[change.object];
      if (change.table !== null && lock !== undefined) {
        list.on(change.table, { lock });
        if (change.object === 'trigger' && change.forEachRow === true)
          for (const partition of partitionsOf(before, change.table)) list.on(partition, { lock });
      }
      if (change.object === 'view' || change.object === 'materialized-view')
        for (const table of change.uses) list.on(table, { lock: 'ACCESS SHARE' });
      // Where the history shows no view of that name, the statement makes one.
      if (change.object === 'view' && change.replace && findObject(before, 'view', change.name) !== null)
        list.on(change.name, { lock: 'ACCESS EXCLUSIVE' });
      return;
    }
    case 'drop-object':
      list.transactional = !outsideTransactions.has(change.object);
      if (change.table !== null) dropFromTable(list, setting, change, change.table);
      else if (change.object === 'function' || change.object === 'procedure')
        dropTriggersOf(list, setting, change);
      else if (isView(change.object) && !isDroppedInVain(setting, change))
        list.on(change.name, { lock: 'ACCESS EXCLUSIVE' });
      return;
    case 'refresh-materialized-view':
      list.on(change.name, {
        lock: change.concurrently ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE',
        rewrite: !change.concurrently,
        indexBuild: !change.concurrently && (findTable(before, change.name)?.indexes.length ?? 0) > 0,
      });
      return;
    case 'rename-object':
      if (change.table !== null) list.on(change.table, { lock: 'ACCESS EXCLUSIVE' });
      else if (change.object === 'view' || change.object === 'materialized-view')
        list.on(change.name, { lock: 'ACCESS EXCLUSIVE' });
      return;
    case 'alter-object':
      if (change.object === 'policy' && change.table !== undefined)
        list.on(change.table, { lock: 'ACCESS EXCLUSIVE' });
  }
}

function isView(object: ChangeOf<'drop-object'>['object']): boolean {
  return object === 'view' || object === 'materialized-view';
}

/** IF EXISTS names what a history that knows tables never made. */
function isDroppedInVain({ before }: Setting, change: ChangeOf<'drop-object'>): boolean {
  return change.ifExists && before.tables.size > 0 && findObject(before, change.object, change.name) === null;
}

/** A trigger FOR EACH ROW is on the partitions too. */
function dropFromTable(
  list: EffectList,
  { before }: Setting,
  change: ChangeOf<'drop-object'>,
  table: ObjectName,
): void {
  list.on(table, { lock: 'ACCESS EXCLUSIVE' });
  if (change.object !== 'trigger') return;
  if (findObject(before, 'trigger', change.name, table)?.forEachRow !== true) return;
  for (const partition of partitionsOf(before, table)) list.on(partition, { lock: 'ACCESS EXCLUSIVE' });
}

/** CASCADE takes the triggers that execute the function along. */
function dropTriggersOf(list: EffectList, { before }: Setting, change: ChangeOf<'drop-object'>): void {
  if (!change.cascade) return;
  const key = tableKey(before.dialect, change.name);
  for (const object of before.objects.values()) {
    if (object.object !== 'trigger' || object.executes !== key || object.table === null) continue;
    const table = before.tables.get(object.table);
    if (table !== undefined) list.on(table, { lock: 'ACCESS EXCLUSIVE' });
  }
}

const whatOthersDo: readonly {
  readonly what: RegExp;
  readonly lock: LockMode | null;
  readonly rewrite?: boolean;
  readonly transactional?: boolean;
  /** Which tables below are locked too; absent: none. */
  readonly reaches?: 'heirs' | 'all';
}[] = [
  { what: /^VACUUM.*\bFULL\b/, lock: 'ACCESS EXCLUSIVE', rewrite: true, transactional: false },
  { what: /^VACUUM/, lock: 'SHARE UPDATE EXCLUSIVE', transactional: false },
  { what: /^CLUSTER/, lock: 'ACCESS EXCLUSIVE', rewrite: true },
  { what: /^ANALYZE/, lock: 'SHARE UPDATE EXCLUSIVE', reaches: 'all' },
  { what: /^COMMENT/, lock: 'SHARE UPDATE EXCLUSIVE' },
  { what: /^(?:CREATE|ALTER|DROP) STATISTICS/, lock: 'SHARE UPDATE EXCLUSIVE' },
  { what: /^(?:CREATE|ALTER) PUBLICATION/, lock: 'SHARE UPDATE EXCLUSIVE', reaches: 'heirs' },
  { what: /^(?:SELECT|COPY TO|EXPLAIN|WITH)/, lock: 'ACCESS SHARE' },
  { what: /^COPY/, lock: 'ROW EXCLUSIVE' },
  { what: /^(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)/, lock: null, transactional: false },
  { what: /^ALTER SYSTEM/, lock: null, transactional: false },
];

const lockModes: ReadonlySet<string> = new Set<LockMode>([
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
]);

/** LOCK TABLE, and statements that matter to the schema only by their lock. */
export function otherEffects(
  list: EffectList,
  setting: Setting,
  change: Extract<SchemaChange, { kind: 'lock-table' | 'other' }>,
): void {
  const { before } = setting;
  if (change.kind === 'lock-table') {
    const mode = change.mode
      .toUpperCase()
      .replace(/\s+MODE$/, '')
      .trim();
    onTree(list, setting, change, isLockMode(mode) ? mode : 'ACCESS EXCLUSIVE');
    return;
  }
  if (change.index !== undefined) {
    const owner = findIndex(before, change.index)?.table;
    const moves = change.action === 'set tablespace';
    if (owner !== undefined) list.on(owner, { lock: moves ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE' });
    return;
  }
  const known = whatOthersDo.find(({ what }) => what.test(change.what));
  if (known === undefined) return;
  list.transactional = known.transactional ?? true;
  for (const table of change.tables) {
    const rewrite = known.rewrite ?? false;
    const indexes =
      [...before.tables.values()].find((candidate) => sameObject('postgres', candidate, table))?.indexes
        .length ?? 0;
    list.on(table, { lock: known.lock, rewrite, indexBuild: rewrite && indexes > 0 });
    const found = findTable(before, table);
    const isPartitioned = (found?.partitionBy ?? null) !== null;
    // ANALYZE of 18 goes on to the tables that inherit.
    if (known.reaches === undefined || (known.reaches === 'heirs' && isPartitioned)) continue;
    if (known.reaches === 'all' && !isPartitioned && setting.version < 18) continue;
    for (const below of descendantsOf(before, table)) list.on(below, { lock: known.lock });
  }
}

function isLockMode(mode: string): mode is LockMode {
  return lockModes.has(mode);
}
