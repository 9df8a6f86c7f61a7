import type { SchemaChange } from '../../model/schema-change';
import type { StatementReading, Unread } from '../../model/statement';
import type { Range } from '../../model/text';
import { tokenize } from '../lexer';
import { maskTemplates, type Masked, type Placeholder } from './templates';

/**
 * A statement with placeholders, read as if each were a name; null when it has none or is not read then either.
 * Which schema it is, which role, or the value of a setting need not be known to judge a statement; what else a
 * placeholder stands for is unread.
 */
export function readTemplate(
  text: string,
  read: (masked: string) => StatementReading | null,
): StatementReading | null {
  const masked = maskTemplates(text);
  const reading = masked === null ? null : read(masked.text);
  return masked === null || reading === null ? null : unmasked(reading, masked, text);
}

/** The reading of a masked text as one of the text itself: names that hold placeholders are given as written. */
export function unmasked(reading: StatementReading, masked: Masked, text: string): StatementReading {
  const names = nameRanges(reading.changes, masked.text);
  const unknown = masked.placeholders.filter(
    (placeholder) => !isOfNoConsequence(placeholder, reading.changes, names, masked.text),
  );
  const unread: Unread[] = unknown.map(({ range, text: written, kind }) => ({
    range,
    reason:
      kind === 'control' ? `${written} decides what runs here` : `what ${written} stands for is not known`,
  }));
  return {
    ...reading,
    text,
    changes: restored(reading.changes, { masked, masks: masksOf(masked), text }) as readonly SchemaChange[],
    unread: [...reading.unread, ...unread],
    confidence: reading.confidence === 'low' ? 'low' : 'medium',
  };
}

function isOfNoConsequence(
  { range, kind }: Placeholder,
  changes: readonly SchemaChange[],
  names: readonly Range[],
  masked: string,
): boolean {
  if (kind === 'control') return false;
  // A qualifier: the object is known by its own name.
  if (/^"?\s*\./.test(masked.slice(range.end, range.end + 200))) return true;
  if (names.some((name) => name.start < range.end && range.start < name.end)) return false;
  return changes.every(isIndifferent);
}

/** Only names count in these: not the values set, the roles named, or what stands in a body. */
function isIndifferent(change: SchemaChange): boolean {
  switch (change.kind) {
    case 'other':
    case 'set-setting':
    case 'transaction':
      return true;
    case 'create-object':
      return ['function', 'procedure', 'schema', 'extension', 'policy'].includes(change.object);
    default:
      return false;
  }
}

/** Where the names of tables, columns and other objects stand, without their qualifiers. */
function nameRanges(changes: readonly SchemaChange[], masked: string): readonly Range[] {
  const ranges: Range[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      if (isNamed(value)) ranges.push(lastPart(value.range, masked));
      Object.values(value).forEach(visit);
    }
  };
  for (const change of changes)
    visit(change.kind === 'create-object' && change.object === 'schema' ? null : change);
  return ranges;
}

interface Named {
  readonly name: string;
  readonly schema?: string | null;
  readonly range: Range;
}

function isNamed(value: object): value is Named {
  return 'name' in value && typeof value.name === 'string' && isRange((value as { range?: unknown }).range);
}

function isRange(value: unknown): value is Range {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Range>).start === 'number';
}

function lastPart(range: Range, masked: string): Range {
  const last = tokenize(masked.slice(range.start, range.end), 'postgres').at(-1);
  return last === undefined ? range : { start: range.start + last.start, end: range.end };
}

interface Original {
  readonly masked: Masked;
  readonly masks: ReadonlyMap<string, string>;
  readonly text: string;
}

/** A copy in which everything that was taken from a placeholder's mask is what the text says there. */
function restored(value: unknown, original: Original): unknown {
  if (typeof value === 'string') return withoutMasks(value, original.masks);
  if (Array.isArray(value)) return value.map((item) => restored(item, original));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, restored(item, original)]);
  const copy = Object.fromEntries(entries) as Record<string, unknown>;
  const { range, text: written } = value as { range?: unknown; text?: unknown };
  const { masked, text } = original;
  if (!isRange(range) || !touches(range, masked)) return copy;
  if (written === masked.text.slice(range.start, range.end))
    copy['text'] = text.slice(range.start, range.end);
  if (isNamed(value)) Object.assign(copy, renamed(value, masked, text));
  return copy;
}

function touches(range: Range, { placeholders }: Masked): boolean {
  let low = 0;
  let high = placeholders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((placeholders[middle]?.range.end ?? 0) <= range.start) low = middle + 1;
    else high = middle;
  }
  return (placeholders[low]?.range.start ?? Infinity) < range.end;
}

function renamed({ name, schema, range }: Named, masked: Masked, text: string): Partial<Named> {
  const last = lastPart(range, masked.text);
  const own = touches(last, masked) ? asName(text.slice(last.start, last.end)) : name;
  if (schema == null) return { name: own };
  const before = { start: range.start, end: last.start };
  const qualifier = text.slice(before.start, before.end).trim().replace(/\.$/, '');
  return { name: own, schema: touches(before, masked) ? asName(qualifier) : schema };
}

function asName(written: string): string {
  const bare = written.trim().replace(/\s+/g, ' ');
  return bare.length > 1 && bare.startsWith('"') && bare.endsWith('"') ? bare.slice(1, -1) : bare;
}

/** A mask that is long enough not to be anything else. */
const leastLength = 6;

/** Each long mask with what it stands for, once. */
function masksOf({ text, placeholders }: Masked): ReadonlyMap<string, string> {
  const masks = new Map<string, string>();
  for (const { range, text: written, kind } of placeholders) {
    const mask = text.slice(range.start, range.end);
    if (kind === 'value' && mask.length >= leastLength) masks.set(mask, written.replace(/\s+/g, ' '));
  }
  return masks;
}

function withoutMasks(value: string, masks: ReadonlyMap<string, string>): string {
  let result = value;
  for (const [mask, written] of masks)
    if (result.includes(mask)) result = result.replaceAll(mask, () => written);
  return result;
}
