import type { ChangeEffects } from '../../model/effect';
import type { ChangeOf, SchemaChange } from '../../model/schema-change';
import { columnOf, findTable, sameName } from '../lookup';
import type { OnlineDdlTable } from './inplace-engines';
import { innodbEffects } from './inplace-engines';
import type { OnlineDdl } from './online-ddl';
import { copy, inPlace, instant, rebuild, rebuildShared, storedChange } from './online-ddl';
import type { Setting } from './setting';

/** Effects in MySQL 5.7 to 9: the table of online DDL operations in its manual (17.12.1). */
export function mysqlEffects(change: SchemaChange, setting: Setting): ChangeEffects {
  return innodbEffects('mysql', change, setting, mysql);
}

/** ADD COLUMN anywhere and DROP COLUMN are instant since 8.0.29; 8.0 stands for a current 8.0. */
const mysql: OnlineDdlTable = {
  addColumn(change, { version }) {
    const { column } = change;
    if (column.constraints.some((constraint) => constraint.type === 'check' && constraint.enforced))
      return copy;
    if (column.autoIncrement) return rebuildShared;
    if (column.generated !== null) return column.generated.stored ? copy : version >= 8 ? instant : inPlace;
    if (column.default !== null && !column.default.isLiteral && !isNow(column.default.text)) return copy;
    if (column.constraints.some((constraint) => constraint.type === 'primary-key')) return rebuild;
    if (column.constraints.some((constraint) => constraint.type === 'unique')) return rebuild;
    return version >= 8 ? instant : rebuild;
  },
  dropColumn(change, setting) {
    const generated = columnBefore(setting, change)?.generated ?? null;
    if (generated !== null && !generated.stored) return setting.version >= 8 ? instant : inPlace;
    return setting.version >= 8 && !isIndexed(setting, change) ? instant : rebuild;
  },
  redefineColumn(change, setting) {
    return redefined(change, setting);
  },
  setNullability: () => rebuild,
  addConstraint(change) {
    switch (change.constraint.type) {
      case 'primary-key':
        return rebuild;
      case 'unique':
        return inPlace;
      case 'check':
        return change.constraint.enforced ? copy : inPlace;
      default:
        return copy;
    }
  },
  dropCheck: inPlace,
  dropForeignKey: inPlace,
  renameTable: instant,
  checksNewColumn: true,
  renameColumn: ({ version }) => (version >= 8 ? instant : inPlace),
  renameIndex: () => inPlace,
  tableSetting(change) {
    if (
      /^(?:auto_increment|comment|stats_|checksum|delay_key_write|avg_row|max_rows|min_rows|pack_keys|insert_method|rename)/.test(
        change.setting,
      )
    )
      return inPlace;
    if (/^(?:engine|force|row_format|key_block_size|optimize)/.test(change.setting)) return rebuild;
    if (/^(?:default )?(?:character set|charset|collate)/.test(change.setting)) return inPlace;
    return copy;
  },
};

function isNow(text: string): boolean {
  return /^\(*\s*(?:current_timestamp|now|localtime(?:stamp)?)\b/i.test(text.trim());
}

function columnBefore({ before }: Setting, change: ChangeOf<'drop-column' | 'redefine-column'>) {
  const table = findTable(before, change.table);
  return table === null ? null : columnOf(before.dialect, table, change.column.name);
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

/** MODIFY and CHANGE: by what differs from the column before. */
function redefined(change: ChangeOf<'redefine-column'>, setting: Setting): OnlineDdl {
  const { definition } = change;
  const column = columnBefore(setting, change);
  if (column === null) return copy;
  const stored = storedChange(column.type, definition.type);
  if (stored === 'other' || stored === 'longer-length-byte') return copy;
  if (definition.generated?.stored !== column.generated?.stored) return copy;
  if (definition.collation !== null && definition.collation !== column.collation) return copy;
  if (
    definition.position !== null ||
    (definition.notNull === null) !== column.nullable ||
    definition.autoIncrement !== column.autoIncrement
  )
    return rebuild;
  if (stored === 'longer') return inPlace;
  return setting.version >= 8 ? instant : inPlace;
}
