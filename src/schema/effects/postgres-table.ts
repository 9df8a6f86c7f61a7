import type { Constraint } from '../../model/schema';
import type { ChangeOf } from '../../model/schema-change';
import type { QualifiedName } from '../lookup';
import { findTable, partitionsOf, referencesTo, tableKey } from '../lookup';
import type { EffectList } from './effect-list';
import { addForeignKeyTo, exclusively } from './postgres-locks';
import { tableSettings } from './postgres-settings';
import type { Setting } from './setting';

/** CREATE TABLE is seen by nobody else; what it locks are the tables it points at or belongs to. */
export function createTableEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'create-table'>,
): void {
  const { before } = setting;
  if (change.ifNotExists && findTable(before, change.table) !== null) return;
  list.on(change.table, { lock: 'ACCESS EXCLUSIVE' });
  const declared = [...change.constraints, ...change.columns.flatMap((column) => column.constraints)];
  for (const constraint of declared)
    if (constraint.references !== null) addForeignKeyTo(list, setting, constraint.references.table);
  for (const parent of change.inherits) list.on(parent, { lock: 'SHARE UPDATE EXCLUSIVE' });
  if (change.like !== null) list.on(change.like, { lock: 'ACCESS SHARE' });
  if (change.partitionOf !== null) {
    list.on(change.partitionOf, { lock: 'ACCESS EXCLUSIVE' });
    for (const constraint of findTable(before, change.partitionOf)?.constraints ?? [])
      lockReferenced(list, constraint, 'SHARE ROW EXCLUSIVE');
  }
}

function lockReferenced(
  list: EffectList,
  constraint: Constraint,
  lock: 'SHARE ROW EXCLUSIVE' | 'ACCESS EXCLUSIVE',
): void {
  if (constraint.references !== null)
    list.on({ schema: constraint.references.schema, name: constraint.references.table }, { lock });
}

/** DROP TABLE: its partitions go too; foreign keys of it lock the tables they point at. */
export function dropTableEffects(list: EffectList, setting: Setting, change: ChangeOf<'drop-table'>): void {
  const { before } = setting;
  const table = findTable(before, change.table);
  if (table === null && change.ifExists && before.tables.size > 0) return;
  exclusively(list, setting, change.table, { losesData: true });
  for (const gone of table === null ? [] : [table, ...partitionsOf(before, change.table)]) {
    for (const constraint of gone.constraints) lockReferenced(list, constraint, 'ACCESS EXCLUSIVE');
  }
  if (table !== null && table.partitionOf !== null) {
    const parent = before.tables.get(table.partitionOf);
    if (parent !== undefined) list.on(parent, { lock: 'ACCESS EXCLUSIVE' });
  }
  if (change.cascade) lockViewsOn(list, setting, change.table);
  if (change.cascade)
    for (const { table: other } of referencesTo(before, change.table))
      list.on(other, { lock: 'ACCESS EXCLUSIVE' });
}

/** CASCADE takes the views that read the table along. */
function lockViewsOn(list: EffectList, { before }: Setting, name: QualifiedName): void {
  const key = tableKey(before.dialect, name);
  for (const object of before.objects.values()) {
    if ((object.object === 'view' || object.object === 'materialized-view') && object.uses.includes(key))
      list.on(object, { lock: 'ACCESS EXCLUSIVE' });
  }
}

/** TRUNCATE, with CASCADE of every table that points here, at any distance. */
export function truncateEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'truncate-table'>,
): void {
  const doing = { rewrite: true, losesData: true };
  exclusively(list, setting, change.table, doing);
  if (!change.cascade) return;
  const { before } = setting;
  const seen = new Set([tableKey(before.dialect, change.table)]);
  const queue: { schema: string | null; name: string }[] = [change.table];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const { table } of referencesTo(before, next)) {
      const key = tableKey(before.dialect, table);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(table);
      exclusively(list, setting, table, doing);
    }
  }
}

/** ATTACH PARTITION reads the new partition unless a validated CHECK covers the bound. */
export function attachPartitionEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'attach-partition'>,
): void {
  const partition = findTable(setting.before, change.partition);
  const covered = change.bound.trim().toUpperCase() === 'DEFAULT' ? false : isCovered(setting, change);
  const scan = !covered && !setting.isNew(change.partition);
  list.on(change.table, { lock: 'SHARE UPDATE EXCLUSIVE' });
  list.on(change.partition, { lock: 'ACCESS EXCLUSIVE', scan, validates: scan, canFail: scan });
  if (
    partition?.constraints.some((constraint) => constraint.type === 'check' && constraint.validated) === true
  ) {
    list.assuming(
      'A validated CHECK on the partition is taken to prove the bound when it names every partition column.',
    );
  }
  for (const constraint of findTable(setting.before, change.table)?.constraints ?? [])
    lockReferenced(list, constraint, 'SHARE ROW EXCLUSIVE');
}

/** Whether validated checks name every partition column and keep it from NULL. */
function isCovered({ before }: Setting, change: ChangeOf<'attach-partition'>): boolean {
  const parent = findTable(before, change.table);
  const partition = findTable(before, change.partition);
  const columns = parent?.partitionBy ?? [];
  if (partition === null || columns.length === 0) return false;
  const checks = partition.constraints.filter(
    (constraint) => constraint.type === 'check' && constraint.validated,
  );
  return columns.every((column) => {
    const required = partition.columns.some((candidate) => candidate.name === column && !candidate.nullable);
    const proved = checks.some((check) => check.expression?.provesNotNull.includes(column) === true);
    const bounded = checks.some(
      (check) =>
        check.expression?.columns.includes(column) === true && /[<>=]|\bIN\b/i.test(check.expression.text),
    );
    return bounded && (required || proved);
  });
}

/** DETACH PARTITION: both tables; CONCURRENTLY (14 and later) leaves the parent usable. */
export function detachPartitionEffects(list: EffectList, change: ChangeOf<'detach-partition'>): void {
  list.on(change.table, { lock: change.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE' });
  list.on(change.partition, { lock: 'ACCESS EXCLUSIVE' });
  if (change.concurrently) list.transactional = false;
}

/** Every other ALTER TABLE action, by its words. */
export function tableSettingEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'change-table-setting'>,
): void {
  const known = tableSettings.find(({ words }) => words.test(change.setting));
  if (known === undefined) {
    list.on(change.table, { lock: 'ACCESS EXCLUSIVE', proof: 'assumed' });
    list.assuming(`What "${change.setting}" does is not known; the strongest lock is assumed.`);
    return;
  }
  if (known.isNoop?.(findTable(setting.before, change.table), change) === true) {
    list.on(change.table, { lock: known.doing.lock ?? null });
    return;
  }
  list.on(change.table, {
    ...known.doing,
    indexBuild:
      known.doing.rewrite === true && (findTable(setting.before, change.table)?.indexes.length ?? 0) > 0,
  });
}
