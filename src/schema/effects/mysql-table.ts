import type { ChangeOf } from '../../model/schema-change';
import type { OnlineDdl } from './online-ddl';
import { copy, inPlace, inPlaceShared, rebuild, rebuildShared } from './online-ddl';
import type { Setting } from './setting';

/** Table options and partitions in MySQL, by the rows of "Table Operations" and "Partitioning Operations". */
export function mysqlTableSetting(
  change: ChangeOf<'change-table-setting'>,
  { version }: Pick<Setting, 'version'>,
): OnlineDdl {
  const setting = change.setting;
  if (setting.startsWith('auto_increment'))
    return { ...inPlace, row: 'Column Operations: Changing the auto-increment value' };
  if (setting.startsWith('stats_'))
    return { ...inPlace, row: 'Table Operations: Setting persistent table statistics' };
  // Not in the tables: the ALTER TABLE Statement names them as changes of metadata alone.
  if (
    /^(?:comment|checksum|delay_key_write|avg_row|max_rows|min_rows|pack_keys|insert_method|rename)/.test(
      setting,
    )
  )
    return inPlace;
  // "making it invisible and visible are fast, in-place operations"
  if (setting === 'alter index')
    return {
      ...inPlace,
      source: 'MySQL manual, Invisible Indexes (dev.mysql.com/doc/refman/8.4/en/invisible-indexes.html)',
    };
  if (setting.startsWith('engine')) return engine(change.value);
  if (setting.startsWith('force'))
    return { ...rebuild, row: 'Table Operations: Rebuilding with the FORCE option' };
  if (/^(?:row_format|key_block_size)/.test(setting))
    return { ...rebuild, row: `Table Operations: Changing the ${setting.toUpperCase()}` };
  if (setting.startsWith('optimize')) return { ...rebuild, row: 'Table Operations: Optimizing a table' };
  if (/^(?:default )?(?:character set|charset|collate)/.test(setting))
    return {
      ...(version >= 8 ? rebuild : rebuildShared),
      row: 'Table Operations: Specifying a character set',
    };
  if (setting.startsWith('convert'))
    return {
      ...(version >= 8 ? rebuildShared : copy),
      row: 'Table Operations: Converting a character set',
    };
  return /\bpartition/.test(setting) ? partitions(change, version) : copy;
}

/** Another engine is always a copy; the same one is a rebuild in place. */
function engine(value: string | null): OnlineDdl {
  return /^['"`]?innodb['"`]?$/i.test(value ?? '')
    ? { ...rebuild, row: 'Table Operations: Performing a null rebuild' }
    : copy;
}

function partitions(change: ChangeOf<'change-table-setting'>, version: number): OnlineDdl {
  const clause = /^[a-z]+ partition(?:ing)?|^partition by/.exec(change.setting)?.[0] ?? change.setting;
  return {
    ...partitionClause(clause, change.value ?? '', version),
    row: `Partitioning Operations: ${clause.toUpperCase()}`,
  };
}

/** Only since 8.0 do partitions have clauses that go in place. ADD PARTITION of HASH and KEY moves rows. */
function partitionClause(clause: string, value: string, version: number): OnlineDdl {
  if (/^(?:analyze|check|repair|exchange) partition$/.test(clause)) return inPlace;
  if (version < 8) return copy;
  if (clause === 'add partition') return /\bvalues\b/i.test(value) ? inPlace : rebuildShared;
  if (/^(?:reorganize|rebuild|coalesce) partition$/.test(clause)) return rebuildShared;
  return clause === 'import partition' ? { ...inPlaceShared, lock: 'EXCLUSIVE' } : copy;
}
