import {
  addFieldAfter,
  copyOfField,
  fieldOfColumn,
  mapField,
  mapModel,
  modelOfTable,
  type SchemaEdit,
} from '../../code/edits/prisma-schema';
import type { TextEdit } from '../../model/text';
import type { History } from '../../model/migration';
import type { RenameColumnInput, RenameTableInput } from './recipe';
import type { RenamedColumn } from './renamed-column';
import type { RenamedTable } from './rename-table-sql';

/**
 * Edits of schema.prisma so that it declares both columns. A field that was renamed together with the column
 * is mapped to the old column again, because the new one is not filled yet; its name, and so the code, stays.
 */
export function prismaEdits(input: RenameColumnInput, facts: RenamedColumn): readonly TextEdit[] {
  const schema = prismaSchema(input.history, (file) => input.textOf(file));
  if (schema === null) return [];
  const { file, text } = schema;
  const table = facts.table.name;
  const old = fieldOfColumn(text, table, facts.from);
  const renamed = fieldOfColumn(text, table, facts.to);
  const field = old ?? renamed;
  if (field === null || (old !== null && renamed !== null)) return [];
  const taken = new Set(modelOfTable(text, table)?.fields.map((one) => one.name));
  const wanted = old !== null && /^[A-Za-z]\w*$/.test(facts.to) ? facts.to : `${field.name}New`;
  const name = taken.has(wanted) ? `${field.name}New` : wanted;
  if (taken.has(name)) return [];
  const column = old === null ? facts.to : facts.from;
  const added = addFieldAfter(text, table, column, copyOfField(field, name, facts.to)) ?? [];
  const mapped = old === null ? (mapField(text, table, facts.to, facts.from) ?? []) : [];
  return inFile(file, [...mapped, ...added]);
}

/** Edits of schema.prisma after a table rename: the model reads the new table, its name stays. */
export function prismaTableEdits(input: RenameTableInput, facts: RenamedTable): readonly TextEdit[] {
  const schema = prismaSchema(input.history, (file) => input.textOf(file));
  if (schema === null || modelOfTable(schema.text, facts.to) !== null) return [];
  return inFile(schema.file, mapModel(schema.text, facts.from, facts.to) ?? []);
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
  for (const edit of edits) {
    const last = merged.at(-1);
    if (last !== undefined && last.range.end === edit.range.start && last.range.start === last.range.end)
      merged[merged.length - 1] = {
        range: { start: last.range.start, end: edit.range.end },
        newText: last.newText + edit.newText,
      };
    else merged.push(edit);
  }
  return merged.map((edit) => ({ file, ...edit }));
}
