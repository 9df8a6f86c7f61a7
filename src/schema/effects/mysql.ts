import type { ChangeEffects } from '../../model/effect';
import type { ChangeOf, SchemaChange } from '../../model/schema-change';
import { columnOf, findTable, sameName } from '../lookup';
import type { OnlineDdlTable } from './inplace-engines';
import { innodbEffects } from './inplace-engines';
import { mysqlTableSetting } from './mysql-table';
import type { OnlineDdl } from './online-ddl';
import { copy, inPlace, inPlaceShared, instant, rebuild, rebuildShared, storedChange } from './online-ddl';
import type { Setting } from './setting';

/**
 * Effects in MySQL 5.7 to 9, which no test runs: each answer names its row in the tables of "Online DDL Operations"
 * (14.13.1 in the manual of 5.7, 17.12.1 in those of 8.0, 8.4 and 9). 8.0 stands for a current 8.0: adding and
 * dropping columns is instant since 8.0.29, renaming them since 8.0.28.
 */
export function mysqlEffects(change: SchemaChange, setting: Setting): ChangeEffects {
  return innodbEffects('mysql', change, setting, mysql);
}

function column(ddl: OnlineDdl, operation: string): OnlineDdl {
  return { ...ddl, row: `Column Operations: ${operation}` };
}

function generated(ddl: OnlineDdl, operation: string): OnlineDdl {
  return { ...ddl, row: `Generated Column Operations: ${operation}` };
}

const addPrimaryKey: OnlineDdl = { ...rebuild, row: 'Primary Key Operations: Adding a primary key' };
const otherType = column(copy, 'Changing the column data type');

/** The manual does not list CHECKs, whose rows are checked by copying. */
const addCheck: OnlineDdl = {
  ...copy,
  source: 'MySQL worklog WL#929 CHECK constraints (dev.mysql.com/worklog/task/?id=929)',
};
const secondaryIndex: OnlineDdl = {
  ...inPlace,
  row: 'Index Operations: Creating or adding a secondary index',
};
const dropIndex: OnlineDdl = { ...inPlace, row: 'Index Operations: Dropping an index' };

const mysql: OnlineDdlTable = {
  addColumn(change, { version }) {
    const { column: added } = change;
    const has = (type: string): boolean =>
      added.constraints.some((constraint) => constraint.type === type && constraint.enforced);
    if (has('check')) return addCheck;
    if (added.autoIncrement) return column(rebuildShared, 'Adding a column (auto-increment)');
    if (added.generated !== null)
      return added.generated.stored
        ? generated(copy, 'Adding a STORED column')
        : generated(version >= 8 ? instant : inPlace, 'Adding a VIRTUAL column');
    // No manual says so: an expression has to be worked out by the server, for every row.
    if (added.default !== null && !added.default.isLiteral && !isNow(added.default.text))
      return { ...copy, proof: 'assumed' };
    if (has('primary-key')) return addPrimaryKey;
    if (has('unique')) return column(rebuild, 'Adding a column, with a key');
    return column(version >= 8 ? instant : rebuild, 'Adding a column');
  },
  dropColumn(change, setting) {
    const dropped = columnBefore(setting, change)?.generated ?? null;
    if (dropped !== null)
      return dropped.stored
        ? generated(rebuild, 'Dropping a STORED column')
        : generated(setting.version >= 8 ? instant : inPlace, 'Dropping a VIRTUAL column');
    const isInstant = setting.version >= 8 && !isIndexed(setting, change);
    return column(isInstant ? instant : rebuild, 'Dropping a column');
  },
  redefineColumn(change, setting) {
    return redefined(change, setting);
  },
  unknownColumn: otherType,
  setNullability: (required) => column(rebuild, `Making a column ${required ? 'NOT NULL' : 'NULL'}`),
  setDefault: ({ version }) => column(version >= 8 ? instant : inPlace, 'Setting a column default value'),
  setGenerated: otherType,
  addConstraint(change, { foreignKeys }) {
    switch (change.constraint.type) {
      case 'primary-key':
        return addPrimaryKey;
      case 'unique':
        return secondaryIndex;
      case 'check':
        return change.constraint.enforced ? addCheck : inPlace;
      default:
        return {
          ...(foreignKeys() === false ? inPlace : copy),
          row: 'Foreign Key Operations: Adding a foreign key constraint (in place only while foreign_key_checks is off)',
        };
    }
  },
  dropConstraint(type) {
    if (type === 'primary-key') return { ...copy, row: 'Primary Key Operations: Dropping a primary key' };
    if (type === 'foreign-key')
      return { ...inPlace, row: 'Foreign Key Operations: Dropping a foreign key constraint' };
    return type === 'unique' ? dropIndex : inPlace;
  },
  enforceCheck: addCheck,
  createIndex({ method }, hasFulltext) {
    if (method === 'fulltext')
      return {
        ...(hasFulltext ? inPlaceShared : rebuildShared),
        row: 'Index Operations: Adding a FULLTEXT index',
      };
    return method === 'spatial'
      ? { ...inPlaceShared, row: 'Index Operations: Adding a SPATIAL index' }
      : secondaryIndex;
  },
  dropIndex,
  renameTable: ({ version }) => ({
    ...(version >= 8 ? instant : inPlace),
    row: 'Table Operations: Renaming a table',
  }),
  checksNewColumn: true,
  renameColumn: ({ version }) => column(version >= 8 ? instant : inPlace, 'Renaming a column'),
  renameIndex: () => ({ ...inPlace, row: 'Index Operations: Renaming an index' }),
  removePartition({ version }, what) {
    const online = version >= 8 && !what.startsWith('discard');
    return {
      ...inPlace,
      lock: online ? 'NONE' : 'EXCLUSIVE',
      row: `Partitioning Operations: ${what.replace(/^(\w+ partition).*$/, '$1').toUpperCase()}`,
    };
  },
  tableSetting: mysqlTableSetting,
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
  const before = columnBefore(setting, change);
  if (before === null) return otherType;
  const stored = storedChange(before.type, definition.type);
  if (stored === 'other' || stored === 'longer-length-byte') return otherType;
  if (definition.generated?.stored !== before.generated?.stored) return otherType;
  if (definition.collation !== null && definition.collation !== before.collation) return otherType;
  if (definition.position !== null)
    return definition.generated === null
      ? column(rebuild, 'Reordering columns')
      : generated(copy, `Modifying ${definition.generated.stored ? 'STORED' : 'VIRTUAL'} column order`);
  if ((definition.notNull === null) !== before.nullable)
    return column(rebuild, `Making a column ${definition.notNull === null ? 'NULL' : 'NOT NULL'}`);
  if (definition.autoIncrement !== before.autoIncrement)
    return column(rebuild, 'Changing the column data type');
  if (stored === 'longer') return column(inPlace, 'Extending VARCHAR column size');
  return column(setting.version >= 8 ? instant : inPlace, unchangedRows(change, stored === 'more-values'));
}

function unchangedRows(change: ChangeOf<'redefine-column'>, moreValues: boolean): string {
  if (moreValues) return 'Modifying the definition of an ENUM or SET column';
  const renamed = !sameName('mysql', change.column.name, change.definition.name.name);
  return renamed ? 'Renaming a column' : 'Setting a column default value';
}
