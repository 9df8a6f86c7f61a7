import type { Constraint } from '../../model/schema';
import type { ChangeOf } from '../../model/schema-change';
import type { QualifiedName } from '../lookup';
import { descendantsOf, referencesThrough } from '../descendants';
import { findTable, partitionsOf, tableKey } from '../lookup';
import type { EffectList } from './effect-list';
import { addForeignKeyTo, exclusively, lockReferenced, onTree } from './postgres-locks';
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
      lockReferenced(list, setting, constraint, 'SHARE ROW EXCLUSIVE');
    for (const { table: other } of setting.version < 16 ? [] : referencesThrough(before, change.partitionOf))
      list.on(other, { lock: 'SHARE ROW EXCLUSIVE' });
  }
}

/** A foreign key that a partition has from its parent is made and kept there. */
function isOwn(constraint: Constraint): boolean {
  return constraint.inherited?.local ?? true;
}

/** DROP TABLE: its partitions go too; foreign keys of it lock the tables they point at. */
export function dropTableEffects(list: EffectList, setting: Setting, change: ChangeOf<'drop-table'>): void {
  const { before } = setting;
  const table = findTable(before, change.table);
  if (table === null && change.ifExists && before.tables.size > 0) return;
  const gone = table === null ? [] : [table, ...descendantsOf(before, change.table)];
  exclusively(list, setting, change, { losesData: true });
  for (const { constraints } of gone)
    for (const constraint of constraints)
      if (isOwn(constraint)) lockReferenced(list, setting, constraint, 'ACCESS EXCLUSIVE');
  if (table !== null && table.partitionOf !== null) {
    const parent = before.tables.get(table.partitionOf);
    if (parent !== undefined) list.on(parent, { lock: 'ACCESS EXCLUSIVE' });
  }
  if (change.cascade) lockViewsOn(list, setting, change.table);
  if (change.cascade)
    for (const { table: other, constraint } of referencesThrough(before, change.table)) {
      list.on(other, { lock: 'ACCESS EXCLUSIVE' });
      lockReferenced(list, setting, constraint, 'ACCESS EXCLUSIVE');
    }
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
  exclusively(list, setting, change, doing);
  if (!change.cascade) return;
  const { before } = setting;
  const seen = new Set([tableKey(before.dialect, change.table)]);
  const queue: { schema: string | null; name: string }[] = [change.table];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const { table } of referencesThrough(before, next)) {
      const key = tableKey(before.dialect, table);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(table);
      exclusively(list, setting, { table }, doing);
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
    lockReferenced(list, setting, constraint, 'SHARE ROW EXCLUSIVE');
  for (const { table: other } of referencesThrough(setting.before, change.table))
    list.on(other, { lock: 'SHARE ROW EXCLUSIVE' });
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

/**
 * DETACH PARTITION: both tables; CONCURRENTLY (14 and later) leaves the parent usable. Foreign keys of the
 * partition get triggers of their own on their targets, and those that point at the parent lose it.
 */
export function detachPartitionEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'detach-partition'>,
): void {
  const { before } = setting;
  list.on(change.table, { lock: change.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE' });
  exclusively(list, setting, { table: change.partition });
  for (const constraint of findTable(before, change.partition)?.constraints ?? [])
    lockReferenced(list, setting, constraint, 'SHARE ROW EXCLUSIVE');
  for (const { table: other } of referencesThrough(before, change.table))
    list.on(other, { lock: 'ACCESS EXCLUSIVE' });
  if (change.concurrently) list.transactional = false;
}

/** Every other ALTER TABLE action, by its words. */
export function tableSettingEffects(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'change-table-setting'>,
): void {
  const { before } = setting;
  const known = tableSettings.find(({ words }) => words.test(change.setting));
  if (known === undefined) {
    list.on(change.table, { lock: 'ACCESS EXCLUSIVE', proof: 'assumed' });
    list.assuming(`What "${change.setting}" does is not known; the strongest lock is assumed.`);
    return;
  }
  const isNoop = known.isNoop?.(findTable(before, change.table), change) === true;
  const rewrites = known.rewrites === true && !isNoop;
  onTree(list, setting, { ...change, only: true }, known.lock, (part) => {
    const rewrite = rewrites && (part?.partitionBy ?? null) === null;
    return { rewrite, indexBuild: rewrite && (part?.indexes.length ?? 0) > 0 };
  });
  if (known.reaches === 'all' && change.only !== true)
    for (const part of descendantsOf(before, change.table)) list.on(part, { lock: known.lock });
  if (known.reaches === 'partitions' && change.only !== true)
    for (const part of partitionsOf(before, change.table)) list.on(part, { lock: known.lock });
  if (change.setting === 'inherit' && change.value !== null)
    list.on(parentNamed(change.value), { lock: 'SHARE UPDATE EXCLUSIVE' });
}

function parentNamed(text: string): QualifiedName {
  const [first = '', second] = text.split('.');
  return second === undefined ? { schema: null, name: first } : { schema: first, name: second };
}
