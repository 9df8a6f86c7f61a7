import type { Table } from '../../model/schema';
import type { ChangeOf } from '../../model/schema-change';
import type { Doing } from './effect-list';

interface TableSetting {
  /** Matches the words of the setting, lower case. */
  readonly words: RegExp;
  readonly doing: Doing;
  /** The table is so already: the lock is taken, nothing else happens. */
  readonly isNoop?: (table: Table | null, change: ChangeOf<'change-table-setting'>) => boolean;
}

/** ALTER TABLE actions that leave columns as they are, with their lock (AlterTableGetLockLevel of Postgres 18). */
export const tableSettings: readonly TableSetting[] = [
  {
    words: /^set (?:un)?logged/,
    doing: { lock: 'ACCESS EXCLUSIVE', rewrite: true },
    isNoop: (table, change) =>
      table !== null && (change.setting === 'set logged') !== 'set unlogged' in table.settings,
  },
  { words: /^set tablespace/, doing: { lock: 'ACCESS EXCLUSIVE', rewrite: true } },
  {
    words: /^set access method/,
    doing: { lock: 'ACCESS EXCLUSIVE', rewrite: true },
    isNoop: (table, change) =>
      (table?.settings['set access method'] ?? 'heap') === change.value?.toLowerCase(),
  },
  { words: /^(?:enable|disable)(?: always| replica)? trigger/, doing: { lock: 'SHARE ROW EXCLUSIVE' } },
  { words: /^(?:cluster on|set without cluster|set statistics)/, doing: { lock: 'SHARE UPDATE EXCLUSIVE' } },
  { words: /^(?:set|reset)(?: options)?(?: \(|$)/, doing: { lock: 'SHARE UPDATE EXCLUSIVE' } },
  {
    words:
      /^(?:set|reset) \(?(?:fillfactor|autovacuum|toast|parallel_workers|vacuum|log_autovacuum|n_distinct)/,
    doing: { lock: 'SHARE UPDATE EXCLUSIVE' },
  },
  { words: /^set (?:storage|compression)/, doing: { lock: 'ACCESS EXCLUSIVE' } },
  {
    words:
      /^(?:owner to|replica identity|(?:enable|disable|force|no force) row|(?:enable|disable)(?: always| replica)? rule|inherit|no inherit|of|not of|set schema|set options|reset options)/,
    doing: { lock: 'ACCESS EXCLUSIVE' },
  },
];
