import type { Range } from '../../model/text';

/** A copy of changes or unread parts with every range moved by an offset. */
export function moved<T>(value: T, by: number): T {
  return mapRanges(value, ({ start, end }) => ({ start: start + by, end: end + by })) as T;
}

/** A copy with every range replaced by one: the exact places are not known. */
export function movedTo<T>(value: T, range: Range): T {
  return mapRanges(value, () => range) as T;
}

function mapRanges(value: unknown, map: (range: Range) => Range): unknown {
  if (Array.isArray(value)) return value.map((item) => mapRanges(item, map));
  if (typeof value !== 'object' || value === null) return value;
  const { start, end } = value as Partial<Range>;
  if (typeof start === 'number' && typeof end === 'number') return map({ start, end });
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapRanges(item, map)]));
}
