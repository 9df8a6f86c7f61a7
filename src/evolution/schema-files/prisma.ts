import {
  addFieldAfter,
  copyOfField,
  fieldOfColumn,
  mapField,
  mapModel,
  modelOfTable,
  removeField,
  setOptional,
  type SchemaEdit,
} from '../../code/edits/prisma-schema';
import type { PrismaModel } from '../../code/libraries/prisma-schema';
import type { Dialect } from '../../model/dialect';
import type { History } from '../../model/migration';
import type { Column, Schema, Table } from '../../model/schema';
import type { SqlScript } from '../../model/statement';
import type { TextEdit } from '../../model/text';
import { columnOf } from '../../schema/lookup';
import { applyChange } from '../../schema/replay';
import type { Ground } from '../recipes/recipe';
import { prismaFieldOf } from './prisma-field';
import { indexEdits } from './prisma-indexes';

/** What the edits of a schema file are computed from. */
export interface StageInPlace {
  readonly ground: Pick<Ground, 'history' | 'before' | 'asking'>;
  /** SQL of the stage, without terminators. */
  readonly statements: readonly string[];
  readonly surroundings: {
    textOf(file: string): string | null;
    readSql(text: string): SqlScript;
  };
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

/**
 * Edits of schema.prisma so that it declares, of what the stage changes, what the database has once it has run.
 * What a person changed there for the statement that asks is taken back as far as the stage does not do it.
 */
export function prismaSchemaEdits({ ground, statements, surroundings }: StageInPlace): readonly TextEdit[] {
  const schema = prismaSchema(ground.history, (file) => surroundings.textOf(file));
  if (schema === null) return [];
  const { before, asking } = ground;
  const asked =
    asking === null ? before : applyChange(before, asking.change, { migration: '', statement: 0 });
  const after = schemaAfter(before, statements, (text) => surroundings.readSql(text));
  const { dialect } = before;
  const edits = changedTables(before, asked, after).flatMap((key): readonly SchemaEdit[] => {
    const [old, wanted, now] = [before, asked, after].map((one) => one.tables.get(key) ?? null);
    if (old === null && now === null) return [];
    return tableEdits(schema.text, dialect, {
      before: old ?? null,
      asked: wanted ?? null,
      after: now ?? null,
    });
  });
  return inFile(schema.file, [...edits, ...renamedTables(schema.text, before, after)]);
}

interface Versions {
  readonly before: Table | null;
  readonly asked: Table | null;
  readonly after: Table | null;
}

function changedTables(...schemas: readonly Schema[]): readonly string[] {
  const [first] = schemas;
  const keys = new Set(schemas.flatMap((schema) => [...schema.tables.keys()]));
  return [...keys].filter((key) =>
    schemas.some((schema) => schema.tables.get(key) !== first?.tables.get(key)),
  );
}

/** A table that has another name: its model reads the new one. */
function renamedTables(text: string, before: Schema, after: Schema): readonly SchemaEdit[] {
  return [...before.tables.values()].flatMap((table) => {
    const now = [...after.tables.values()].find((one) => one.id === table.id);
    if (now === undefined || now.name === table.name || modelOfTable(text, now.name) !== null) return [];
    return mapModel(text, table.name, now.name) ?? [];
  });
}

function tableEdits(text: string, dialect: Dialect, versions: Versions): readonly SchemaEdit[] {
  const { before, asked, after } = versions;
  const name = (after ?? before)?.name ?? '';
  const model = modelOfTable(text, name);
  if (model === null || after === null) return [];
  const names = new Set(
    [before, asked, after].flatMap((table) => (table?.columns ?? []).map((column) => column.name)),
  );
  const at = (table: Table | null, column: string): Column | null =>
    table === null ? null : columnOf(dialect, table, column);
  const touched = [...names].filter(
    (one) => at(before, one) !== at(after, one) || at(before, one) !== at(asked, one),
  );
  const taken = new Set(model.fields.map((field) => field.name));
  const followed = new Set(touched.flatMap((one) => followedName(versions, at(after, one)) ?? []));
  const columns = touched.flatMap((column): readonly SchemaEdit[] => {
    const now = at(after, column);
    if (followed.has(column)) return [];
    const declared = fieldOfColumn(text, name, column);
    if (now === null) return declared === null ? [] : (removeField(text, name, column) ?? []);
    if (declared === null) return addColumn(text, model, now, versions, dialect, taken);
    if (declared.list || declared.optional === now.nullable) return [];
    return setOptional(declared, now.nullable);
  });
  return [...columns, ...indexEdits(text, model, dialect, before, after)];
}

/** The name under which schema.prisma declares a column that it followed into a rename. */
function followedName(versions: Versions, column: Column | null): string | null {
  return column === null ? null : (swappedWith(versions, column)?.name ?? null);
}

/** The column that a rename makes of this one in the asking statement, when schema.prisma followed it. */
function swappedWith({ asked }: Versions, column: Column): Column | null {
  const same = asked?.columns.find((one) => one.id === column.id) ?? null;
  return same === null || same.name === column.name ? null : same;
}

function addColumn(
  text: string,
  model: PrismaModel,
  column: Column,
  versions: Versions,
  dialect: Dialect,
  taken: Set<string>,
): readonly SchemaEdit[] {
  // A field that was renamed together with the column reads the old column again, because the new one is not
  // filled yet; its name, and so the code, stays. The new column gets a field of its own.
  const renamed = swappedWith(versions, column);
  const followed = renamed === null ? null : fieldOfColumn(text, model.table, renamed.name);
  if (renamed !== null && followed !== null) {
    const field = free(`${followed.name}New`, taken);
    return [
      ...(mapField(text, model.table, renamed.name, column.name) ?? []),
      ...(addFieldAfter(text, model.table, renamed.name, copyOfField(followed, field, renamed.name)) ?? []),
    ];
  }
  const original = versions.before?.columns.find((one) => sameType(one, column)) ?? null;
  const twin = originalOf(versions, column) ?? original;
  const copied = twin === null ? null : fieldOfColumn(text, model.table, twin.name);
  const field = free(fieldName(column.name, model), taken);
  const last = model.fields.at(-1);
  const line =
    copied !== null && copied.attributes.every((attribute) => attribute.name !== 'relation')
      ? required(copyOfField(copied, field, column.name), column)
      : prismaFieldOf(column, field, dialect);
  const behind = copied ?? last;
  return behind === undefined || line === null
    ? []
    : (addFieldAfter(text, model.table, behind.column, line) ?? []);
}

/** The column of the table as it was that the asking statement gives this name. */
function originalOf({ before, asked }: Versions, column: Column): Column | null {
  const named = asked?.columns.find((one) => one.name === column.name);
  return before?.columns.find((one) => one.id === named?.id) ?? null;
}

function sameType(one: Column, other: Column): boolean {
  return one.type !== null && one.type.text.toLowerCase() === other.type?.text.toLowerCase();
}

function required(line: string, column: Column): string {
  return column.nullable ? line : line.replace(/^(\S+ \w+)\?/, '$1');
}

/** As the model names its fields: camelCase where it maps any to another name. */
function fieldName(column: string, model: PrismaModel): string {
  const camel = model.fields.some((field) => field.column !== field.name && /[a-z][A-Z]/.test(field.name));
  const name = camel ? column.replace(/_+(\w)/g, (_all, next: string) => next.toUpperCase()) : column;
  return /^[A-Za-z]\w*$/.test(name) ? name : `column${name.replace(/\W+/g, '_')}`;
}

function free(name: string, taken: Set<string>): string {
  let chosen = name;
  for (let turn = 2; taken.has(chosen); turn++) chosen = turn === 2 ? `${name}New` : `${name}${turn}`;
  taken.add(chosen);
  return chosen;
}

/** The schema file beside the migration folder of a Prisma history, when its text was read. */
function prismaSchema(
  history: History,
  textOf: (file: string) => string | null,
): { readonly file: string; readonly text: string } | null {
  if (history.framework !== 'prisma') return null;
  const parent = history.folder.split('/').slice(0, -1).join('/');
  const file = parent === '' ? 'schema.prisma' : `${parent}/schema.prisma`;
  const text = textOf(file);
  return text === null ? null : { file, text };
}

/** Edits at one place become one edit, so that no two touch. */
function inFile(file: string, edits: readonly SchemaEdit[]): readonly TextEdit[] {
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
