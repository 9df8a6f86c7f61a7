import type { Range } from '../../model/text';
import { readPrismaSchema, type PrismaField, type PrismaModel } from '../libraries/prisma-schema';

/** Replaces `range` of the schema's text. */
export interface SchemaEdit {
  readonly range: Range;
  readonly newText: string;
}

/** The model of a table, by its database name; null when there is none. */
export function modelOfTable(text: string, table: string): PrismaModel | null {
  return (
    readPrismaSchema(text).models.find((model) => model.kind !== 'type' && model.table === table) ?? null
  );
}

/** The field of a column, by database names; null when there is none. */
export function fieldOfColumn(text: string, table: string, column: string): PrismaField | null {
  return modelOfTable(text, table)?.fields.find((field) => field.column === column) ?? null;
}

/**
 * Adds a line after a field, with its indentation and line ending, and in its columns, as `prisma format` aligns
 * them. `line` is the new field without indentation, its parts apart by single spaces.
 */
export function addFieldAfter(
  text: string,
  table: string,
  column: string,
  line: string,
): readonly SchemaEdit[] | null {
  const field = fieldOfColumn(text, table, column);
  if (!field) return null;
  const lineStart = text.lastIndexOf('\n', field.range.start) + 1;
  const indent = text.slice(lineStart, field.range.start);
  const lineEnd = endOfLine(text, field.range.end);
  return [
    {
      range: { start: lineEnd, end: lineEnd },
      newText: `${newlineOf(text)}${indent}${aligned(line, field)}`,
    },
  ];
}

function aligned(line: string, { range, typeRange, attributes }: PrismaField): string {
  const [name = '', type = '', ...rest] = line.split(' ');
  const [first] = attributes;
  const typed = `${name.padEnd(typeRange.start - range.start - 1)} ${type}`;
  if (rest.length === 0) return typed;
  const width = first === undefined ? 0 : first.range.start - range.start - 1;
  return `${typed.padEnd(width)} ${rest.join(' ')}`;
}

/**
 * The field under another column name and field name, made optional, as one line to add beside it: type, native type and default stay;
 * `@id`, `@unique`, `@map` and relations are left out.
 */
export function copyOfField(field: PrismaField, name: string, column: string): string {
  const kept = field.attributes.filter(
    (attribute) => attribute.name.startsWith('db.') || attribute.name === 'default',
  );
  const attributes = kept
    .map((attribute) => ` @${attribute.name}${attribute.args === '' ? '' : `(${attribute.args})`}`)
    .join('');
  const map = name === column ? '' : ` @map("${column}")`;
  return `${name} ${field.type}${field.list ? '[]' : '?'}${attributes}${map}`;
}

/** Lets a field read another column: sets, changes or (when both names agree) removes its `@map`. */
export function mapField(
  text: string,
  table: string,
  column: string,
  newColumn: string,
): readonly SchemaEdit[] | null {
  const field = fieldOfColumn(text, table, column);
  if (!field) return null;
  const map = field.attributes.find((attribute) => attribute.name === 'map');
  if (map) {
    if (field.name !== newColumn) return [{ range: map.range, newText: `@map("${newColumn}")` }];
    const before = text[map.range.start - 1] === ' ' ? map.range.start - 1 : map.range.start;
    return [{ range: { start: before, end: map.range.end }, newText: '' }];
  }
  if (field.name === newColumn) return [];
  return [{ range: { start: field.range.end, end: field.range.end }, newText: ` @map("${newColumn}")` }];
}

/** Makes a field optional, or required. */
export function setOptional(field: PrismaField, optional: boolean): readonly SchemaEdit[] {
  const end = field.typeRange.end;
  if (field.optional === optional) return [];
  return [
    optional
      ? { range: { start: end, end }, newText: '?' }
      : { range: { start: end, end: end + 1 }, newText: '' },
  ];
}

/** Lets a model read another table: sets, changes or (when both names agree) removes its `@@map`. */
export function mapModel(text: string, table: string, newTable: string): readonly SchemaEdit[] | null {
  const model = modelOfTable(text, table);
  if (!model) return null;
  const map = model.attributes.find((attribute) => attribute.name === 'map');
  if (map) {
    if (model.name !== newTable) return [{ range: map.range, newText: `@@map("${newTable}")` }];
    return [removeLine(text, map.range)];
  }
  if (model.name === newTable) return [];
  const last = model.fields[model.fields.length - 1];
  const indent = last ? text.slice(text.lastIndexOf('\n', last.range.start) + 1, last.range.start) : '  ';
  const closeLine = text.lastIndexOf('\n', model.range.end - 1) + 1;
  const newline = newlineOf(text);
  const gap = model.attributes.length > 0 ? '' : newline;
  return [
    { range: { start: closeLine, end: closeLine }, newText: `${gap}${indent}@@map("${newTable}")${newline}` },
  ];
}

/** Removes the field of a column with its whole line. */
export function removeField(text: string, table: string, column: string): readonly SchemaEdit[] | null {
  const field = fieldOfColumn(text, table, column);
  return field ? [removeLine(text, field.range)] : null;
}

/** The text after edits, which must not overlap. */
export function applySchemaEdits(text: string, edits: readonly SchemaEdit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start || b.range.end - a.range.end)
    .reduce(
      (result, edit) => result.slice(0, edit.range.start) + edit.newText + result.slice(edit.range.end),
      text,
    );
}

/** Adds a line such as `@@index([a])` at the end of a model. */
export function addBlockAttribute(text: string, model: PrismaModel, line: string): readonly SchemaEdit[] {
  const last = model.fields.at(-1);
  const indent = last ? text.slice(text.lastIndexOf('\n', last.range.start) + 1, last.range.start) : '  ';
  const closing = text.lastIndexOf('\n', model.range.end - 1) + 1;
  return [{ range: { start: closing, end: closing }, newText: `${indent}${line}${newlineOf(text)}` }];
}

/** Removes the line that a range stands on. */
export function removeLine(text: string, range: Range): SchemaEdit {
  const start = text.lastIndexOf('\n', range.start) + 1;
  const newline = text.indexOf('\n', range.end);
  return { range: { start, end: newline < 0 ? text.length : newline + 1 }, newText: '' };
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
