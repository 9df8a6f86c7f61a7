import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';
import type { Range, TextEdit } from '../../../model/text';
import { importEdit } from '../batch-read/imports';
import { namesIn } from '../batch-read/loop-form';
import { writtenIn } from '../batch-read/turn';
import { changeForms } from './change-forms';
import { insertForms } from './insert-forms';
import { writingLoopAt } from './writing-loop';
import { writtenWrite } from './written-write';

/** A write in a loop that is to be made for all items after it. */
export interface WriteRequest {
  readonly file: string;
  readonly text: string;
  /** Of the call that writes, absolute in the text. */
  readonly call: Range;
  readonly library: LibraryName;
  readonly verb: 'insert' | 'change';
}

/**
 * The edits that collect rows or keys in a loop and write them after it, in chunks, and what they do as a title. null:
 * the call or its loop is not of a form for which it is certain that the same rows are written.
 */
export function batchWrite({ file, text, call: range, library, verb }: WriteRequest): {
  readonly title: string;
  readonly edits: readonly TextEdit[];
} | null {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const writing = writingLoopAt(source, range);
  if (writing === null) return null;
  const { call, loop } = writing;
  const forms = verb === 'insert' ? insertForms : changeForms(loop.inner);
  const write = forms[library]?.(call, source) ?? null;
  if (write === null || ![...namesIn(write.item)].some((name) => loop.inner.has(name))) return null;
  const besides = [...namesIn(call, write.item)];
  const written = writtenIn(loop.body);
  if (besides.some((name) => loop.inner.has(name) || written.has(name))) return null;
  const imported = write.imports === null ? [] : importEdit(source, write.imports);
  if (imported === null) return null;
  const edits = [...imported, ...writtenWrite(write, writing, source)];
  return { title: write.title, edits: edits.map((edit) => ({ file, ...edit })) };
}
