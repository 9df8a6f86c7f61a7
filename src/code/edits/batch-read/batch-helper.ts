import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';
import type { Range, TextEdit } from '../../../model/text';
import { readAhead } from './ahead';
import { askedAt, callAt } from './asked';
import type { BatchedCall } from './batched-call';
import { batchings } from './batchings';
import { helperOf, missingOf, type KeyedHelper } from './helper-form';
import { importEdit } from './imports';
import { isPath, rootOf } from './literals';
import { namesIn } from './loop-form';
import { isOfClass, isImportedFrom } from './reached-helper';
import { writtenBatch } from './written-batch';
import { writtenHelper, type WrittenHelper } from './written-helper';

/** A call in a loop of a function that asks the database. */
export interface HelperRequest {
  readonly file: string;
  readonly text: string;
  /** Of the call in the loop. */
  readonly call: Range;
  /** The file of the function, which may be the same one. */
  readonly helper: { readonly file: string; readonly text: string };
  /** Of the query in it. */
  readonly query: Range;
  readonly library: LibraryName;
}

/** A helper with its form for many keys. */
export interface BatchedHelper {
  readonly batched: BatchedCall;
  readonly missing: BatchedCall['missing'];
  /** The argument that picks the item. */
  readonly key: ts.Expression;
  /** Where the form for many is put, and what its file needs. */
  readonly edits: readonly TextEdit[];
  /** Text of the call of the form for many, without `await`; `keys` is the name of an array. */
  many(keys: string): string;
}

/**
 * The edits that give a helper a form for many keys beside it, call that before the loop, and look rows up in the
 * loop. null: the helper does more than one query by a key, or it cannot be told that it is the one that is called.
 */
export function batchHelper(request: HelperRequest): readonly TextEdit[] | null {
  const { file, text } = request;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const asked = askedAt(source, request.call);
  if (asked === null) return null;
  const { call, value, loop } = asked;
  const helper = batchedHelper(request, source, call);
  if (helper === null || !isPath(helper.key) || !loop.itemNames.has(rootOf(helper.key)?.text ?? ''))
    return null;
  if ([...namesIn(call, helper.key)].some((name) => loop.inner.has(name))) return null;
  const when = readAhead(asked, helper.key);
  if (when === null) return null;
  const looked = {
    when,
    key: helper.key,
    rowKey: helper.batched.rowKey,
    gives: helper.batched.gives,
    missing: helper.missing,
  };
  const edits = writtenBatch(looked, value, loop, source, ({ byKey, keys }) => [
    `const ${byKey} = await ${helper.many(keys)};`,
  ]);
  return [...helper.edits, ...edits.map((edit) => ({ file, ...edit }))];
}

/** The form for many of the helper that a call enters; null as {@link batchHelper}. */
export function batchedHelper(
  request: HelperRequest,
  source: ts.SourceFile,
  call: ts.CallExpression,
): BatchedHelper | null {
  const { helper: at, library } = request;
  const isSame = at.file === request.file;
  const own = isSame ? source : ts.createSourceFile(at.file, at.text, ts.ScriptTarget.Latest, true);
  const query = callAt(own, request.query);
  const helper = query === null ? null : helperOf(query);
  if (helper === null || call.arguments.length !== helper.fn.parameters.length) return null;
  const imported = reached(helper, call, source, isSame ? null : at.file);
  if (imported === null) return null;
  const keyed = keyedBy(helper, library, own);
  if (keyed === null) return null;
  const key = call.arguments[keyed.position];
  const written = writtenHelper(helper, keyed.parameter, keyed.batched, own);
  if (key === undefined || written === null) return null;
  const needed = keyed.batched.imports === null ? [] : importEdit(own, keyed.batched.imports);
  const known = imported === '' ? [] : importEdit(source, { name: written.name, from: imported });
  if (needed === null || known === null) return null;
  return {
    batched: keyed.batched,
    missing: missingOf(helper, keyed.batched),
    key,
    edits: [
      ...[...needed, written.edit].map((edit) => ({ file: at.file, ...edit })),
      ...known.map((edit) => ({ file: request.file, ...edit })),
    ],
    many: (keys) => manyCall(call, written, keyed.position, keys, source),
  };
}

function manyCall(
  call: ts.CallExpression,
  { name }: WrittenHelper,
  position: number,
  keys: string,
  source: ts.SourceFile,
): string {
  const callee = ts.isPropertyAccessExpression(call.expression)
    ? `${call.expression.expression.getText(source)}.${name}`
    : name;
  const passed = call.arguments.map((one, index) => (index === position ? keys : one.getText(source)));
  return `${callee}(${passed.join(', ')})`;
}

/** The query as one of many, and the parameter that picks its row. */
function keyedBy(
  helper: KeyedHelper,
  library: LibraryName,
  source: ts.SourceFile,
): {
  readonly batched: BatchedCall;
  readonly parameter: ts.ParameterDeclaration;
  readonly position: number;
} | null {
  const { parameters } = helper.fn;
  const isPlain = parameters.every(
    (one) =>
      ts.isIdentifier(one.name) &&
      one.initializer === undefined &&
      one.questionToken === undefined &&
      one.dotDotDotToken === undefined &&
      (ts.getDecorators(one) ?? []).length === 0,
  );
  if (!isPlain) return null;
  for (const [position, parameter] of parameters.entries()) {
    const name = parameter.name.getText(source);
    const varies = (value: ts.Expression): boolean => ts.isIdentifier(value) && value.text === name;
    const batched = batchings[library]?.({ call: helper.query, source, varies }) ?? null;
    if (batched === null || namesIn(helper.query, batched.key).has(name)) continue;
    return { batched, parameter, position };
  }
  return null;
}

/** From where the form for many must be imported: '' when it is at hand; null: the call may enter something else. */
function reached(
  helper: KeyedHelper,
  { expression: callee }: ts.CallExpression,
  source: ts.SourceFile,
  elsewhere: string | null,
): string | null {
  if (ts.isIdentifier(callee)) {
    if (callee.text !== helper.name || helper.owner !== null) return null;
    return elsewhere === null ? '' : isImportedFrom(source, callee.text, elsewhere);
  }
  if (!ts.isPropertyAccessExpression(callee) || callee.questionDotToken !== undefined) return null;
  const { owner } = helper;
  if (callee.name.text !== helper.name || owner?.name === undefined) return null;
  const { expression: receiver } = callee;
  if (receiver.kind === ts.SyntaxKind.ThisKeyword)
    return ts.findAncestor(callee, ts.isClassLike) === owner ? '' : null;
  return isOfClass(source, receiver, owner.name.text) ? '' : null;
}
