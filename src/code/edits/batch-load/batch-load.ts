import { ts } from '../../syntax';
import type { LibraryName, Resolver } from '../../../model/code';
import type { Range, TextEdit } from '../../../model/text';
import { callAt } from '../batch-read/asked';
import type { BatchedCall } from '../batch-read/batched-call';
import { batchedHelper } from '../batch-read/batch-helper';
import { batchings } from '../batch-read/batchings';
import { isTyped } from '../batch-read/free-names';
import { importEdit } from '../batch-read/imports';
import { isPath, rootOf } from '../batch-read/literals';
import { declaredIn, namesIn } from '../batch-read/loop-form';
import { fieldFunctionOf, type FieldFunction } from './field-form';
import { writtenLoader } from './written-loader';

/** A query for each object of a GraphQL type that is to be asked for the objects of one tick. */
export interface LoadRequest {
  readonly file: string;
  readonly text: string;
  readonly framework: Resolver['framework'];
  /** Of the call in the resolver: the query, or a function that does nothing but the query. */
  readonly call: Range;
  /** The file of that function and its query; null when the resolver asks itself. */
  readonly helper: { readonly file: string; readonly text: string; readonly query: Range } | null;
  readonly library: LibraryName;
}

/** What a loader is made of. */
export interface Loaded {
  readonly key: ts.Expression;
  readonly batched: BatchedCall;
  /** Text of a call that gives a map by key; null: the query of many is made in the loader. */
  readonly map: ((keys: string) => string) | null;
}

/**
 * The edits that declare a DataLoader beside a resolver, one for each request, and load by it. Keys keep their order;
 * one without a row gives what it gave; nothing is remembered longer than a tick, so a field reads what a mutation
 * wrote before. null: not of a form for which that is certain.
 */
export function batchLoad(request: LoadRequest): readonly TextEdit[] | null {
  const { file, text, framework, call: range } = request;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const call = callAt(source, range);
  const field = call === null ? null : fieldFunctionOf(call, framework);
  if (call === null || field === null) return null;
  const found = request.helper === null ? own(request, source, call, field) : behind(request, source, call);
  if (found === null || !isCertain(found.loaded, call, field, source)) return null;
  const written = writtenLoader(found.loaded, call, field, source);
  const imports = [
    { name: 'DataLoader', from: 'dataloader', whole: true },
    ...(field.decorator === null ? [] : [field.decorator]),
    ...(request.helper === null && found.loaded.batched.imports !== null
      ? [found.loaded.batched.imports]
      : []),
  ].map((one) => importEdit(source, one));
  if (imports.includes(null)) return null;
  const here = [...imports.flatMap((one) => one ?? []), ...written];
  return [...found.edits, ...here.map((edit) => ({ file, ...edit }))];
}

interface Found {
  readonly loaded: Loaded;
  readonly edits: readonly TextEdit[];
}

function own(
  { library }: LoadRequest,
  source: ts.SourceFile,
  call: ts.CallExpression,
  { parent }: FieldFunction,
): Found | null {
  const name = parent.name.getText(source);
  const varies = (value: ts.Expression): boolean => namesIn(value).has(name);
  const batched = batchings[library]?.({ call, source, varies }) ?? null;
  return batched === null || batched.missing === 'throws'
    ? null
    : { loaded: { key: batched.key, batched, map: null }, edits: [] };
}

function behind(request: LoadRequest, source: ts.SourceFile, call: ts.CallExpression): Found | null {
  const { helper, file, text, library, call: range } = request;
  if (helper === null) return null;
  const { query } = helper;
  const found = batchedHelper({ file, text, call: range, helper, query, library }, source, call);
  if (found === null || found.missing === 'throws') return null;
  return {
    loaded: { key: found.key, batched: found.batched, map: (keys) => found.many(keys) },
    edits: found.edits,
  };
}

/** The key is a path from the parent, whose type is known, and nothing else of the call comes from the resolver's own names. */
function isCertain(
  { key }: Loaded,
  call: ts.CallExpression,
  { fn, parent, context, owner }: FieldFunction,
  source: ts.SourceFile,
): boolean {
  if (!isPath(key) || ts.isIdentifier(key) || rootOf(key)?.text !== parent.name.getText(source)) return false;
  const inner = new Set(declaredIn(fn));
  const usesContext = context !== null && namesIn(call).has(context.name.getText(source));
  if (usesContext && owner === 'module') inner.delete(context.name.getText(source));
  if ([...namesIn(call, key)].some((name) => inner.has(name))) return false;
  if (!isTyped(source.fileName)) return true;
  const isObject =
    context?.type === undefined || !/^(?:unknown|any)$|\b(?:undefined|null)\b/.test(context.type.getText());
  return parent.type !== undefined && isObject && (!usesContext || context.type !== undefined);
}
