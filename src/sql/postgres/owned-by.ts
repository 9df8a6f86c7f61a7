import type { ObjectName } from '../../model/schema-change';
import type { Node } from './ast';
import type { Source } from './source';
import { stringsOf } from './walk';

/** OWNED BY of a sequence: its column, null for NONE, undefined when the options do not say. */
export function ownedBy(
  options: readonly Node[] | undefined,
  source: Source,
): { readonly table: ObjectName; readonly column: string } | null | undefined {
  for (const node of options ?? []) {
    if (!('DefElem' in node) || node.DefElem.defname !== 'owned_by') continue;
    const { arg } = node.DefElem;
    const names = arg !== undefined && 'List' in arg ? stringsOf(arg.List.items) : [];
    const [column, name, schema] = names.toReversed();
    if (column === undefined || name === undefined) return null;
    const keyword = source.findWord(source.span, 'OWNED', 'BY');
    const { range } = source.name(keyword + 2).name;
    return { table: { name, schema: schema ?? null, range }, column };
  }
  return undefined;
}
