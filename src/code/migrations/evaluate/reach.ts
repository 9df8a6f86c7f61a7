import type { Host } from './host';
import type { Value } from './values';

/** A thing of the library in a value or in what it holds, that other code could use to change something. */
export function hostWithin(value: Value, depth = 0): Host | null {
  if (depth > 4) return null;
  switch (value.kind) {
    case 'host':
      return value.host.harmless === true ? null : value.host;
    case 'list':
      return firstOf(value.items, depth);
    case 'record':
      return value.base ?? firstOf([...value.entries.values()], depth);
    default:
      return null;
  }
}

function firstOf(values: readonly Value[], depth: number): Host | null {
  for (const value of values) {
    const found = hostWithin(value, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** A lazy query runs when it is awaited, also as one of several. */
export function settle(value: Value): void {
  if (value.kind === 'host') value.host.settle?.();
  else if (value.kind === 'list')
    for (const item of value.items) if (item.kind === 'host') item.host.settle?.();
}
