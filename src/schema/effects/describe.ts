import type { Effect, LockMode } from '../../model/effect';

const whatLocksBlock: Readonly<Record<LockMode, string>> = {
  'ACCESS SHARE': 'blocks nothing but schema changes',
  'ROW SHARE': 'lets reads and writes through',
  'ROW EXCLUSIVE': 'lets reads and writes through',
  'SHARE UPDATE EXCLUSIVE': 'lets reads and writes through',
  SHARE: 'blocks writes',
  'SHARE ROW EXCLUSIVE': 'blocks writes',
  EXCLUSIVE: 'blocks writes',
  'ACCESS EXCLUSIVE': 'blocks reads and writes',
  NONE: 'lets reads and writes through',
  SHARED: 'blocks writes',
  DATABASE: 'blocks every writer of the database file',
};

/** What a lock keeps other sessions from, as words that follow "it". */
export function describeLock(lock: LockMode): string {
  return whatLocksBlock[lock];
}

/** Whether other sessions cannot write (and perhaps not read) while the lock is held. */
export function blocksWrites(lock: LockMode | null): boolean {
  return lock !== null && whatLocksBlock[lock].startsWith('blocks') && lock !== 'ACCESS SHARE';
}

/** Whether the time it takes grows with the table. */
export function growsWithTable(effect: Effect): boolean {
  return effect.rewrite || effect.scan || effect.indexBuild || effect.validates;
}

/** One line on what a change does to a table: `orders: ACCESS EXCLUSIVE (blocks reads and writes), rewrites the table`. */
export function describeEffect(effect: Effect): string {
  const parts: string[] = [];
  if (effect.lock !== null) parts.push(`${effect.lock} (${whatLocksBlock[effect.lock]})`);
  if (effect.algorithm !== null) parts.push(`algorithm ${effect.algorithm}`);
  if (effect.rewrite) parts.push('rewrites the table');
  if (effect.scan) parts.push('reads every row');
  if (effect.indexBuild) parts.push('builds an index');
  if (effect.validates) parts.push('checks existing rows');
  if (effect.losesData) parts.push('loses data');
  if (effect.canFail) parts.push('can fail on existing rows');
  return `${effect.table}: ${parts.length === 0 ? 'no effect on rows or locks' : parts.join(', ')}`;
}
