import type { DeclaredModel } from '../../model/code';
import type { Column, Schema, Table } from '../../model/schema';
import type { HistoryEnd, QueryContext } from '../rule';

/** A table that the code declares, beside the table that the migrations make. */
export interface StoredModel {
  readonly model: DeclaredModel;
  readonly table: Table;
  readonly end: HistoryEnd;
}

/**
 * The table of a model: that of the history which lies nearest to the model's file, where several have one of that
 * name. null when no migration that was read makes it. Case counts for nothing: runners and libraries quote differently.
 */
export function storedModel(model: DeclaredModel, context: QueryContext): StoredModel | null {
  if (model.library === 'mongoose') return null;
  let best: StoredModel | null = null;
  for (const end of context.histories) {
    const table = tableNamed(end.schema, model.table, model.schema);
    if (table === null) continue;
    if (best === null || shared(end.history.folder, model.file) > shared(best.end.history.folder, model.file))
      best = { model, table, end };
  }
  return best;
}

const tablesOf = new WeakMap<Schema, ReadonlyMap<string, readonly Table[]>>();

/** A table by its name in any case; the one of the database schema first where one is given. */
export function tableNamed(schema: Schema, name: string, inSchema: string | null = null): Table | null {
  let byName = tablesOf.get(schema);
  if (!byName) {
    const made = new Map<string, Table[]>();
    for (const table of schema.tables.values()) {
      const list = made.get(table.name.toLowerCase());
      if (list) list.push(table);
      else made.set(table.name.toLowerCase(), [table]);
    }
    byName = made;
    tablesOf.set(schema, made);
  }
  const found = byName.get(name.toLowerCase()) ?? [];
  const exact = found.filter((table) => table.name === name);
  const candidates = exact.length > 0 ? exact : found;
  const own = candidates.find((table) => (table.schema ?? 'public') === (inSchema ?? 'public'));
  if (own || inSchema !== null) return own ?? null;
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

/** A column by its name in any case. */
export function columnNamed(table: Pick<Table, 'columns'>, name: string): Column | null {
  return (
    table.columns.find((column) => column.name === name) ??
    table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase()) ??
    null
  );
}

/** How many folders two paths begin with together. */
function shared(a: string, b: string): number {
  const one = a.split('/');
  const other = b.split('/');
  let count = 0;
  while (count < one.length && one[count] === other[count]) count++;
  return count;
}
