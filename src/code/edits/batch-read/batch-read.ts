import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';
import type { Range, TextEdit } from '../../../model/text';
import { askedAt } from './asked';
import type { BatchedCall } from './batched-call';
import { batchings } from './batchings';
import { importEdit } from './imports';
import { isPath, rootOf } from './literals';
import { namesIn, type ListLoop } from './loop-form';
import { readHere, writtenBatch } from './written-batch';

/** A query in a loop that is to be read before the loop. */
export interface BatchRequest {
  readonly file: string;
  readonly text: string;
  /** Of the call that issues the query, absolute in the text. */
  readonly call: Range;
  readonly library: LibraryName;
}

/**
 * The edits that read all rows before the loop, in chunks, with each key asked for once, and look them up by key in
 * it; what a turn gets when there is no row, and what is thrown then, stays. null: the call or its loop is not of a
 * form for which that is certain.
 */
export function batchRead({ file, text, call: range, library }: BatchRequest): readonly TextEdit[] | null {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const asked = askedAt(source, range);
  if (asked === null) return null;
  const { call, value, loop } = asked;
  const varies = (one: ts.Expression): boolean => [...namesIn(one)].some((name) => loop.inner.has(name));
  const batched = batchings[library]?.({ call, source, varies }) ?? null;
  if (batched === null || !isCertain(batched, call, loop)) return null;
  const written = writtenBatch(batched, value, loop, source, readHere(batched, source));
  const imported = batched.imports === null ? [] : importEdit(source, batched.imports);
  if (imported === null) return null;
  return [...imported, ...written].map((edit) => ({ file, ...edit }));
}

/** The key is a path from the item itself, and nothing else of the query varies. */
function isCertain({ key }: BatchedCall, call: ts.CallExpression, loop: ListLoop): boolean {
  if (!isPath(key) || rootOf(key)?.text !== loop.item) return false;
  return [...namesIn(call, key)].every((name) => !loop.inner.has(name));
}
