import type { Column, Table } from '../../model/schema';
import type { ChangeOf, ColumnType, Expression } from '../../model/schema-change';
import type { QualifiedName } from '../lookup';
import { isConstrainedDomain } from '../constrained-domain';
import { columnOf, findTable, findType, referencesTo, tableKey, tablesBelow } from '../lookup';
import { provesNotNull } from '../not-null-proof';
import { constraintNames, indexNames, isNullLiteral } from '../replay-table';
import type { EffectList } from './effect-list';
import { volatilityOf } from './postgres-functions';
import type { TypeChange } from './postgres-types';
import { postgresTypeChange } from './postgres-types';
import { addForeignKeyTo, exclusively, lockReferenced } from './postgres-locks';
import type { Setting } from './setting';

/** ADD COLUMN: a default that has to be computed per row rewrites, a check or a NOT NULL without default reads. */
export function addColumn(list: EffectList, setting: Setting, change: ChangeOf<'add-column'>): void {
  const { before, version } = setting;
  const { column } = change;
  if (
    change.ifNotExists &&
    findTable(before, change.table) !== null &&
    columnExists(setting, change.table, column.name.name)
  ) {
    list.on(change.table, { lock: 'ACCESS EXCLUSIVE' });
    return;
  }
  const hasDefault = column.default !== null && !isNullLiteral(column.default);
  const rewrite =
    column.identity !== null ||
    column.autoIncrement ||
    (column.generated?.stored ?? false) ||
    isConstrainedDomain(before, column.type) ||
    (column.default !== null && hasDefault && (version < 11 || isVolatile(list, column.default)));
  const inline = (type: string) =>
    column.constraints.some(
      (constraint) => constraint.type === type && constraint.enforced && constraint.validated,
    );
  const key = inline('primary-key') || inline('unique') || inline('exclude');
  const required = column.notNull !== null || inline('primary-key') || inline('not-null');
  const missing = required && !hasDefault && !rewrite && column.generated === null;
  const checks = inline('check');
  const refers = inline('foreign-key');
  exclusively(list, setting, change, (part, place) => {
    // Tables that inherit get the column with its checks, not with its keys.
    const keyed = key && place !== 'heir';
    const looksUp = refers && hasDefault && place !== 'heir';
    return {
      rewrite,
      scan: !rewrite && (checks || missing || looksUp),
      indexBuild: keyed || (rewrite && hasIndexes(part)),
      validates: checks || missing || looksUp,
      canFail: missing || checks || looksUp || (keyed && hasDefault && !rewrite) || inline('primary-key'),
    };
  });
  for (const constraint of column.constraints)
    if (constraint.references !== null) addForeignKeyTo(list, setting, constraint.references.table);
}

function hasIndexes(table: Table | null): boolean {
  return (table?.indexes.length ?? 0) > 0;
}

function columnExists({ before }: Setting, table: QualifiedName, name: string): boolean {
  const found = findTable(before, table);
  return found !== null && columnOf(before.dialect, found, name) !== null;
}

function isVolatile(list: EffectList, expression: Expression): boolean {
  let volatile = false;
  for (const name of expression.functions) {
    const volatility = volatilityOf(name);
    if (volatility !== 'steady') volatile = true;
    if (volatility === 'unknown')
      list.assuming(
        `The function ${name} is taken to be volatile, as functions are unless declared otherwise.`,
      );
  }
  return volatile;
}

/** ALTER COLUMN TYPE: what it does to the rows, to checks and keys on the column, and to tables tied to it. */
export function alterColumnType(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'alter-column-type'>,
): void {
  const { before } = setting;
  const table = findTable(before, change.table);
  const column = table === null ? null : columnOf(before.dialect, table, change.column.name);
  const rows = rowsOf(list, setting, change, column);
  const resorted = rows.reindex || (column !== null && (change.collation ?? null) !== column.collation);
  exclusively(list, setting, change, (part) => {
    const checked = isChecked(setting, part, table, change.column.name);
    const indexes = part?.indexes.filter((index) => indexNames(before, index, change.column.name)) ?? [];
    // Partitions make anew even indexes that could stay: only those of the table itself are reused.
    const remade = indexes.length > 0 && (resorted || indexes.some((index) => index.parent !== null));
    return {
      rewrite: rows.rewrite,
      scan: !rows.rewrite && checked,
      validates: checked,
      indexBuild: remade || (rows.rewrite && hasIndexes(part)),
      canFail: rows.canFail,
      losesData: rows.losesData,
    };
  });
  if (table !== null) lockTiedTables(list, setting, table, change.column.name, rows.rewrite || rows.reindex);
}

/** A check is made anew as it stands with the table that the statement names, not valid below when not there. */
function isChecked({ before }: Setting, part: Table | null, table: Table | null, column: string): boolean {
  const pending = (name: string): boolean =>
    table?.constraints.some((above) => above.name === name && !above.validated) ?? false;
  return (
    part?.constraints.some(
      (check) =>
        check.type === 'check' &&
        check.validated &&
        constraintNames(before, check, column) &&
        !pending(check.name),
    ) ?? false
  );
}

function rowsOf(
  list: EffectList,
  setting: Setting,
  change: ChangeOf<'alter-column-type'>,
  column: Column | null,
): TypeChange {
  if (column?.type === null || column === null) {
    list.assuming('The type of the column before is not known, so a rewrite of the table is assumed.');
    return { rewrite: true, canFail: true, losesData: false, reindex: false, needsUtc: false };
  }
  if (change.using !== null && !isPlainCast(change.using, change.column.name, change.type))
    return { rewrite: true, canFail: true, losesData: false, reindex: false, needsUtc: false };
  const rows = throughDomains(setting, column.type, change.type);
  if (rows.needsUtc) list.assuming('No rewrite only while the time zone of the session is UTC.');
  return rows;
}

/** USING with the column itself, or the column cast to the new type: what happens without USING as well. */
function isPlainCast(using: Expression, column: string, type: ColumnType): boolean {
  const bare = using.text
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
    .trim();
  const [operand = '', ...casts] = bare.split('::').map((part) => part.trim().replace(/^\((.*)\)$/s, '$1'));
  const named = operand.replace(/^"(.*)"$/, '$1') === column || operand.toLowerCase() === column;
  const folded = (text: string): string => text.replace(/["\s]/g, '').toLowerCase();
  return named && casts.length <= 1 && (casts[0] === undefined || folded(casts[0]) === folded(type.text));
}

function throughDomains({ before }: Setting, from: ColumnType, to: ColumnType): TypeChange {
  const source = findType(before, from);
  const target = findType(before, to);
  if (
    from.name === to.name &&
    from.schema === to.schema &&
    from.isArray === to.isArray &&
    (target !== null || source !== null)
  )
    return { rewrite: false, canFail: false, losesData: false, reindex: false, needsUtc: false };
  if (target?.kind === 'domain' && isConstrainedDomain(before, to))
    return { rewrite: true, canFail: true, losesData: false, reindex: false, needsUtc: false };
  const base = (type: ColumnType): ColumnType => {
    const found = findType(before, type);
    return found?.kind === 'domain' && found.base !== null ? base(found.base) : type;
  };
  return postgresTypeChange(base(from), base(to));
}

/**
 * Foreign keys on the column are made anew: the table on their other side is locked as strongly, and where
 * the stored values change the rows on the referencing side are checked again.
 */
function lockTiedTables(
  list: EffectList,
  setting: Setting,
  table: Table,
  column: string,
  changed: boolean,
): void {
  const { before } = setting;
  const checked = (enforced: boolean) => ({ scan: changed && enforced, validates: changed && enforced });
  for (const constraint of table.constraints) {
    const { references } = constraint;
    if (references === null || !constraint.columns.includes(column)) continue;
    lockReferenced(list, setting, constraint, 'ACCESS EXCLUSIVE');
    if (table.partitionBy === null) list.on(table, checked(constraint.validated));
  }
  for (const { table: other, constraint } of referencesTo(before, table)) {
    if (constraint.references?.columns.includes(column) !== true) continue;
    list.on(other, { lock: 'ACCESS EXCLUSIVE', ...checked(constraint.validated) });
  }
}

/** SET NOT NULL reads every row unless a validated CHECK proves it (12 and later) or it holds already. */
export function setNotNull(list: EffectList, setting: Setting, change: ChangeOf<'set-not-null'>): void {
  const { before, version } = setting;
  const table = findTable(before, change.table);
  const column = table === null ? null : columnOf(before.dialect, table, change.column.name);
  // Before 18 tables that inherit are locked all the same.
  const isSo = column?.nullable === false && (version >= 18 || table?.partitionBy !== null);
  exclusively(list, setting, isSo ? { ...change, only: true } : change, (part) => {
    const own = part === null ? null : columnOf(before.dialect, part, change.column.name);
    const holds =
      own?.nullable === false ||
      (version >= 12 && part !== null && provesNotNull(before, part, change.column.name));
    return { scan: !holds, validates: !holds, canFail: !holds };
  });
}

/** DROP NOT NULL, which leaves the tables below alone when there is nothing to drop (Postgres 18). */
export function dropNotNull(list: EffectList, setting: Setting, change: ChangeOf<'drop-not-null'>): void {
  const table = findTable(setting.before, change.table);
  const column = table === null ? null : columnOf(setting.before.dialect, table, change.column.name);
  const alone = setting.version >= 18 && column?.nullable === true;
  exclusively(list, setting, alone ? { ...change, only: true } : change);
}

/** DROP COLUMN is brief, and takes data, indexes and constraints along. */
export function dropColumn(list: EffectList, setting: Setting, change: ChangeOf<'drop-column'>): void {
  const { before } = setting;
  const table = findTable(before, change.table);
  exclusively(list, setting, change, { losesData: true });
  if (table === null) return;
  // ONLY makes the column the heirs' own, which is written down with each.
  for (const heir of change.only === true ? tablesBelow(before, table) : [])
    list.on(heir, { lock: 'ACCESS EXCLUSIVE' });
  const column = columnOf(before.dialect, table, change.column.name);
  if (column === null && table.columnsKnown && change.ifExists) {
    return;
  }
  lockTiedTables(list, setting, table, change.column.name, false);
  if (change.cascade) lockViewsReading(list, setting, table, change.column.name);
}

/** CASCADE takes the views that read the column along. */
function lockViewsReading(list: EffectList, { before }: Setting, table: Table, column: string): void {
  const key = tableKey(before.dialect, table);
  for (const object of before.objects.values()) {
    if ((object.object !== 'view' && object.object !== 'materialized-view') || !object.uses.includes(key))
      continue;
    const reads = object.usesColumns.some((used) => used === '*' || used.split('.').at(-1) === column);
    if (reads)
      list.on(object, { lock: 'ACCESS EXCLUSIVE', losesData: object.object === 'materialized-view' });
  }
}
