import type { QualifiedName } from '../lookup';
import { findTable, partitionsOf } from '../lookup';
import type { Doing, EffectList } from './effect-list';
import type { Setting } from './setting';

/**
 * The strongest lock, on the table and on each partition of it. The rows are in the partitions; only when
 * none is known does the parent stand for them.
 */
export function exclusively(
  list: EffectList,
  { before }: Setting,
  table: QualifiedName,
  doing: Doing = {},
): void {
  const partitions = partitionsOf(before, table);
  const lock = 'ACCESS EXCLUSIVE';
  for (const part of [table, ...partitions]) {
    const holdsRows = partitions.length === 0 || findTable(before, part)?.partitionBy === null;
    list.on(part, holdsRows ? { lock, ...doing } : { lock, losesData: doing.losesData ?? false });
  }
}

/** The lock that a new foreign key takes on the table it points at. */
export function addForeignKeyTo(list: EffectList, { before }: Setting, parent: QualifiedName): void {
  list.on(parent, { lock: 'SHARE ROW EXCLUSIVE' });
  for (const partition of partitionsOf(before, parent)) list.on(partition, { lock: 'SHARE ROW EXCLUSIVE' });
}
