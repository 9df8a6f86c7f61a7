import { loadCodeReader } from '../../code/load';
import type { Fix } from '../../model/finding';
import type { QueryFixContext } from '../rule';

/**
 * The read of all rows before the loop, for a query that stands in the loop itself. Not where the loop also writes
 * the table: a turn could then see what an earlier one wrote.
 */
export function readBeforeLoop({ finding, queries, text }: QueryFixContext): readonly Fix[] {
  const looped = queries.looped.find(
    ({ call, distance }) =>
      distance === 'direct' &&
      call.file === finding.file &&
      call.range.start === finding.range.start &&
      call.range.end === finding.range.end,
  );
  if (looped === undefined) return [];
  const { query, loop } = looped;
  const isWritten = queries.looped.some(
    (other) =>
      other.loop.range.start === loop.range.start &&
      other.query.verb !== 'read' &&
      other.query.verb !== 'count' &&
      (other.query.table === null || other.query.table === query.table),
  );
  if (isWritten) return [];
  const request = { file: finding.file, text, call: query.range, library: query.library };
  const edits = loadCodeReader().batchRead(request);
  if (edits === null) return [];
  return [{ title: 'Read all rows with one query before the loop', kind: 'review', edits }];
}
