import { loadCodeReader } from '../../code/load';
import type { LoopedQuery } from '../../model/code';
import type { Fix } from '../../model/finding';
import type { TextEdit } from '../../model/text';
import type { QueryFixContext } from '../rule';
import { keyColumn } from './key-column';

/**
 * The read of all rows before the loop, for a query that stands in the loop itself or in a function that does nothing
 * else. Not where the loop also writes the table: a turn could then see what an earlier one wrote.
 */
export function readBeforeLoop(context: QueryFixContext): readonly Fix[] {
  const looped = loopedAt(context);
  if (looped === null || isWritten(context, looped)) return [];
  if (!keyColumn(looped.query, context.ends()).isExact) return [];
  const edits = looped.distance === 'direct' ? readHere(context, looped) : readByHelper(context, looped);
  if (edits === null) return [];
  const title =
    looped.distance === 'direct'
      ? 'Read all rows with one query before the loop'
      : 'Give the function a form for many keys and call it before the loop';
  return [{ title, kind: 'review', edits }];
}

/** The count for all items before the loop, for one that stands in the loop itself; not where the loop writes the table. */
export function countBeforeLoop(context: QueryFixContext): readonly Fix[] {
  const looped = loopedAt(context);
  if (looped?.distance !== 'direct' || isWritten(context, looped)) return [];
  const { range: call, library } = looped.query;
  const { isExact, mayBeNull } = keyColumn(looped.query, context.ends());
  if (!isExact) return [];
  const { text } = context;
  const edits = loadCodeReader().batchCount({ file: context.finding.file, text, call, library, mayBeNull });
  if (edits === null) return [];
  return [{ title: 'Count for all items with one query before the loop', kind: 'review', edits }];
}

/** The query in a loop that a finding is about; null when it is about none. */
export function loopedAt({ finding, queries }: QueryFixContext): LoopedQuery | null {
  return (
    queries.looped.find(
      ({ call }) =>
        call.file === finding.file &&
        call.range.start === finding.range.start &&
        call.range.end === finding.range.end,
    ) ?? null
  );
}

function isWritten({ queries }: QueryFixContext, looped: LoopedQuery): boolean {
  return queries.looped.some(
    (other) =>
      other !== looped &&
      other.loop.range.start === looped.loop.range.start &&
      (other.query.table === null || other.query.table === looped.query.table) &&
      // Behind a call that is passed over stands more than its first query.
      ((other.distance !== 'direct' && other.exemption !== null) ||
        (other.query.verb !== 'read' && other.query.verb !== 'count')),
  );
}

function readHere(context: QueryFixContext, { query }: LoopedQuery): readonly TextEdit[] | null {
  const { range: call, library } = query;
  const { mayBeNull } = keyColumn(query, context.ends());
  return loadCodeReader().batchRead({
    file: context.finding.file,
    text: context.text,
    call,
    library,
    mayBeNull,
  });
}

/** Only where the function that is called asks itself: one step away. */
function readByHelper(
  context: QueryFixContext,
  { query, call, path }: LoopedQuery,
): readonly TextEdit[] | null {
  const { finding, text } = context;
  const helper = path.length === 2 ? context.textOf(query.file) : null;
  if (helper === null) return null;
  return loadCodeReader().batchHelper({
    file: finding.file,
    text,
    call: call.range,
    helper: { file: query.file, text: helper },
    query: query.range,
    library: query.library,
  });
}
