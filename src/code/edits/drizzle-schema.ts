import type { Range } from '../../model/text';
import type { DrizzleCall, DrizzleEntry, DrizzleProperty, DrizzleTable } from '../libraries/drizzle-schema';
import type { SchemaEdit } from './prisma-schema';

/** A new column, as its builder chain. */
export interface NewProperty {
  readonly name: string;
  /** `integer('amount').default(0)`. */
  readonly chain: string;
}

/** Calls that say what a column is, and so go along to a copy of it. */
const kept = /^(?:\$type|array|default|defaultNow|defaultRandom)$/;

/** The chain of a column under another column name, optional; `isWritten`: the name must be said. */
export function copiedChain(
  text: string,
  property: DrizzleProperty,
  column: string,
  { isWritten, keepsDefault }: { readonly isWritten: boolean; readonly keepsDefault: boolean },
): string {
  const calls = property.calls.filter(
    ({ name }) => kept.test(name) && (keepsDefault || !/^default/.test(name)),
  );
  const args = argumentsNaming(text, property, isWritten ? column : null);
  return `${property.builder}(${args})${calls.map((call) => text.slice(call.range.start, call.range.end).trim()).join('')}`;
}

function argumentsNaming(text: string, { args, written }: DrizzleProperty, column: string | null): string {
  const own = text.slice(args.start, args.end);
  const literal = /^(\s*)(['"`])([^'"`]*)\2(\s*,\s*)?/.exec(own);
  const quote = literal?.[2] ?? (text.includes('"drizzle-orm') ? '"' : "'");
  const said = column === null ? '' : `${quote}${column}${quote}`;
  if (written === null || literal === null)
    return own.trim() === '' || said === '' ? said + own : `${said}, ${own}`;
  const rest = own.slice(literal[0].length);
  return said === '' ? rest : `${literal[1] ?? ''}${said}${literal[4] ?? ''}${rest}`;
}

/** Lets a property read another column. */
export function nameColumn(
  text: string,
  property: DrizzleProperty,
  column: string | null,
): readonly SchemaEdit[] {
  const newText = argumentsNaming(text, property, column);
  return newText === text.slice(property.args.start, property.args.end)
    ? []
    : [{ range: property.args, newText }];
}

/** Adds a column behind another one, on a line of its own where that has one. */
export function addPropertyBehind(
  text: string,
  property: DrizzleProperty,
  added: NewProperty,
): readonly SchemaEdit[] {
  const { end } = property.range;
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  const isLine = linePrefix(text, property.range.start).trim() === '';
  const line = `${added.name}: ${added.chain}`;
  if (!isLine) return [{ range: at(end), newText: `, ${line}` }];
  const rest =
    /^[ \t]*(?:\/\/[^\n\r]*|\/\*[^\n\r]*?\*\/[ \t]*)?(?=\r?\n|$)/.exec(text.slice(end + comma))?.[0].length ??
    0;
  const newText = `${newline(text)}${linePrefix(text, property.range.start)}${line}`;
  return comma > 0
    ? [{ range: at(end + comma + rest), newText: `${newText},` }]
    : [{ range: at(end), newText: `,${newText}` }];
}

/** Takes a column or an entry out, with its line, comma and the comment behind it. */
export function removePart(text: string, range: Range): SchemaEdit {
  const prefix = linePrefix(text, range.start);
  const behind = /^\s*,/.exec(text.slice(range.end))?.[0].length ?? 0;
  const end = range.end + behind;
  const rest = /^[ \t]*(?:\/\/[^\n\r]*)?(?:\r?\n)/.exec(text.slice(end));
  if (prefix.trim() === '' && rest !== null)
    return { range: { start: range.start - prefix.length, end: end + rest[0].length }, newText: '' };
  const space = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  if (behind > 0) return { range: { start: range.start, end: end + space }, newText: '' };
  const before = /(?:,\s*|\s+)$/.exec(text.slice(0, range.start))?.[0].length ?? 0;
  return { range: { start: range.start - before, end: range.end }, newText: '' };
}

/** Makes a column required, or optional. */
export function setRequired(property: DrizzleProperty, required: boolean): readonly SchemaEdit[] {
  const call = callNamed(property, /^notNull$/);
  if ((call !== null) === required) return [];
  return call === null
    ? [{ range: at(property.range.end), newText: '.notNull()' }]
    : [{ range: call.range, newText: '' }];
}

/** Gives a column another default, written as code; null: none. */
export function setDefault(property: DrizzleProperty, code: string | null): readonly SchemaEdit[] {
  const call = callNamed(property, /^default(?:Now|Random)?$/);
  if (call === null)
    return code === null ? [] : [{ range: at(property.range.end), newText: `.default(${code})` }];
  return [{ range: call.range, newText: code === null ? '' : `.default(${code})` }];
}

export function callNamed({ calls }: DrizzleProperty, name: RegExp): DrizzleCall | null {
  return calls.find((call) => name.test(call.name)) ?? null;
}

/** An index over properties, to be declared. */
export interface NewIndex {
  readonly maker: 'index' | 'uniqueIndex';
  readonly name: string;
  readonly properties: readonly string[];
}

/**
 * Adds an index, in the place of `instead` where that is given. null: the table lists its indexes in a way that is
 * not known, or the maker cannot be imported.
 */
export function addIndex(
  text: string,
  table: DrizzleTable,
  added: NewIndex,
  instead: DrizzleEntry | null,
): readonly SchemaEdit[] | null {
  const imported = importName(text, added.maker);
  if (imported === null || table.otherExtras) return null;
  const { extras } = table;
  const parameter = extras?.parameter ?? 'table';
  const entry = indexEntry(text, table, added, parameter);
  if (extras === null)
    return [
      ...imported,
      { range: at(withoutComma(text, table.end)), newText: `, (${parameter}) => [${entry}]` },
    ];
  if (instead !== null) return [...imported, { range: instead.range, newText: entry }];
  const last = extras.entries.at(-1);
  if (last === undefined) return [...imported, { range: at(extras.body.start), newText: entry }];
  const prefix = linePrefix(text, last.range.start);
  const newText = prefix.trim() === '' ? `,${newline(text)}${prefix}${entry}` : `, ${entry}`;
  return [...imported, { range: at(last.range.end), newText }];
}

function indexEntry(
  text: string,
  { nameRange, extras }: DrizzleTable,
  { maker, name, properties }: NewIndex,
  parameter: string,
): string {
  const quote = text[nameRange.start] ?? "'";
  const columns = properties.map((property) => `${parameter}.${property}`).join(', ');
  const call = `${maker}(${quote}${name}${quote}).on(${columns})`;
  return extras?.form === 'object' ? `${keyOf(name)}: ${call}` : call;
}

/** The edit that imports a name from the module that the table's maker comes from; null: there is no such import. */
export function importName(text: string, name: string): readonly SchemaEdit[] | null {
  const found = /import\s*\{([^}]*)\}\s*from\s*['"]drizzle-orm\/\w+-core['"]/.exec(text);
  if (found === null) return null;
  const names = found[1] ?? '';
  if (new RegExp(`\\b${name}\\b`).test(names)) return [];
  const end =
    found.index + text.slice(found.index).indexOf('{') + 1 + names.trimEnd().replace(/,$/, '').length;
  const lastLine = /\n([ \t]*)\S[^\n]*$/.exec(names.trimEnd());
  return [
    {
      range: at(end),
      newText: lastLine === null ? `, ${name}` : `,${newline(text)}${lastLine[1] ?? ''}${name}`,
    },
  ];
}

function withoutComma(text: string, end: number): number {
  return end - (/,?\s*$/.exec(text.slice(0, end))?.[0].length ?? 0);
}

function keyOf(name: string): string {
  return name.replace(/[^A-Za-z0-9]+(\w)/g, (_all, next: string) => next.toUpperCase()).replace(/\W/g, '');
}

function at(offset: number): Range {
  return { start: offset, end: offset };
}

function linePrefix(text: string, start: number): string {
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
}

function newline(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
