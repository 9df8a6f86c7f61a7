import type { QualifiedName } from '../lookup';
import { partitionsOf } from '../lookup';
import type { Doing, EffectList } from './effect-list';
import type { Setting } from './setting';

/** The strongest lock, on the table and on each partition of it. */
export function exclusively(
  list: EffectList,
  { before }: Setting,
  table: QualifiedName,
  doing: Doing = {},
): void {
  list.on(table, { lock: 'ACCESS EXCLUSIVE', ...doing });
  for (const partition of partitionsOf(before, table))
    list.on(partition, { lock: 'ACCESS EXCLUSIVE', ...doing });
}

/** The lock that a new foreign key takes on the table it points at. */
export function addForeignKeyTo(list: EffectList, { before }: Setting, parent: QualifiedName): void {
  list.on(parent, { lock: 'SHARE ROW EXCLUSIVE' });
  for (const partition of partitionsOf(before, parent)) list.on(partition, { lock: 'SHARE ROW EXCLUSIVE' });
}
