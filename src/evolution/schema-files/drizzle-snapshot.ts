import type { Dialect } from '../../model/dialect';
import type { Column, Index, Table } from '../../model/schema';
import { columnOf, sameName } from '../../schema/lookup';
import { drizzleDefaultOf, drizzleTypeOf } from './drizzle-column';
import { isDeclarable } from './prisma-indexes';
import { declaredLike, followedNames, swappedWith, touchedColumns, type Versions } from './stage-tables';

/** A part of a snapshot of drizzle-kit, by name. */
type Entries = Record<string, Entry>;
interface Entry {
  [key: string]: unknown;
}

/** A snapshot as drizzle-kit 0.x writes it: version 7 for Postgres, 5 for MySQL, 6 for SQLite. */
export interface Snapshot {
  readonly id: string;
  readonly prevId: string;
  readonly tables: Record<string, Entry>;
}

/** The snapshot that a text holds; null: it is none, or one of another form. */
export function readSnapshot(text: string | null): Snapshot | null {
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return isEntry(parsed) && typeof parsed['id'] === 'string' && isEntry(parsed['tables'])
      ? (parsed as unknown as Snapshot)
      : null;
  } catch {
    return null;
  }
}

/**
 * The snapshot after a stage. `previous` is the one before the statement that asks, which knows how keys and
 * constraints of a column were called that it renames.
 */
export function snapshotAfter(
  snapshot: Snapshot,
  changes: {
    readonly tables: readonly Versions[];
    readonly renamed: readonly { readonly from: Table; readonly to: Table }[];
  },
  dialect: Dialect,
  previous: Snapshot | null,
): Snapshot {
  const tables: Record<string, Entry> = structuredClone(snapshot.tables);
  for (const versions of changes.tables) {
    const table = versions.after ?? versions.before;
    const key = table === null ? '' : keyOf(table, dialect);
    const entry = tables[key];
    if (entry === undefined) continue;
    if (versions.after !== null) changeTable(entry, versions, dialect, previous?.tables[key] ?? null);
  }
  for (const { from, to } of changes.renamed) {
    const entry = tables[keyOf(from, dialect)];
    if (entry === undefined) continue;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a snapshot is keyed by names of tables
    delete tables[keyOf(from, dialect)];
    tables[keyOf(to, dialect)] = { ...entry, name: to.name };
  }
  return { ...snapshot, tables };
}

function keyOf({ schema, name }: Table, dialect: Dialect): string {
  return dialect === 'postgres' ? `${schema ?? 'public'}.${name}` : name;
}

function changeTable(entry: Entry, versions: Versions, dialect: Dialect, previous: Entry | null): void {
  const { after } = versions;
  if (after === null) return;
  const columns = new Map(Object.entries(entriesIn(entry, 'columns')));
  const touched = touchedColumns(dialect, versions);
  const followed = followedNames(dialect, versions, touched);
  for (const name of touched) {
    const now = columnOf(dialect, after, name);
    if (now === null) columns.delete(name);
    else {
      const made = columnEntry(now, columns, versions, dialect);
      if (made !== null) columns.set(name, made);
    }
  }
  entry['columns'] = Object.fromEntries(columns);
  for (const kind of ['indexes', 'foreignKeys', 'uniqueConstraints', 'compositePrimaryKeys'])
    if (previous !== null && followed.size > 0) giveBack(entry, previous, kind, followed);
  changeIndexes(entry, versions, after, dialect);
}

function columnEntry(
  now: Column,
  columns: ReadonlyMap<string, Entry>,
  versions: Versions,
  dialect: Dialect,
): Entry | null {
  const known = columns.get(now.name) ?? columns.get(swappedWith(versions, now)?.name ?? '');
  const twin = known ?? columns.get(declaredLike(versions, now)?.name ?? '');
  const type = drizzleTypeOf(now, dialect);
  const source =
    twin ??
    (type === null
      ? null
      : { type: type.snapshot, ...(dialect === 'postgres' ? {} : { autoincrement: false }) });
  if (source === null) return null;
  const made: Entry = { ...source, name: now.name, notNull: !now.nullable };
  if (known === undefined) {
    made['primaryKey'] = false;
    if ('autoincrement' in made) made['autoincrement'] = false;
    delete made['generated'];
    delete made['identity'];
  }
  const old = versions.before === null ? null : columnOf(dialect, versions.before, now.name);
  if (now.default === null) delete made['default'];
  else if (made['default'] === undefined || (old !== null && old.default?.text !== now.default.text)) {
    const builder = typeof made['type'] === 'string' ? (/^\w+/.exec(made['type'])?.[0] ?? '') : '';
    const preset = drizzleDefaultOf(now, builder);
    if (preset !== null) made['default'] = preset.snapshot;
  }
  return made;
}

/** What was called after a column that a rename took away is called so again. */
function giveBack(entry: Entry, previous: Entry, kind: string, renamed: ReadonlySet<string>): void {
  const names = (part: Entry): string => JSON.stringify(part);
  const mentions = (part: Entry): boolean => [...renamed].some((name) => names(part).includes(`"${name}"`));
  const now = Object.entries(entriesIn(entry, kind)).filter(([, part]) => !mentions(part));
  const kept = new Set(now.map(([name]) => name));
  const back = Object.entries(entriesIn(previous, kind)).filter(([name]) => !kept.has(name));
  entry[kind] = Object.fromEntries([...now, ...back]);
}

function changeIndexes(entry: Entry, { before }: Versions, after: Table, dialect: Dialect): void {
  const indexes = new Map(Object.entries(entriesIn(entry, 'indexes')));
  const has = (table: Table | null, index: Index): boolean =>
    table?.indexes.some((one) => sameName(dialect, one.name, index.name)) === true;
  const backed = new Set(after.constraints.flatMap((one) => one.index ?? one.name));
  for (const index of before?.indexes ?? []) if (!has(after, index)) indexes.delete(index.name);
  for (const index of after.indexes)
    if (
      !has(before, index) &&
      !indexes.has(index.name) &&
      !backed.has(index.name) &&
      isDeclarable(index, after)
    )
      indexes.set(index.name, indexEntry(index, dialect));
  entry['indexes'] = Object.fromEntries(indexes);
}

function indexEntry({ name, unique, columns }: Index, dialect: Dialect): Entry {
  const named = columns.map((one) => one.column ?? '');
  if (dialect !== 'postgres') return { name, columns: named, isUnique: unique };
  return {
    name,
    columns: named.map((expression) => ({ expression, isExpression: false, asc: true, nulls: 'last' })),
    isUnique: unique,
    concurrently: false,
    method: 'btree',
    with: {},
  };
}

function entriesIn(entry: Entry, key: string): Entries {
  const value = entry[key];
  return isEntry(value) ? (value as Entries) : {};
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
