import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';
import type { Range, TextEdit } from '../../../model/text';
import { importEdit } from '../batch-read/imports';
import { namesIn, type ListLoop } from '../batch-read/loop-form';
import { assignedIn } from '../batch-read/turn';
import { changeForms } from './change-forms';
import { insertForms } from './insert-forms';
import { upsertForms, type UpsertOfMany } from './upsert-forms';
import { writingLoopAt, type WritingLoop } from './writing-loop';
import { writtenUpsert } from './written-upsert';
import { writtenWrite } from './written-write';

/** A write in a loop that is to be made for all items after it. */
export interface WriteRequest {
  readonly file: string;
  readonly text: string;
  /** Of the call that writes, absolute in the text. */
  readonly call: Range;
  readonly library: LibraryName;
  readonly verb: 'insert' | 'upsert' | 'change';
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
  const upsert = verb === 'change' ? null : (upsertForms[library]?.(call, source) ?? null);
  if (upsert !== null) return upserted(file, upsert, writing, source);
  if (verb === 'upsert') return null;
  const forms = verb === 'insert' ? insertForms : changeForms(loop.inner);
  const write = forms[library]?.(call, source) ?? null;
  if (write === null || !isOfTurn(call, loop, write.item)) return null;
  const imported = write.imports === null ? [] : importEdit(source, write.imports);
  if (imported === null) return null;
  const edits = [...imported, ...writtenWrite(write, writing, source)];
  return { title: write.title, edits: edits.map((edit) => ({ file, ...edit })) };
}

function upserted(
  file: string,
  upsert: UpsertOfMany,
  writing: WritingLoop,
  source: ts.SourceFile,
): ReturnType<typeof batchWrite> {
  const imported = upsert.imports === null ? [] : importEdit(source, upsert.imports);
  if (imported === null || !isOfTurn(writing.call, writing.loop, upsert.row, ...upsert.replaced)) return null;
  const edits = [...imported, ...writtenUpsert(upsert, writing, source)];
  return { title: upsert.title, edits: edits.map((edit) => ({ file, ...edit })) };
}

/** What is written differs from turn to turn, and nothing else of the call does. */
function isOfTurn(
  call: ts.Node,
  { inner, body }: ListLoop,
  item: ts.Node,
  ...replaced: readonly ts.Node[]
): boolean {
  const assigned = assignedIn(body);
  return (
    [...namesIn(item)].some((name) => inner.has(name)) &&
    [...namesIn(call, item, ...replaced)].every((name) => !inner.has(name) && !assigned.has(name))
  );
}
