import type { LoopedQuery } from '../../model/code';
import { wordsOf } from '../code/library-words';
import { inLoop, loopedDraft, numberOfQueries } from '../code/looped-draft';
import { createMissing, createsIt } from '../code/write-after-loop';
import type { QueryRule } from '../rule';

export const findThenCreatePerItem: QueryRule = {
  meta: {
    id: 'find-then-create-per-item',
    family: 'query',
    title: 'Each item is looked for and then created when it is missing, with two queries.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: 'review',
    sources: ['https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT'],
  },

  check(file, context) {
    const candidates = file.looped.filter(
      ({ exemption, distance, keyed }) => exemption === null && distance === 'direct' && keyed === 'item',
    );
    return candidates.flatMap((found) => {
      if (found.query.verb !== 'read' || found.query.table === null || found.query.details.limited === 'none')
        return [];
      const created = candidates.find((other) => isCreation(other, found));
      if (!created) return [];
      const draft = loopedDraft(file, context, found, 'warning', {
        what: `Candidate for one upsert: ${found.query.call} looks for a row and ${created.query.call} creates it when it is missing, ${inLoop(found)}: up to ${numberOfQueries(found, 2)}.`,
        why: 'Two requests that look at the same time both find nothing and both create: one fails on the unique key, or without one there are two rows.',
        remedy: `Write all rows with one statement that ignores or updates those that exist (ON CONFLICT, upsert, ${wordsOf(found.query).insertMany} with duplicates skipped), on a unique key.`,
      });
      const call = { file: created.call.file, range: created.call.range, message: createsIt };
      return [{ ...draft, evidence: [...(draft.evidence ?? []), call], covers: [created.call.range] }];
    });
  },

  fixes: createMissing,
};

/** An insert into the same table later in the same loop, in an arm: a copy of what was found is made in every turn. */
function isCreation({ query, loop, conditional }: LoopedQuery, found: LoopedQuery): boolean {
  return (
    conditional &&
    query.verb === 'insert' &&
    query.table === found.query.table &&
    loop.range.start === found.loop.range.start &&
    query.range.start > found.query.range.start
  );
}
