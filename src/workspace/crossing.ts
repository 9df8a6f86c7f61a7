import type { CodeIndex, ColumnUse } from '../model/code';
import type { History } from '../model/migration';
import type { Column, Index, Schema, Table } from '../model/schema';
import type { Place, Range } from '../model/text';
import { sourceRange } from '../migrations/embedded';
import { ColumnHistories, type ColumnEvent } from '../schema/column-history';
import { namedColumns } from '../schema/named-columns';
import type { ReplayedMigration } from '../schema/replay-history';

/** A column by the names of the database. */
export interface ColumnName {
  readonly table: string;
  readonly schema: string | null;
  readonly column: string;
}

/** A column, and where it is named in the file that was asked about. */
export interface ColumnAt extends ColumnName {
  readonly range: Range;
}

/** A column named by a change of a migration, for a lens above its statement. */
export interface ChangedColumn extends ColumnAt {
  readonly uses: UseCounts;
}

export interface UseCounts {
  readonly reads: number;
  readonly writes: number;
  readonly declarations: number;
}

/** What is known of a column on both sides. */
export interface ColumnStory {
  readonly name: ColumnName;
  /** As the migrations leave it; null when it is gone or was never made. */
  readonly now: { readonly column: Column; readonly indexes: readonly Index[]; readonly table: Table } | null;
  readonly events: readonly (Place & { readonly migration: string; readonly act: string })[];
  readonly uses: readonly ColumnUse[];
}

/** A history as it was replayed. */
export interface ReplayedHistory {
  readonly history: History;
  readonly replayed: readonly ReplayedMigration[];
}

const histories = new WeakMap<Schema, ColumnHistories>();

/** The columns that a migration changes one by one (not those of a whole new table), each once. Counts need the code. */
export function changedColumns(
  { history, replayed }: ReplayedHistory,
  file: string,
  code: CodeIndex,
): readonly ChangedColumn[] {
  const seen = new Set<string>();
  return namedIn({ history, replayed }, file).flatMap(({ kind, table, schema, column, range }) => {
    const key = `${String(schema)}.${table}.${column}`;
    if (kind === 'create-table' || kind === 'create-index' || kind === 'add-constraint' || seen.has(key))
      return [];
    seen.add(key);
    return [{ table, schema, column, range, uses: countsOf(code.columnUses(table, column)) }];
  });
}

/** The column of a migration's file at an offset, or null. */
export function columnInMigration(of: ReplayedHistory, file: string, offset: number): ColumnAt | null {
  const found = namedIn(of, file).filter(({ range }) => range.start <= offset && offset <= range.end);
  return found.find(({ kind }) => kind !== 'create-index') ?? null;
}

/** The column that a declaration or a query of the code names at an offset, or null. */
export function columnInCode(code: CodeIndex, file: string, offset: number): ColumnAt | null {
  const use = code.usesIn(file).find(({ range }) => range.start <= offset && offset <= range.end);
  return use === undefined ? null : { table: use.table, schema: null, column: use.column, range: use.range };
}

/** A column's making, changes and uses. The history that makes its table is the one that counts; null when none does and no code names it. */
export function storyOf(
  name: ColumnName,
  among: readonly ReplayedHistory[],
  code: CodeIndex | null,
): ColumnStory | null {
  const uses = code?.columnUses(name.table, name.column) ?? [];
  for (const one of among) {
    const schema = one.replayed.at(-1)?.after;
    if (schema === undefined) continue;
    const { events, table } = eventsOf(one, schema, name);
    if (events.length === 0) continue;
    const column = table?.columns.find((candidate) => isSame(candidate.name, name.column)) ?? null;
    const indexes = (table?.indexes ?? []).filter((index) =>
      index.columns.some((part) => part.column !== null && isSame(part.column, name.column)),
    );
    const now = table === null || column === null ? null : { column, indexes, table };
    return { name, now, events: events.map(placed), uses };
  }
  return uses.length === 0 ? null : { name, now: null, events: [], uses };
}

function eventsOf(
  { history, replayed }: ReplayedHistory,
  schema: Schema,
  name: ColumnName,
): { readonly events: readonly ColumnEvent[]; readonly table: Table | null } {
  let known = histories.get(schema);
  if (!known) histories.set(schema, (known = new ColumnHistories(schema, history, replayed)));
  // Code rarely says the schema of its tables: the one table of that name is meant.
  const tables = [...schema.tables.values()].filter((table) => isSame(table.name, name.table));
  const table =
    tables.find((candidate) => (candidate.schema ?? 'public') === (name.schema ?? 'public')) ??
    (tables.length === 1 && name.schema === null ? (tables[0] ?? null) : null);
  return { events: known.of(table ?? { schema: name.schema, name: name.table }, name.column), table };
}

function placed({ migration, range, act }: ColumnEvent): ColumnStory['events'][number] {
  return { file: migration.file, range: sourceRange(migration, range), migration: migration.id, act };
}

interface NamedInFile extends ColumnAt {
  readonly kind: string;
}

/** Columns that the changes of a migration's file name. A rename in the same file does not matter: each is asked about by the name written. */
function namedIn({ history, replayed }: ReplayedHistory, file: string): readonly NamedInFile[] {
  return history.migrations.flatMap((migration, position) =>
    migration.file !== file
      ? []
      : (replayed[position]?.changes ?? []).flatMap(({ change, statement }) => {
          const start = migration.script.statements[statement]?.start ?? 0;
          return namedColumns(change).map(({ table, column, range, newName, act }) => ({
            kind: change.kind,
            table: table.name,
            schema: table.schema,
            // The place of a new name is about the column under that name.
            column: act === '' && newName !== null ? newName : column,
            range: sourceRange(migration, { start: start + range.start, end: start + range.end }),
          }));
        }),
  );
}

/** Uses in tests and scripts are left out: they do not break a release. */
export function countsOf(uses: readonly ColumnUse[]): UseCounts {
  const counted = uses.filter((use) => !use.inTest);
  const count = (...kinds: readonly ColumnUse['use'][]): number =>
    counted.filter(({ use }) => kinds.includes(use)).length;
  return {
    reads: count('read', 'filter', 'unknown'),
    writes: count('write'),
    declarations: count('declaration'),
  };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
