import type { ChangeEffects } from '../../model/effect';
import type { ChangeOf, SchemaChange } from '../../model/schema-change';
import { columnOf, findTable, sameName } from '../lookup';
import type { OnlineDdlTable } from './inplace-engines';
import { innodbEffects } from './inplace-engines';
import type { OnlineDdl } from './online-ddl';
import {
  atLeast,
  bytesOf,
  copy,
  inPlace,
  inPlaceShared,
  instant,
  rebuild,
  rebuildShared,
  specialIndex,
  storedChange,
} from './online-ddl';
import type { Setting } from './setting';

/** Effects in MariaDB 10.4 to 12: "InnoDB Online DDL Operations" of its knowledge base. */
export function mariadbEffects(change: SchemaChange, setting: Setting): ChangeEffects {
  return innodbEffects('mariadb', change, setting, mariadb);
}

const mariadb: OnlineDdlTable = {
  addColumn(change) {
    const { column } = change;
    if (column.autoIncrement) return rebuildShared;
    if (column.generated !== null) return column.generated.stored ? copy : instant;
    if (column.constraints.some((constraint) => constraint.type === 'primary-key')) return rebuild;
    if (column.constraints.some((constraint) => constraint.type === 'unique')) return rebuild;
    if (column.default !== null && !column.default.isLiteral && !isNow(column.default.text)) return copy;
    return instant;
  },
  dropColumn(change, setting) {
    return isIndexed(setting, change) ? inPlace : instant;
  },
  redefineColumn(change, setting) {
    return redefined(change, setting);
  },
  unknownColumn: copy,
  setNullability: () => rebuild,
  setDefault: () => instant,
  setGenerated: copy,
  addConstraint(change, { foreignKeys }) {
    switch (change.constraint.type) {
      case 'primary-key':
        return rebuild;
      case 'unique':
        return inPlace;
      case 'foreign-key':
        return foreignKeys() === false ? inPlace : copy;
      default:
        return copy;
    }
  },
  dropConstraint(type) {
    if (type === 'primary-key') return copy;
    return type === 'foreign-key' || type === 'check' ? instant : inPlace;
  },
  enforceCheck: copy,
  createIndex({ method }, hasFulltext) {
    return method === 'fulltext' || method === 'spatial' ? specialIndex(method, hasFulltext) : inPlace;
  },
  dropIndex: inPlace,
  // Takes no ALGORITHM to ask for, so the strongest lock is said ("Partitioning Overview" in MariaDB's manual).
  removePartition: () => ({ ...inPlace, lock: 'EXCLUSIVE' }),
  renameTable: () => ({ ...instant, lock: 'EXCLUSIVE' }),
  checksNewColumn: false,
  renameColumn: () => instant,
  renameIndex: ({ version }) => (atLeast(version, 10, 5) ? instant : copy),
  tableSetting(change) {
    if (/^(?:auto_increment|comment|stats_|rename|checksum|avg_row|max_rows|min_rows)/.test(change.setting))
      return instant;
    if (/^(?:default )?(?:character set|charset|collate)/.test(change.setting)) return instant;
    if (change.setting === 'alter index') return instant;
    if (/^(?:engine|force|row_format|key_block_size)/.test(change.setting)) return rebuild;
    if (/^(?:add|drop) (?:fulltext|spatial)/.test(change.setting)) return inPlaceShared;
    return copy;
  },
};

function isNow(text: string): boolean {
  return /^\(*\s*(?:current_timestamp|now|localtime(?:stamp)?)\b/i.test(text.trim());
}

function isIndexed({ before }: Setting, change: ChangeOf<'drop-column'>): boolean {
  const table = findTable(before, change.table);
  return (
    table?.indexes.some((index) =>
      index.columns.some(
        (part) => part.column !== null && sameName(before.dialect, part.column, change.column.name),
      ),
    ) ?? false
  );
}

/** MODIFY and CHANGE: position, default, more ENUM values and longer VARCHAR are instant here. A VARCHAR of up to 127 bytes may grow past 255. */
function redefined(change: ChangeOf<'redefine-column'>, { before }: Setting): OnlineDdl {
  const { definition } = change;
  const table = findTable(before, change.table);
  const column = table === null ? null : columnOf(before.dialect, table, change.column.name);
  if (column === null) return copy;
  const stored = storedChange(column.type, definition.type);
  if (
    stored === 'other' ||
    (stored === 'longer-length-byte' && column.type !== null && bytesOf(column.type) > 127)
  )
    return copy;
  if (definition.generated?.stored !== column.generated?.stored) return copy;
  if (definition.collation !== null && definition.collation !== column.collation) return copy;
  if (definition.autoIncrement !== column.autoIncrement) return copy;
  return (definition.notNull === null) === column.nullable ? instant : rebuild;
}
