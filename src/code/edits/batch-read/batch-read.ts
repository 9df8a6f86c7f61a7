import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';
import type { Range, TextEdit } from '../../../model/text';
import type { BatchedCall, Batching } from './batched-call';
import { batchDrizzle } from './drizzle';
import { importEdit } from './imports';
import { batchKnex } from './knex';
import { batchKysely } from './kysely';
import { isPath, rootOf } from './literals';
import { listLoopOf, namesIn, type ListLoop } from './loop-form';
import { batchPrisma } from './prisma';
import { batchSequelize } from './sequelize';
import { batchTypeorm } from './typeorm';
import { writtenBatch } from './written-batch';

/** A query in a loop that is to be read before the loop. */
export interface BatchRequest {
  readonly file: string;
  readonly text: string;
  /** Of the call that issues the query, absolute in the text. */
  readonly call: Range;
  readonly library: LibraryName;
}

const batchings: Partial<Record<LibraryName, Batching>> = {
  prisma: batchPrisma,
  typeorm: batchTypeorm,
  knex: batchKnex,
  kysely: batchKysely,
  drizzle: batchDrizzle,
  sequelize: batchSequelize,
};

/**
 * The edits that read all rows before the loop, in chunks, with each key asked for once, and look them up by key in
 * it; what a turn gets when there is no row, and what is thrown then, stays. null: the call or its loop is not of a
 * form for which that is certain.
 */
export function batchRead({ file, text, call: range, library }: BatchRequest): readonly TextEdit[] | null {
  const batching = batchings[library];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const call = callAt(source, range);
  const awaited = call?.parent;
  const loop = call === null ? null : listLoopOf(call);
  if (batching === undefined || call === null || loop === null || awaited === undefined) return null;
  if (!ts.isAwaitExpression(awaited)) return null;
  const varies = (value: ts.Expression): boolean => [...namesIn(value)].some((name) => loop.inner.has(name));
  const batched = batching({ call, source, varies });
  if (batched === null || !isCertain(batched, call, loop)) return null;
  const written = writtenBatch(batched, awaited, loop, source);
  const imported = batched.imports === null ? [] : importEdit(source, batched.imports);
  if (imported === null) return null;
  return [...imported, ...written].map((edit) => ({ file, ...edit }));
}

/** The key is a path from the item itself, and nothing else of the query varies. */
function isCertain({ key }: BatchedCall, call: ts.CallExpression, loop: ListLoop): boolean {
  if (!isPath(key) || rootOf(key)?.text !== loop.item) return false;
  return [...namesIn(call, key)].every((name) => !loop.inner.has(name));
}

function callAt(source: ts.SourceFile, { start, end }: Range): ts.CallExpression | null {
  let found: ts.CallExpression | null = null;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    if (ts.isCallExpression(node) && node.getStart(source) === start && node.end === end) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
