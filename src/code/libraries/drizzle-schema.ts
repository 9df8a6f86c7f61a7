import type { Range } from '../../model/text';

/** A call of a builder chain: `.notNull()`, from its dot to its closing parenthesis. */
export interface DrizzleCall {
  readonly name: string;
  readonly range: Range;
}

/** A column as a table declares it: `total: integer('total').notNull()`. */
export interface DrizzleProperty {
  readonly name: string;
  /** The name that is written; null: it follows from the property's. */
  readonly written: string | null;
  /** Between the parentheses of the builder: `'total', { mode: 'number' }`. */
  readonly args: Range;
  readonly builder: string;
  readonly calls: readonly DrizzleCall[];
  readonly range: Range;
}

/** What the third argument of a table lists: an index, a constraint. */
export interface DrizzleEntry {
  /** `index`, `uniqueIndex`, `unique`, …. */
  readonly maker: string;
  /** null: Drizzle makes one of the table and the columns. */
  readonly name: string | null;
  /** Properties that stand in it, in their order. */
  readonly properties: readonly string[];
  readonly range: Range;
}

export interface DrizzleTable {
  readonly name: string;
  /** The literal with its quotes. */
  readonly nameRange: Range;
  /** In order; what is spread in or put together by code is left out. */
  readonly properties: readonly DrizzleProperty[];
  /** Between the braces of the columns. */
  readonly body: Range;
  /** The third argument, when it is a function of one list or object; null: there is none. */
  readonly extras: {
    readonly form: 'list' | 'object';
    readonly parameter: string;
    /** Between the brackets. */
    readonly body: Range;
    readonly entries: readonly DrizzleEntry[];
  } | null;
  /** Whether there is a third argument of another form. */
  readonly otherExtras: boolean;
  /** The closing parenthesis of the call. */
  readonly end: number;
}

/**
 * The tables that a text declares with pgTable, mysqlTable, sqliteTable or the `table` of a schema. Read as text, so
 * that no compiler is loaded; what is not understood is left out. Offsets are absolute, UTF-16.
 * Source: orm.drizzle.team/docs/sql-schema-declaration.
 */
export function readDrizzleTables(text: string): readonly DrizzleTable[] {
  const start = /\b(?:pgTable|mysqlTable|sqliteTable|[A-Za-z_$][\w$]*\.table)\s*\(\s*(?=['"`])/g;
  return [...text.matchAll(start)].flatMap((match) => {
    const opening = match.index + match[0].indexOf('(');
    const table = readTable(text, opening);
    return table === null ? [] : [table];
  });
}

function readTable(text: string, opening: number): DrizzleTable | null {
  const closing = closingAt(text, opening);
  if (closing === null) return null;
  const [name, columns, extras] = partsOf(text, { start: opening + 1, end: closing });
  if (name === undefined || columns === undefined || text[columns.start] !== '{') return null;
  const written = literalOf(text.slice(name.start, name.end));
  if (written === null) return null;
  const body = { start: columns.start + 1, end: columns.end - 1 };
  const read = extras === undefined ? null : readExtras(text, extras);
  return {
    name: written,
    nameRange: name,
    properties: partsOf(text, body).flatMap((part) => readProperty(text, part) ?? []),
    body,
    extras: read,
    otherExtras: extras !== undefined && read === null,
    end: closing,
  };
}

function readProperty(text: string, range: Range): DrizzleProperty | null {
  const own = text.slice(range.start, range.end);
  const head = /^(?:([A-Za-z_$][\w$]*)|(['"])([^'"]*)\2)\s*:\s*([\w$.]+)\s*(?=\()/.exec(own);
  if (head === null) return null;
  const opening = range.start + head[0].length;
  const closing = closingAt(text, opening);
  if (closing === null) return null;
  const calls: DrizzleCall[] = [];
  let at = closing + 1;
  for (;;) {
    const call = /^\s*\.\s*([\w$]+)\s*(?:<[^()]*>\s*)?\(/.exec(text.slice(at, range.end));
    const end = call === null ? null : closingAt(text, at + call[0].length - 1);
    if (call === null || end === null) break;
    calls.push({ name: call[1] ?? '', range: { start: at, end: end + 1 } });
    at = end + 1;
  }
  if (at !== range.end) return null;
  const args = { start: opening + 1, end: closing };
  const [first] = partsOf(text, args);
  return {
    name: head[1] ?? head[3] ?? '',
    written: first === undefined ? null : literalOf(text.slice(first.start, first.end)),
    args,
    builder: head[4] ?? '',
    calls,
    range,
  };
}

function readExtras(text: string, range: Range): DrizzleTable['extras'] {
  const own = text.slice(range.start, range.end);
  const head = /^\(?\s*([A-Za-z_$][\w$]*)\s*\)?\s*=>\s*(?=\[|\(\s*\{)/.exec(own);
  if (head === null) return null;
  const opening = range.start + own.slice(head[0].length).search(/[[{]/) + head[0].length;
  const closing = closingAt(text, opening);
  if (closing === null) return null;
  const form = text[opening] === '[' ? 'list' : 'object';
  const parameter = head[1] ?? '';
  const body = { start: opening + 1, end: closing };
  const entries = partsOf(text, body).flatMap((part) => readEntry(text, part, parameter) ?? []);
  return { form, parameter, body, entries };
}

function readEntry(text: string, range: Range, parameter: string): DrizzleEntry | null {
  const own = text.slice(range.start, range.end);
  const head = /^(?:[\w$'"]+\s*:\s*)?([A-Za-z]\w*)\s*\(\s*(?:(['"`])([^'"`]*)\2)?/.exec(own);
  if (head === null) return null;
  const named = own.matchAll(new RegExp(`\\b${parameter.replaceAll('$', '\\$')}\\.([\\w$]+)`, 'g'));
  return {
    maker: head[1] ?? '',
    name: head[3] ?? null,
    properties: [...named].map((match) => match[1] ?? ''),
    range,
  };
}

function literalOf(text: string): string | null {
  return /^(['"`])([^'"`$\\]*)\1$/.exec(text)?.[2] ?? null;
}

const token =
  /\/\/[^\n]*|\/\*[^]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[^])*`|[()[\]{},]/g;

/** The bracket that closes the one at `opening`; null: it is not closed. */
function closingAt(text: string, opening: number): number | null {
  let depth = 0;
  for (const { 0: found, index } of tokensFrom(text, opening)) {
    if ('([{'.includes(found)) depth++;
    else if (')]}'.includes(found) && --depth === 0) return index;
  }
  return null;
}

function* tokensFrom(text: string, start: number): Generator<RegExpExecArray> {
  const pattern = new RegExp(token);
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) yield match;
}

/** What stands between commas, without the space and the comments around it. */
function partsOf(text: string, { start, end }: Range): readonly Range[] {
  const cuts = [start - 1];
  let depth = 0;
  for (const { 0: found, index } of tokensFrom(text, start)) {
    if (index >= end) break;
    if ('([{'.includes(found)) depth++;
    else if (')]}'.includes(found)) depth--;
    else if (found === ',' && depth === 0) cuts.push(index);
  }
  return [...cuts.keys()].flatMap((at) => {
    const part = trimmed(text, { start: (cuts[at] ?? 0) + 1, end: cuts[at + 1] ?? end });
    return part.start < part.end ? [part] : [];
  });
}

function trimmed(text: string, { start, end }: Range): Range {
  const own = text.slice(start, end);
  const before = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*/.exec(own)?.[0].length ?? 0;
  const rest = own.slice(before);
  const after = /(?:\s|\/\/[^\n]*(?=\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*$/.exec(rest)?.[0].length ?? 0;
  return { start: start + before, end: start + before + rest.length - after };
}
