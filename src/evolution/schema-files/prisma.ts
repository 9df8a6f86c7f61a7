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
import type { Column } from '../../model/schema';
import type { TextEdit } from '../../model/text';
import { columnOf } from '../../schema/lookup';
import { prismaFieldOf } from './prisma-field';
import { indexEdits } from './prisma-indexes';
import {
  declaredLike,
  followedNames,
  freeName,
  inFile,
  renamedTables,
  stageSchemas,
  swappedWith,
  touchedColumns,
  type StageInPlace,
  type StageSchemas,
  type Versions,
} from './stage-tables';

/**
 * Edits of schema.prisma so that it declares, of what the stage changes, what the database has once it has run.
 * What a person changed there for the statement that asks is taken back as far as the stage does not do it.
 */
export function prismaSchemaEdits(stage: StageInPlace): readonly TextEdit[] {
  const { ground, surroundings } = stage;
  const schema = prismaSchema(ground.history, (file) => surroundings.textOf(file));
  if (schema === null) return [];
  const schemas = stageSchemas(stage);
  const { dialect } = ground.before;
  const edits = schemas.tables.flatMap((versions) => tableEdits(schema.text, dialect, versions));
  return inFile(schema.file, [...edits, ...otherNames(schema.text, schemas)]);
}

/** A table that has another name: its model reads the new one. */
function otherNames(text: string, schemas: StageSchemas): readonly SchemaEdit[] {
  return renamedTables(schemas).flatMap(({ from, to }) =>
    modelOfTable(text, to.name) === null ? (mapModel(text, from.name, to.name) ?? []) : [],
  );
}

function tableEdits(text: string, dialect: Dialect, versions: Versions): readonly SchemaEdit[] {
  const { before, after } = versions;
  const name = (after ?? before)?.name ?? '';
  const model = modelOfTable(text, name);
  if (model === null || after === null) return [];
  const touched = touchedColumns(dialect, versions);
  const taken = new Set(model.fields.map((field) => field.name));
  const followed = followedNames(dialect, versions, touched);
  const columns = touched.flatMap((column): readonly SchemaEdit[] => {
    const now = columnOf(dialect, after, column);
    if (followed.has(column)) return [];
    const declared = fieldOfColumn(text, name, column);
    if (now === null) return declared === null ? [] : (removeField(text, name, column) ?? []);
    if (declared === null) return addColumn(text, model, now, versions, dialect, taken);
    if (declared.list || declared.optional === now.nullable) return [];
    return setOptional(declared, now.nullable);
  });
  return [...columns, ...indexEdits(text, model, dialect, before, after)];
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
    const field = freeName(`${followed.name}New`, taken);
    return [
      ...(mapField(text, model.table, renamed.name, column.name) ?? []),
      ...(addFieldAfter(text, model.table, renamed.name, copyOfField(followed, field, renamed.name)) ?? []),
    ];
  }
  const twin = declaredLike(versions, column);
  const copied = twin === null ? null : fieldOfColumn(text, model.table, twin.name);
  const field = freeName(fieldName(column.name, model), taken);
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

function required(line: string, column: Column): string {
  return column.nullable ? line : line.replace(/^(\S+ \w+)\?/, '$1');
}

/** As the model names its fields: camelCase where it maps any to another name. */
function fieldName(column: string, model: PrismaModel): string {
  const camel = model.fields.some((field) => field.column !== field.name && /[a-z][A-Z]/.test(field.name));
  const name = camel ? column.replace(/_+(\w)/g, (_all, next: string) => next.toUpperCase()) : column;
  return /^[A-Za-z]\w*$/.test(name) ? name : `column${name.replace(/\W+/g, '_')}`;
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
