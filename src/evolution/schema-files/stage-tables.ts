import type { SchemaEdit } from '../../code/edits/prisma-schema';
import type { Dialect } from '../../model/dialect';
import type { EvolvingShape } from '../../model/evolution';
import type { Column, Schema, Table } from '../../model/schema';
import type { SqlScript } from '../../model/statement';
import type { TextEdit } from '../../model/text';
import { columnOf, writtenName } from '../../schema/lookup';
import { applyChange } from '../../schema/replay';
import type { Ground } from '../recipes/recipe';

/** What the edits of a schema file are computed from. */
export interface StageInPlace {
  readonly ground: Pick<Ground, 'history' | 'before' | 'asking'>;
  /** SQL of the stage, without terminators. */
  readonly statements: readonly string[];
  /** What the evolution takes away in the end: what takes its place is declared alike. */
  readonly old: readonly EvolvingShape[];
  readonly surroundings: {
    textOf(file: string): string | null;
    readSql(text: string): SqlScript;
    /** Every file of the root, where that is known. */
    readonly files: readonly string[];
  };
}

/** A table before the stage, as the statement that asks would make it, and after the stage; null: there is none. */
export interface Versions {
  readonly before: Table | null;
  readonly asked: Table | null;
  readonly after: Table | null;
  /** Columns that the evolution takes away in the end. */
  readonly old: readonly string[];
}

export interface StageSchemas {
  readonly before: Schema;
  readonly after: Schema;
  /** Every table that is not the same in all three. */
  readonly tables: readonly Versions[];
}

/** What a stage does to tables, as the replay of the history sees it. */
export function stageSchemas({ ground, statements, old, surroundings }: StageInPlace): StageSchemas {
  const { before, asking } = ground;
  const origin = { migration: '', statement: 0 };
  const asked = asking === null ? before : applyChange(before, asking.change, origin);
  const after = schemaAfter(before, statements, (text) => surroundings.readSql(text));
  const all = [before, asked, after];
  const keys = [...new Set(all.flatMap((schema) => [...schema.tables.keys()]))];
  const changed = keys.filter((key) => all.some((one) => one.tables.get(key) !== before.tables.get(key)));
  const of = (schema: Schema, key: string): Table | null => schema.tables.get(key) ?? null;
  const tables = changed.map((key) => ({
    before: of(before, key),
    asked: of(asked, key),
    after: of(after, key),
    old: old.flatMap(({ table, column }) => (column !== null && isNamed(before, key, table) ? [column] : [])),
  }));
  return { before, after, tables };
}

/** Whether a key of the schema's tables is that of a table as the history writes it. */
function isNamed({ tables }: Schema, key: string, written: string): boolean {
  const table = tables.get(key);
  return table !== undefined && writtenName(table) === written;
}

/** The schema after the statements, as the replay of the history sees them. */
export function schemaAfter(
  before: Schema,
  statements: readonly string[],
  readSql: (text: string) => SqlScript,
): Schema {
  const origin = { migration: '', statement: 0 };
  return statements
    .flatMap((statement) => readSql(statement).statements)
    .flatMap(({ reading }) => reading.changes)
    .reduce((schema, change) => applyChange(schema, change, origin), before);
}

/** Tables that have another name after the stage. */
export function renamedTables({
  before,
  after,
}: StageSchemas): readonly { readonly from: Table; readonly to: Table }[] {
  return [...before.tables.values()].flatMap((from) => {
    const to = [...after.tables.values()].find((one) => one.id === from.id);
    return to === undefined || to.name === from.name ? [] : [{ from, to }];
  });
}

/** Names of the columns that the stage or the statement that asks changes. */
export function touchedColumns(dialect: Dialect, { before, asked, after }: Versions): readonly string[] {
  const names = new Set(
    [before, asked, after].flatMap((table) => (table?.columns ?? []).map((column) => column.name)),
  );
  const at = (table: Table | null, column: string): Column | null =>
    table === null ? null : columnOf(dialect, table, column);
  return [...names].filter((one) => at(before, one) !== at(after, one) || at(before, one) !== at(asked, one));
}

/** The column that a rename makes of this one in the asking statement, when the schema file followed it. */
export function swappedWith({ asked }: Versions, column: Column): Column | null {
  const same = asked?.columns.find((one) => one.id === column.id) ?? null;
  return same === null || same.name === column.name ? null : same;
}

/** The names under which the schema file declares columns that it followed into a rename. */
export function followedNames(
  dialect: Dialect,
  versions: Versions,
  touched: readonly string[],
): ReadonlySet<string> {
  const { after } = versions;
  return new Set(
    touched.flatMap((name) => {
      const column = after === null ? null : columnOf(dialect, after, name);
      return column === null ? [] : (swappedWith(versions, column)?.name ?? []);
    }),
  );
}

/** The column that a new one is declared like: the one it takes the place of, else one of the same type. */
export function declaredLike(versions: Versions, column: Column): Column | null {
  const { before, asked, old } = versions;
  const named = asked?.columns.find((one) => one.name === column.name);
  const original = before?.columns.find((one) => one.id === named?.id);
  const alike = (before?.columns ?? []).filter((one) => sameType(one, column));
  return original ?? alike.find((one) => old.includes(one.name)) ?? alike[0] ?? null;
}

function sameType(one: Column, other: Column): boolean {
  return one.type !== null && one.type.text.toLowerCase() === other.type?.text.toLowerCase();
}

/** A name that is not taken yet; it is taken from then on. */
export function freeName(name: string, taken: Set<string>): string {
  let chosen = name;
  for (let turn = 2; taken.has(chosen); turn++) chosen = turn === 2 ? `${name}New` : `${name}${turn}`;
  taken.add(chosen);
  return chosen;
}

/** Edits at one place become one edit, so that no two touch. */
export function inFile(file: string, edits: readonly SchemaEdit[]): readonly TextEdit[] {
  const merged: SchemaEdit[] = [];
  const ordered = [...edits].sort((one, other) => one.range.start - other.range.start);
  for (const edit of ordered) {
    const last = merged.at(-1);
    if (last !== undefined && edit.range.start <= last.range.end)
      merged[merged.length - 1] = {
        range: { start: last.range.start, end: Math.max(edit.range.end, last.range.end) },
        newText: last.newText + edit.newText,
      };
    else merged.push(edit);
  }
  return merged.map((edit) => ({ file, ...edit }));
}
