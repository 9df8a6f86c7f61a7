import type { Range } from '../../../model/text';
import type { SqlPart } from '../evaluate/host';
import { joined } from '../evaluate/values';

/** Rendered SQL: bare strings stand at the call that is rendered, the rest knows its own place. */
export type Sql = readonly SqlPart[];

type Insert = string | number | Sql;

function partsOf(insert: Insert): Sql {
  if (typeof insert === 'number') return [String(insert)];
  if (typeof insert === 'string') return insert === '' ? [] : [insert];
  return insert;
}

/** Template tag: rendered SQL whose interpolations keep their places. */
export function sql(strings: readonly string[], ...inserts: readonly Insert[]): Sql {
  return strings.flatMap((text, index) => [...partsOf(text), ...partsOf(inserts[index] ?? '')]);
}

/** The texts one after the other with the separator between each two. */
export function join(texts: readonly Insert[], separator: string): Sql {
  return texts.flatMap((text, index) => (index === 0 ? partsOf(text) : [separator, ...partsOf(text)]));
}

/** The same SQL, of which what has no place of its own yet stands at `place`. */
export function at(place: Range, parts: Sql): Sql {
  return parts.map((part) => (typeof part === 'string' ? { text: part, place } : part));
}

/** The characters of it. */
export function plain(parts: Sql): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : 'kind' in part ? joined(part) : part.text))
    .join('');
}
