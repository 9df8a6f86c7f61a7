import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';
import type { Range, TextEdit } from '../../../model/text';
import { readAhead } from './ahead';
import { askedAt } from './asked';
import type { OneCall } from './batched-call';
import { batchings } from './batchings';
import { countings, countLines } from './counted-call';
import { isTyped } from './free-names';
import { importEdit } from './imports';
import { isPath, rootOf } from './literals';
import { namesIn, type ListLoop } from './loop-form';
import { pathText } from './turn';
import { readHere, writtenBatch, type Lookup } from './written-batch';

/** A query in a loop that is to be read before the loop. */
export interface BatchRequest {
  readonly file: string;
  readonly text: string;
  /** Of the call that issues the query, absolute in the text. */
  readonly call: Range;
  readonly library: LibraryName;
  /** The column that the rows are picked by takes NULL: a key that is null may ask for those rows. */
  readonly mayBeNull?: boolean;
}

/**
 * The edits that read all rows before the loop, in chunks, with each key asked for once, and look them up by key in
 * it; what a turn gets when there is no row, and what is thrown then, stays. null: the call or its loop is not of a
 * form for which that is certain.
 */
export function batchRead(request: BatchRequest): readonly TextEdit[] | null {
  return batched(request, (one) => {
    const many = batchings[request.library]?.(one) ?? null;
    if (many === null) return null;
    const lines = readHere(many, one.source);
    return { looked: many, lines, imports: many.imports === null ? [] : [many.imports] };
  });
}

/** The edits that count for all items before the loop, as {@link batchRead} reads. An item without rows counts zero. */
export function batchCount(request: BatchRequest): readonly TextEdit[] | null {
  return batched(request, (one) => {
    const counted = countings[request.library]?.(one) ?? null;
    if (counted === null) return null;
    const typed = isTyped(request.file);
    return {
      looked: { key: counted.key, rowKey: counted.rowKey, gives: 'row', missing: 'zero' },
      lines: (names) => countLines(counted, names, names.byKey, typed),
      imports: counted.imports,
    };
  });
}

interface Many {
  readonly looked: Omit<Lookup, 'when'>;
  readonly lines: Parameters<typeof writtenBatch>[4];
  readonly imports: readonly { readonly name: string; readonly from: string }[];
}

function batched(
  { file, text, call: range, mayBeNull = false }: BatchRequest,
  manyOf: (one: OneCall) => Many | null,
): readonly TextEdit[] | null {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const asked = askedAt(source, range);
  if (asked === null) return null;
  const { call, value, loop } = asked;
  const varies = (one: ts.Expression): boolean => [...namesIn(one)].some((name) => loop.inner.has(name));
  const many = manyOf({ call, source, varies });
  if (many === null || !isCertain(many.looked, call, loop)) return null;
  const when = readAhead(asked, many.looked.key);
  if (when === null || (mayBeNull && mayLack(many.looked.key, when))) return null;
  const imported = many.imports.map((one) => importEdit(source, one));
  if (imported.includes(null)) return null;
  const edits = [
    ...imported.flatMap((one) => one ?? []),
    ...writtenBatch({ ...many.looked, when }, value, loop, source, many.lines),
  ];
  return edits.map((edit) => ({ file, ...edit }));
}

/** Nothing says of the key that it is there: no condition, and it is not the item's own `id`. */
function mayLack(key: ts.Expression, when: string): boolean {
  return !ts.isNonNullExpression(key) && !/(?:^|\.)id$/.test(pathText(key)) && !when.includes(pathText(key));
}

/** The key is a path from the item itself, and nothing else of the query varies. */
function isCertain({ key }: Pick<Lookup, 'key'>, call: ts.CallExpression, loop: ListLoop): boolean {
  if (!isPath(key) || !loop.itemNames.has(rootOf(key)?.text ?? '')) return false;
  return [...namesIn(call, key)].every((name) => !loop.inner.has(name));
}
