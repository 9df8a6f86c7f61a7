import type { LockMode } from '../../model/effect';
import type { Table } from '../../model/schema';
import type { ChangeOf } from '../../model/schema-change';

interface TableSetting {
  /** Matches the words of the setting, lower case. */
  readonly words: RegExp;
  readonly lock: LockMode;
  readonly rewrites?: boolean;
  /** Which tables below get it too; absent: none. */
  readonly reaches?: 'partitions' | 'all';
  /** The table is so already: the lock is taken, nothing else happens. */
  readonly isNoop?: (table: Table | null, change: ChangeOf<'change-table-setting'>) => boolean;
}

/** ALTER TABLE actions that leave columns as they are, with their lock (AlterTableGetLockLevel of Postgres 18). */
export const tableSettings: readonly TableSetting[] = [
  {
    words: /^set (?:un)?logged/,
    lock: 'ACCESS EXCLUSIVE',
    rewrites: true,
    isNoop: (table, change) =>
      table !== null && (change.setting === 'set logged') !== 'set unlogged' in table.settings,
  },
  {
    words: /^set tablespace/,
    lock: 'ACCESS EXCLUSIVE',
    rewrites: true,
    isNoop: (table, change) =>
      table !== null && change.value === (table.settings['set tablespace'] ?? 'pg_default'),
  },
  {
    words: /^set access method/,
    lock: 'ACCESS EXCLUSIVE',
    rewrites: true,
    isNoop: (table, change) =>
      (table?.settings['set access method'] ?? 'heap') === change.value?.toLowerCase(),
  },
  {
    words: /^(?:enable|disable)(?: always| replica)? trigger/,
    lock: 'SHARE ROW EXCLUSIVE',
    reaches: 'partitions',
  },
  { words: /^set statistics/, lock: 'SHARE UPDATE EXCLUSIVE', reaches: 'all' },
  { words: /^(?:cluster on|set without cluster)/, lock: 'SHARE UPDATE EXCLUSIVE' },
  { words: /^(?:set|reset) (?:column )?options/, lock: 'SHARE UPDATE EXCLUSIVE' },
  { words: /^(?:set|reset)(?: \(|$)/, lock: 'SHARE UPDATE EXCLUSIVE' },
  {
    words:
      /^(?:set|reset) \(?(?:fillfactor|autovacuum|toast|parallel_workers|vacuum|log_autovacuum|n_distinct)/,
    lock: 'SHARE UPDATE EXCLUSIVE',
  },
  { words: /^set storage/, lock: 'ACCESS EXCLUSIVE', reaches: 'all' },
  { words: /^set compression/, lock: 'ACCESS EXCLUSIVE' },
  {
    words:
      /^(?:owner to|replica identity|(?:enable|disable|force|no force) row|(?:enable|disable)(?: always| replica)? rule|inherit|no inherit|of|not of|set schema)/,
    lock: 'ACCESS EXCLUSIVE',
  },
];
