import type { QueryDetails } from '../../model/code';
import type { QueryReading } from '../../sql/query-reading';
import type { SqlFact } from '../facts';
import { bareColumn, readConditionText } from './condition-text';
import { DetailsDraft } from './details';
import { holesInStatement } from './query-text';

const clause =
  /\b(where|set|values|from|order\s+by|group\s+by|having|limit|fetch\s+(?:first|next)|offset|returning|for\s+(?:no\s+key\s+)?(?:update|share)|on\s+conflict|on\s+duplicate|union|window)\b/gi;
const same: (name: string) => string = (name) => name;

/** What an SQL text asks, by its clauses. A part that code puts in (`${…}`) where no value stands leaves its clause unknown. */
export function sqlDetails(fact: SqlFact, client: string, inTransaction: boolean): QueryDetails {
  const draft = new DetailsDraft(client);
  draft.inTransaction = inTransaction;
  const text = withoutLiterals(fact.text);
  const top = outermost(text);
  const parts = clausesOf(text, top);
  const keyword = (/^\s*(\w+)/.exec(top)?.[1] ?? '').toUpperCase();
  const body =
    keyword === 'WITH'
      ? (/\)\s*(select|insert|update|delete)\b/i.exec(top)?.[1] ?? 'select').toUpperCase()
      : keyword;
  readWhere(draft, parts.get('where'));
  readOrder(draft, parts.get('order by'));
  if (parts.has('limit') || parts.has('fetch'))
    draft.limited = /^\s*1\b(?!\s*,)/.test(parts.get('limit') ?? '') ? 'one' : 'limit';
  draft.offset = parts.has('offset') || /,/.test(parts.get('limit') ?? '');
  draft.locks = parts.has('for') || /advisory_(?:xact_)?lock|get_lock\s*\(/i.test(fact.text);
  if (body === 'SELECT') readSelection(draft, top);
  if (body === 'INSERT' || body === 'REPLACE') readInsert(draft, text, parts.get('values'));
  if (body === 'UPDATE') readSet(draft, parts.get('set'));
  if (holesInStatement(fact.text, fact.holes).length > 0) {
    draft.mayFilter();
    draft.sortUnknown();
    if (draft.limited === 'none') draft.limited = 'unknown';
    if (body !== 'SELECT') draft.writeUnknown();
  }
  return draft.done();
}

/** What an SQL text asks, as the grammar of the engine reads it. */
export function detailsOfReading(
  reading: QueryReading,
  client: string,
  inTransaction: boolean,
): QueryDetails {
  const draft = new DetailsDraft(client);
  draft.inTransaction = inTransaction;
  for (const { column, operator } of reading.filters ?? []) draft.filter(column, operator);
  if (reading.condition && (reading.filters === null || reading.filters.length === 0)) draft.filterUnknown();
  for (const { column, descending } of reading.order ?? []) draft.sort(column, descending);
  if (reading.order === null) draft.sortUnknown();
  draft.limited = reading.limited;
  draft.offset = reading.offset;
  draft.locks = reading.locks;
  draft.selected = reading.selected;
  for (const column of reading.written ?? []) draft.writeColumn(column, undefined);
  if (reading.written === null) draft.writeUnknown();
  draft.rows = reading.rows;
  return draft.done();
}

/** Comments and strings become spaces; offsets stay. */
function withoutLiterals(text: string): string {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, (part) => ' '.repeat(part.length));
}

/** What stands in parentheses becomes spaces; offsets stay. */
function outermost(text: string): string {
  let depth = 0;
  let result = '';
  for (const character of text) {
    if (character === ')') depth = Math.max(0, depth - 1);
    result += depth === 0 || character === '\n' ? character : ' '.repeat(character.length);
    if (character === '(') depth++;
  }
  return result;
}

/** The text of each outer clause, by its keyword; the first of each. */
function clausesOf(text: string, top: string): ReadonlyMap<string, string> {
  const starts = [...top.matchAll(clause)];
  const parts = new Map<string, string>();
  starts.forEach((match, at) => {
    const name = (match[1] ?? '')
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/^(for|fetch) .*/, '$1');
    const from = match.index + match[0].length;
    if (!parts.has(name)) parts.set(name, text.slice(from, starts[at + 1]?.index ?? text.length));
  });
  return parts;
}

function readWhere(draft: DetailsDraft, text: string | undefined): void {
  if (text === undefined) return;
  // Conditions of a subquery are conditions on another table.
  readConditionText(draft, text.replace(/\(\s*select\b[\s\S]*$/i, ''), same);
}

function readOrder(draft: DetailsDraft, text: string | undefined): void {
  for (const part of text?.split(',') ?? []) {
    const name = bareColumn(part);
    if (/^[A-Za-z_]\w*$/.test(name)) draft.sort(name, /\bdesc\b/i.test(part));
    else draft.sortUnknown();
  }
}

function readSelection(draft: DetailsDraft, top: string): void {
  const list = /\bselect\s+(?:distinct\s+)?([\s\S]*?)\bfrom\b/i.exec(top)?.[1];
  const names = list?.split(',').map(bareColumn) ?? [];
  if (names.some((name) => name === '*')) return;
  if (names.every((name) => /^[A-Za-z_]\w*$/.test(name)) && names.length > 0) draft.select(names);
  else draft.selected = null;
  if (
    list !== undefined &&
    /^\s*(?:count|sum|avg|min|max)\s*\(/i.test(list) &&
    names.length === 1 &&
    !/\bgroup\b/i.test(top)
  )
    draft.limited = 'one';
}

function readInsert(draft: DetailsDraft, text: string, values: string | undefined): void {
  const columns = /\binto\s+[\w."`]+(?:\s+as\s+\w+)?\s*\(([^)]*)\)/i.exec(text)?.[1];
  if (columns === undefined) draft.writeUnknown();
  for (const column of columns?.split(',') ?? []) draft.writeColumn(bareColumn(column), undefined);
  const rows = values === undefined ? 0 : (outermost(values).match(/\(/g) ?? []).length;
  draft.rows = values === undefined ? 'unknown' : rows > 1 ? 'many' : rows === 1 ? 'one' : 'unknown';
}

function readSet(draft: DetailsDraft, text: string | undefined): void {
  if (text === undefined) draft.writeUnknown();
  for (const part of outermost(text ?? '').split(',')) {
    const column = bareColumn(part.split('=')[0] ?? '');
    if (/^[A-Za-z_]\w*$/.test(column)) draft.writeColumn(column, undefined);
    else draft.writeUnknown();
  }
}
