import {
  addIndex,
  addPropertyBehind,
  callNamed,
  copiedChain,
  importName,
  nameColumn,
  removePart,
  setDefault,
  setRequired,
} from '../../code/edits/drizzle-schema';
import type { SchemaEdit } from '../../code/edits/prisma-schema';
import type { DrizzleEntry, DrizzleProperty, DrizzleTable } from '../../code/libraries/drizzle-schema';
import type { Dialect } from '../../model/dialect';
import type { Column, Index } from '../../model/schema';
import { columnOf, sameName } from '../../schema/lookup';
import { drizzleDefaultOf, drizzleTypeOf } from './drizzle-column';
import { isDeclarable } from './prisma-indexes';
import {
  declaredLike,
  followedNames,
  freeName,
  swappedWith,
  touchedColumns,
  type Versions,
} from './stage-tables';

/** The edits of one table's declaration, and what of the stage they do not say. */
export interface TableEdits {
  readonly edits: readonly SchemaEdit[];
  /** Each the end of a sentence that begins with what a person has to do. */
  readonly byHand: readonly string[];
}

/** A table's declaration, and what its columns are called by. */
export interface DeclaredTable {
  readonly text: string;
  readonly table: DrizzleTable;
  readonly snakeCase: boolean;
  readonly dialect: Dialect;
}

/** Edits so that the table declares, of what the stage changes, what the database has once it has run. */
export function drizzleTableEdits(declared: DeclaredTable, versions: Versions): TableEdits {
  const { dialect, table } = declared;
  const { after } = versions;
  if (after === null) return { edits: [], byHand: [] };
  const touched = touchedColumns(dialect, versions);
  const followed = followedNames(dialect, versions, touched);
  const taken = new Set(table.properties.map((property) => property.name));
  const byHand: string[] = [];
  const names = new Map(table.properties.map((one) => [columnNamed(declared, one), one.name]));
  const edits = touched.flatMap((name): readonly SchemaEdit[] => {
    if (followed.has(name)) return [];
    const now = columnOf(dialect, after, name);
    const property = propertyOf(declared, name);
    if (now === null) return property === null ? [] : [removePart(declared.text, property.range)];
    if (property !== null) return changed(declared, property, now, versions, byHand);
    const added = addColumn(declared, now, versions, taken, byHand);
    if (added === null) {
      byHand.push(`declare column ${name} of ${table.name}`);
      return [];
    }
    for (const [column, called] of added.names) names.set(column, called);
    return added.edits;
  });
  return { edits: [...edits, ...indexEdits(declared, versions, names, byHand)], byHand };
}

/** The property that reads a column; null: none does. */
function propertyOf(declared: DeclaredTable, column: string): DrizzleProperty | null {
  const { table, dialect } = declared;
  return table.properties.find((one) => sameName(dialect, columnNamed(declared, one), column)) ?? null;
}

function columnNamed({ snakeCase }: DeclaredTable, { name, written }: DrizzleProperty): string {
  return written ?? (snakeCase ? snake(name) : name);
}

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

function changed(
  { dialect, table }: DeclaredTable,
  property: DrizzleProperty,
  now: Column,
  { before }: Versions,
  byHand: string[],
): readonly SchemaEdit[] {
  const old = before === null ? null : columnOf(dialect, before, now.name);
  const isKey = callNamed(property, /^primaryKey$/) !== null;
  const edits = isKey ? [] : [...setRequired(property, !now.nullable)];
  if (old !== null && old.type?.text !== now.type?.text)
    byHand.push(`give column ${now.name} of ${table.name} its type ${now.type?.text ?? ''}`);
  if (old !== null) edits.push(...otherDefault(property, old, now, table, byHand));
  return edits;
}

function otherDefault(
  property: DrizzleProperty,
  old: Column,
  now: Column,
  table: DrizzleTable,
  byHand: string[],
): readonly SchemaEdit[] {
  if (old.default?.text === now.default?.text) return [];
  const preset = drizzleDefaultOf(now, property.builder);
  if (now.default === null || preset !== null) return setDefault(property, preset?.code ?? null);
  byHand.push(`give column ${now.name} of ${table.name} its default ${now.default.text}`);
  return [];
}

interface Added {
  readonly edits: readonly SchemaEdit[];
  /** What columns are called from now on. */
  readonly names: readonly (readonly [string, string])[];
}

function addColumn(
  declared: DeclaredTable,
  column: Column,
  versions: Versions,
  taken: Set<string>,
  byHand: string[],
): Added | null {
  const { text, table, dialect } = declared;
  // A property that was renamed together with the column reads the old column again, because the new one is not
  // filled yet; its name, and so the code, stays. The new column gets a property of its own.
  const renamed = swappedWith(versions, column);
  const followed = renamed === null ? null : propertyOf(declared, renamed.name);
  const fresh =
    renamed === null || versions.after === null ? null : columnOf(dialect, versions.after, renamed.name);
  const before = (name: string): Column | null =>
    versions.before === null ? null : columnOf(dialect, versions.before, name);
  if (renamed !== null && followed !== null) {
    const old = before(column.name);
    const own = [
      ...nameColumn(text, followed, called(declared, followed.name, column.name)),
      ...setRequired(followed, !column.nullable),
      ...(old === null ? [] : otherDefault(followed, old, column, table, byHand)),
    ];
    if (fresh === null) return { edits: own, names: [[column.name, followed.name]] };
    const name = freeName(`${followed.name}New`, taken);
    return {
      edits: [
        ...own,
        ...addPropertyBehind(text, followed, {
          name,
          chain: chainLike(declared, { property: followed, column: old }, name, fresh, byHand),
        }),
      ],
      names: [
        [column.name, followed.name],
        [fresh.name, name],
      ],
    };
  }
  const name = freeName(propertyName(declared, column.name), taken);
  const twin = declaredLike(versions, column);
  const isSame = twin !== null && twin.type?.text === column.type?.text;
  const like = isSame ? propertyOf(declared, twin.name) : null;
  const behind = like ?? table.properties.at(-1);
  if (behind === undefined) return null;
  const made =
    like === null
      ? madeChain(declared, column)
      : {
          chain: chainLike(declared, { property: like, column: twin }, name, column, byHand),
          imports: [],
        };
  return made === null
    ? null
    : {
        edits: [...addPropertyBehind(text, behind, { name, chain: made.chain }), ...made.imports],
        names: [[column.name, name]],
      };
}

/** The name that has to be said; null: it follows from the property's. */
function called({ snakeCase, table }: DeclaredTable, property: string, column: string): string | null {
  const isUsual = table.properties.some((one) => one.written === null);
  return isUsual && (snakeCase ? snake(property) : property) === column ? null : column;
}

/** The chain of a column that is declared like another one. */
function chainLike(
  declared: DeclaredTable,
  like: { readonly property: DrizzleProperty; readonly column: Column | null },
  name: string,
  column: Column,
  byHand: string[],
): string {
  const { property } = like;
  const isWritten = called(declared, name, column.name) !== null;
  const keepsDefault = column.default !== null && like.column?.default?.text === column.default.text;
  const chain = copiedChain(declared.text, property, column.name, { isWritten, keepsDefault });
  const preset = keepsDefault ? null : drizzleDefaultOf(column, property.builder);
  if (column.default !== null && !keepsDefault && preset === null)
    byHand.push(`give column ${column.name} of ${declared.table.name} its default ${column.default.text}`);
  return `${chain}${preset === null ? '' : `.default(${preset.code})`}${column.nullable ? '' : '.notNull()'}`;
}

function madeChain(
  { text, table, dialect }: DeclaredTable,
  column: Column,
): { readonly chain: string; readonly imports: readonly SchemaEdit[] } | null {
  const type = drizzleTypeOf(column, dialect);
  const imports = type === null ? null : importName(text, type.builder);
  if (type === null || imports === null) return null;
  const preset = column.default === null ? null : drizzleDefaultOf(column, type.builder);
  if (column.default !== null && preset === null) return null;
  const quote = text[table.nameRange.start] ?? "'";
  const config = type.config === '' ? '' : `, ${type.config}`;
  const rest = `${column.nullable ? '' : '.notNull()'}${preset === null ? '' : `.default(${preset.code})`}`;
  return { chain: `${type.builder}(${quote}${column.name}${quote}${config})${rest}`, imports };
}

/** As the table names its properties: camelCase where it calls any other than its column. */
function propertyName(declared: DeclaredTable, column: string): string {
  const camel = declared.table.properties.some(
    (one) => columnNamed(declared, one) !== one.name && /[a-z][A-Z]/.test(one.name),
  );
  const name = camel ? column.replace(/_+(\w)/g, (_all, next: string) => next.toUpperCase()) : column;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `column${name.replace(/\W+/g, '_')}`;
}

function indexEdits(
  declared: DeclaredTable,
  { before, after }: Versions,
  names: ReadonlyMap<string, string>,
  byHand: string[],
): readonly SchemaEdit[] {
  const { text, table, dialect } = declared;
  const has = (indexes: readonly Index[] | undefined, index: Index): boolean =>
    indexes?.some((one) => sameName(dialect, one.name, index.name)) === true;
  const gone = (before?.indexes ?? []).filter((index) => !has(after?.indexes, index));
  const backed = new Set(after?.constraints.flatMap((one) => one.index ?? one.name));
  const made = (after?.indexes ?? []).filter(
    (index) => !has(before?.indexes, index) && !backed.has(index.name) && entryOf(declared, index) === null,
  );
  // One that takes the place of another one stands where that stood.
  const places = gone.flatMap((index) => entryOf(declared, index) ?? []);
  const added = made.flatMap((index): readonly SchemaEdit[] => {
    const properties = index.columns.flatMap((one) => names.get(one.column ?? '') ?? []);
    const isPlain =
      after !== null && isDeclarable(index, after) && properties.length === index.columns.length;
    const maker = index.unique ? 'uniqueIndex' : 'index';
    const [place] = places;
    const edits = isPlain
      ? addIndex(text, table, { maker, name: index.name, properties }, place ?? null)
      : null;
    if (edits === null) byHand.push(`declare index ${index.name} of ${table.name}`);
    else places.shift();
    return edits ?? [];
  });
  return [...added, ...places.map((entry) => removePart(text, entry.range))];
}

/** By its name, else by the one that Drizzle gives: the table, the columns and `index`. */
function entryOf(declared: DeclaredTable, { name }: Index): DrizzleEntry | null {
  const { table } = declared;
  const entries = table.extras?.entries ?? [];
  const columnsOf = (entry: DrizzleEntry): string =>
    entry.properties
      .map((property) => {
        const found = table.properties.find((one) => one.name === property);
        return found === undefined ? property : columnNamed(declared, found);
      })
      .join('_');
  return (
    entries.find(
      (entry) =>
        /^(?:index|uniqueIndex)$/.test(entry.maker) &&
        (entry.name ?? `${table.name}_${columnsOf(entry)}_index`) === name,
    ) ?? null
  );
}
