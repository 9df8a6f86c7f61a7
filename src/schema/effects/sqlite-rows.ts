import type { ChangeOf, ConstraintDefinition, ObjectName } from '../../model/schema-change';
import type { Table } from '../../model/schema';
import { columnOf, findTable, referencesTo, sameName } from '../lookup';
import type { Doing, EffectList } from './effect-list';
import type { Setting } from './setting';

/**
 * ADD COLUMN writes nothing but the definition. A CHECK, NOT NULL of a generated column and the types of a STRICT
 * table are tested against the rows; what every row would have to get is refused as soon as there is one.
 */
export function addedColumn(
  list: EffectList,
  { column, table }: ChangeOf<'add-column'>,
  { before, isNew, foreignKeys }: Setting,
): Doing {
  const checks = column.constraints.some((constraint) => constraint.type === 'check');
  const tested = checks || (column.generated !== null && column.notNull !== null);
  const value = column.default?.text.trim() ?? 'NULL';
  const isNull = /^\(*\s*null\s*\)*$/i.test(value);
  const missing = column.generated === null && column.notNull !== null && isNull;
  const computed = value.startsWith('(') || /^current_/i.test(value);
  const references = column.constraints.some((constraint) => constraint.type === 'foreign-key');
  const keys = references && !isNull ? foreignKeys() : false;
  const unlinked = keys !== false;
  if (keys === null)
    list.assuming(
      'PRAGMA foreign_keys is taken to be on: a column with REFERENCES then has to begin as NULL.',
    );
  const refused = missing || computed || unlinked || column.generated?.stored === true;
  const strict = 'strict' in (findTable(before, table)?.settings ?? {});
  return {
    scan: tested || strict,
    validates: tested,
    canFail: (tested || refused) && !isNew(table),
  };
}

/**
 * Rows that go take with them, or cut loose, the rows that point at them ON DELETE CASCADE and SET; any other
 * reference refuses. Only while foreign keys are on: what is not known is assumed to be so, and said.
 */
export function deletedRows(list: EffectList, table: ObjectName, { before, foreignKeys }: Setting): void {
  const known = findTable(before, table);
  const others = referencesTo(before, table).filter((reference) => reference.table !== known);
  const keys = others.length === 0 ? false : foreignKeys();
  if (keys === false) return;
  if (keys === null)
    list.assuming(
      'PRAGMA foreign_keys is taken to be on: rows that point at deleted rows are then looked for.',
    );
  for (const { table: holder, constraint } of others) {
    const follows = /^(?:cascade|set)/i.test(constraint.references?.onDelete ?? '');
    if (follows) list.on(holder, { lock: 'DATABASE', scan: true, losesData: true });
    else list.on(table, { canFail: true });
  }
}

/** What making sure that a column holds no NULL takes: nothing where none can be, a look into an index that begins with it. */
export function soughtNulls({ before }: Setting, table: ObjectName, column: string): Doing {
  const known = findTable(before, table);
  const mayBeNull = known === null || (columnOf('sqlite', known, column)?.nullable ?? true);
  return {
    scan: mayBeNull && !(known !== null && leadsIndex(known, column)),
    validates: true,
    canFail: mayBeNull,
  };
}

function leadsIndex(table: Table, name: string): boolean {
  const isFirst = (first: string | null | undefined): boolean =>
    first != null && sameName('sqlite', first, name);
  return (
    table.indexes.some((index) => index.where === null && isFirst(index.columns[0]?.column)) ||
    table.constraints.some((constraint) => constraint.type === 'unique' && isFirst(constraint.columns[0]))
  );
}

/** ADD CHECK reads every row, but where it says `IS NOT NULL` of a column that cannot be and nothing else. */
export function addedCheck(setting: Setting, table: ObjectName, { expression }: ConstraintDefinition): Doing {
  const [column, ...others] = expression?.provesNotNull ?? [];
  const isAlone = /^\(*[^()]+\bIS\s+NOT\s+NULL\s*\)*$/i.test(expression?.text.trim() ?? '');
  const provesOne =
    column !== undefined && others.length === 0 && isAlone && expression?.columns.length === 1;
  const mayFail = !provesOne || soughtNulls(setting, table, column).canFail === true;
  return { scan: mayFail, validates: true, canFail: mayFail };
}
