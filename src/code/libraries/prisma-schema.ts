import type { Range } from '../../model/text';

export interface PrismaAttribute {
  /** Without `@` or `@@`. */
  readonly name: string;
  /** Text between the parentheses; '' without. */
  readonly args: string;
  readonly range: Range;
}

export interface PrismaField {
  readonly name: string;
  readonly nameRange: Range;
  /** Database name: `@map`, else the name. */
  readonly column: string;
  readonly type: string;
  readonly typeRange: Range;
  readonly list: boolean;
  readonly optional: boolean;
  readonly attributes: readonly PrismaAttribute[];
  /** The field's text on its line, comment excluded. */
  readonly range: Range;
}

export interface PrismaModel {
  readonly kind: 'model' | 'view' | 'type';
  readonly name: string;
  readonly nameRange: Range;
  /** Database name: `@@map`, else the name. */
  readonly table: string;
  /** Database schema: `@@schema`; null when not written. */
  readonly schema: string | null;
  readonly fields: readonly PrismaField[];
  readonly attributes: readonly PrismaAttribute[];
  /** From the keyword to the closing brace. */
  readonly range: Range;
  /** Between the braces. */
  readonly body: Range;
}

export interface PrismaEnum {
  readonly name: string;
  readonly nameRange: Range;
  readonly values: readonly string[];
}

export interface PrismaSchema {
  readonly models: readonly PrismaModel[];
  readonly enums: readonly PrismaEnum[];
  /** `provider` of the datasource: `postgresql`, `mysql`, `sqlite`, …; null when there is none in this file. */
  readonly provider: string | null;
}

const blockStart = /^[ \t]*(model|view|type|enum|datasource|generator)[ \t]+([A-Za-z_]\w*)[ \t]*\{/gm;
const fieldLine = /^([ \t]*)([A-Za-z]\w*)([ \t]+)([A-Za-z]\w*(?:\("[^"]*"\))?)(\[\])?(\?)?/;

/** Reads a schema.prisma. Lines that are not understood are passed over; offsets are absolute. */
export function readPrismaSchema(text: string): PrismaSchema {
  const models: PrismaModel[] = [];
  const enums: PrismaEnum[] = [];
  let provider: string | null = null;
  blockStart.lastIndex = 0;
  for (let match = blockStart.exec(text); match; match = blockStart.exec(text)) {
    const [whole, kind = '', name = ''] = match;
    const start = match.index + whole.search(/\S/);
    const bodyStart = match.index + whole.length;
    const bodyEnd = closingBrace(text, bodyStart);
    const nameStart = start + whole.trimStart().indexOf(name, kind.length);
    const nameRange = { start: nameStart, end: nameStart + name.length };
    const body = { start: bodyStart, end: bodyEnd };
    if (kind === 'datasource')
      provider = /\bprovider\s*=\s*"([^"]+)"/.exec(text.slice(bodyStart, bodyEnd))?.[1] ?? null;
    else if (kind === 'enum')
      enums.push({ name, nameRange, values: enumValues(text.slice(bodyStart, bodyEnd)) });
    else if (kind !== 'generator')
      models.push(
        readModel(
          text,
          kind as PrismaModel['kind'],
          name,
          nameRange,
          { start, end: Math.min(bodyEnd + 1, text.length) },
          body,
        ),
      );
    blockStart.lastIndex = bodyEnd;
  }
  return { models, enums, provider };
}

/** The fields of a model that are columns: scalars and enums, not relations and not `@ignore`d types of other models. */
export function columnsOf(model: PrismaModel, modelNames: ReadonlySet<string>): readonly PrismaField[] {
  return model.fields.filter((field) => !modelNames.has(field.type));
}

function readModel(
  text: string,
  kind: PrismaModel['kind'],
  name: string,
  nameRange: Range,
  range: Range,
  body: Range,
): PrismaModel {
  const fields: PrismaField[] = [];
  const attributes: PrismaAttribute[] = [];
  for (const line of linesOf(text, body)) {
    const code = withoutComment(text.slice(line.start, line.end));
    if (code.trimStart().startsWith('@@')) attributes.push(...readAttributes(code, line.start));
    else {
      const field = readField(code, line.start);
      if (field) fields.push(field);
    }
  }
  const table = attributeText(attributes, 'map') ?? name;
  return {
    kind,
    name,
    nameRange,
    table,
    schema: attributeText(attributes, 'schema'),
    fields,
    attributes,
    range,
    body,
  };
}

function readField(code: string, lineStart: number): PrismaField | null {
  const match = fieldLine.exec(code);
  if (!match) return null;
  const [head, indent = '', name = '', gap = '', type = '', list, optional] = match;
  const start = lineStart + indent.length;
  const typeStart = start + name.length + gap.length;
  const attributes = readAttributes(code.slice(head.length), lineStart + head.length);
  return {
    name,
    nameRange: { start, end: start + name.length },
    column: attributeText(attributes, 'map') ?? name,
    type,
    typeRange: { start: typeStart, end: typeStart + type.length },
    list: list !== undefined,
    optional: optional !== undefined,
    attributes,
    range: { start, end: lineStart + code.trimEnd().length },
  };
}

function readAttributes(code: string, offset: number): PrismaAttribute[] {
  const attributes: PrismaAttribute[] = [];
  const start = /@@?([A-Za-z][\w.]*)/g;
  for (let match = start.exec(code); match; match = start.exec(code)) {
    let end = match.index + match[0].length;
    let args = '';
    if (code[end] === '(') {
      const close = closingParenthesis(code, end);
      args = code.slice(end + 1, close);
      end = Math.min(close + 1, code.length);
    }
    attributes.push({
      name: match[1] ?? '',
      args,
      range: { start: offset + match.index, end: offset + end },
    });
    start.lastIndex = end;
  }
  return attributes;
}

/** The string an attribute is given: `@map("user_id")`, `@@map(name: "users")`. */
function attributeText(attributes: readonly PrismaAttribute[], name: string): string | null {
  const found = attributes.find((attribute) => attribute.name === name);
  return found ? (/"((?:[^"\\]|\\.)*)"/.exec(found.args)?.[1] ?? null) : null;
}

function enumValues(body: string): string[] {
  const values = body.split('\n').map((line) => /^\s*([A-Za-z]\w*)/.exec(withoutComment(line))?.[1]);
  return values.filter((value) => value !== undefined);
}

function linesOf(text: string, body: Range): Range[] {
  const lines: Range[] = [];
  let start = body.start;
  while (start < body.end) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 || newline > body.end ? body.end : newline;
    lines.push({ start, end: text[end - 1] === '\r' ? end - 1 : end });
    start = end + 1;
  }
  return lines;
}

/** The line up to `//`, strings respected. */
function withoutComment(line: string): string {
  return line.slice(0, commentStart(line) ?? line.length);
}

/** Where the comment of a line begins (`//` outside of strings); null when it has none. */
export function commentStart(line: string): number | null {
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\' && quoted) at++;
    else if (line[at] === '"') quoted = !quoted;
    else if (!quoted && line[at] === '/' && line[at + 1] === '/') return at;
  }
  return null;
}

function closingParenthesis(code: string, open: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = open; at < code.length; at++) {
    const char = code[at];
    if (char === '\\' && quoted) at++;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return code.length;
}

/** Blocks do not nest; a brace counts only at the start of a line, so that defaults like "{}" do not end a model. */
function closingBrace(text: string, from: number): number {
  const close = /^[ \t]*\}/gm;
  close.lastIndex = from;
  const match = close.exec(text);
  if (match) return match.index + match[0].length - 1;
  const sameLine = text.indexOf('}', from);
  return sameLine >= 0 ? sameLine : text.length;
}
