import type { Range } from '../../model/text';

/** A copy of changes or unread parts with every range in it replaced by what `map` makes of it. */
export function mappedRanges<T>(value: T, map: (range: Range) => Range): T {
  return mapRanges(value, map) as T;
}

function mapRanges(value: unknown, map: (range: Range) => Range): unknown {
  if (Array.isArray(value)) return value.map((item) => mapRanges(item, map));
  if (typeof value !== 'object' || value === null) return value;
  const { start, end } = value as Partial<Range>;
  if (typeof start === 'number' && typeof end === 'number') return map({ start, end });
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapRanges(item, map)]));
}
