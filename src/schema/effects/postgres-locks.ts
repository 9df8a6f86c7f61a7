import type { LockMode } from '../../model/effect';
import type { Constraint, Table } from '../../model/schema';
import type { QualifiedName } from '../lookup';
import { descendantsOf } from '../descendants';
import { findTable, partitionsOf } from '../lookup';
import type { Doing, EffectList } from './effect-list';
import type { Setting } from './setting';

/** A change that names a table; ONLY leaves out the tables below it. */
export interface OnTable {
  readonly table: QualifiedName;
  readonly only?: boolean;
}

/** Where in the tree of tables a part stands: the table itself, a partition of it, or a table that inherits. */
export type Place = 'itself' | 'partition' | 'heir';

/** What is done to each table of a tree; `part` is null for a table that the schema does not know. */
export type DoingTo = Doing | ((part: Table | null, place: Place) => Doing);

/** The strongest lock on the table and on each below it. */
export function exclusively(list: EffectList, setting: Setting, change: OnTable, doing: DoingTo = {}): void {
  onTree(list, setting, change, 'ACCESS EXCLUSIVE', doing);
}

/**
 * A lock on the table, its partitions and the tables that inherit from it, at every level. Rows are in the
 * partitions; only when none is known does the parent stand for them.
 */
export function onTree(
  list: EffectList,
  { before }: Setting,
  change: OnTable,
  lock: LockMode,
  doing: DoingTo = {},
): void {
  const below = change.only === true ? [] : descendantsOf(before, change.table);
  const itself = findTable(before, change.table);
  const doTo = (name: QualifiedName, part: Table | null, place: Place): void => {
    const what = typeof doing === 'function' ? doing(part, place) : doing;
    const holdsRows = (part?.partitionBy ?? null) === null || (place === 'itself' && below.length === 0);
    list.on(name, holdsRows ? { lock, ...what } : { lock, losesData: what.losesData ?? false });
  };
  doTo(change.table, itself, 'itself');
  for (const part of below) doTo(part, part, part.partitionOf === null ? 'heir' : 'partition');
}

/** The lock that a new foreign key takes on the table it points at. */
export function addForeignKeyTo(list: EffectList, { before }: Setting, parent: QualifiedName): void {
  list.on(parent, { lock: 'SHARE ROW EXCLUSIVE' });
  for (const partition of partitionsOf(before, parent)) list.on(partition, { lock: 'SHARE ROW EXCLUSIVE' });
}

/** A lock on the table a foreign key points at, and on its partitions. */
export function lockReferenced(
  list: EffectList,
  { before }: Setting,
  { references }: Constraint,
  lock: LockMode,
): void {
  if (references === null) return;
  const target = { schema: references.schema, name: references.table };
  list.on(target, { lock });
  for (const partition of partitionsOf(before, target)) list.on(partition, { lock });
}
