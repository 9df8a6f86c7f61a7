import type { Column, Table } from '../../model/schema';
import type { ChangeOf, ColumnType, Expression } from '../../model/schema-change';
import type { QualifiedName } from '../lookup';
import { isConstrainedDomain } from '../constrained-domain';
import { columnOf, findTable, findType, referencesTo } from '../lookup';
import { provesNotNull } from '../not-null-proof';
import { constraintNames, indexNames, isNullLiteral } from '../replay-table';
import type { EffectList } from './effect-list';
import { volatilityOf } from './postgres-functions';
import type { TypeChange } from './postgres-types';
import { postgresTypeChange } from './postgres-types';
import { addForeignKeyTo, exclusively } from './postgres-locks';
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
  const indexes = findTable(before, change.table)?.indexes.length ?? 0;
  exclusively(list, setting, change.table, {
    rewrite,
    scan: !rewrite && (checks || missing || (refers && hasDefault)),
    indexBuild: key || (rewrite && indexes > 0),
    validates: checks || missing || (refers && hasDefault),
    canFail:
      missing || checks || (refers && hasDefault) || (key && hasDefault && !rewrite) || inline('primary-key'),
  });
  for (const constraint of column.constraints)
    if (constraint.references !== null) addForeignKeyTo(list, setting, constraint.references.table);
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
  const checked =
    table?.constraints.some(
      (constraint) =>
        constraint.type === 'check' &&
        constraint.validated &&
        constraintNames(before, constraint, change.column.name),
    ) ?? false;
  const collated = column !== null && (change.collation ?? null) !== column.collation;
  const indexed = table?.indexes.some((index) => indexNames(before, index, change.column.name)) ?? false;
  exclusively(list, setting, change.table, {
    rewrite: rows.rewrite,
    scan: !rows.rewrite && checked,
    validates: checked,
    indexBuild: (rows.rewrite && (table?.indexes.length ?? 0) > 0) || ((collated || rows.reindex) && indexed),
    canFail: rows.canFail,
    losesData: rows.losesData,
  });
  if (table !== null) lockTiedTables(list, setting, table, change.column.name, rows.rewrite || rows.reindex);
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
  { before }: Setting,
  table: Table,
  column: string,
  changed: boolean,
): void {
  const checked = (enforced: boolean) => ({ scan: changed && enforced, validates: changed && enforced });
  for (const constraint of table.constraints) {
    const { references } = constraint;
    if (references === null || !constraint.columns.includes(column)) continue;
    list.on({ schema: references.schema, name: references.table }, { lock: 'ACCESS EXCLUSIVE' });
    list.on(table, checked(constraint.validated));
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
  const holds =
    column?.nullable === false ||
    (version >= 12 && table !== null && provesNotNull(before, table, change.column.name));
  exclusively(list, setting, change.table, { scan: !holds, validates: !holds, canFail: !holds });
}

/** DROP COLUMN is brief, and takes data, indexes and constraints along. */
export function dropColumn(list: EffectList, setting: Setting, change: ChangeOf<'drop-column'>): void {
  const { before } = setting;
  exclusively(list, setting, change.table, { losesData: true });
  const table = findTable(before, change.table);
  if (table === null) return;
  const column = columnOf(before.dialect, table, change.column.name);
  if (column === null && table.columnsKnown && change.ifExists) {
    return;
  }
  lockTiedTables(list, setting, table, change.column.name, false);
}
