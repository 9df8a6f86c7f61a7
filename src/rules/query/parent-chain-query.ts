import { fromTable } from '../code/library-words';
import { loopedDraft, readsInLoops } from '../code/looped-draft';
import type { QueryRule } from '../rule';

export const parentChainQuery: QueryRule = {
  meta: {
    id: 'parent-chain-query',
    family: 'query',
    title: 'A loop goes from a row to its parent with one query per step.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-RECURSIVE'],
  },

  check(file, context) {
    return readsInLoops(file, 'direct', 'earlier-turn').map((looped) =>
      loopedDraft(file, context, looped, 'warning', {
        what: `Candidate for a recursive query: ${looped.query.call} reads one row${fromTable(looped.query)}, and its result is the key of the next turn: N queries one after the other, N = depth of the chain.`,
        why: 'No step can begin before the one before it is answered, and a cycle in the data never ends.',
        remedy:
          'Read the whole chain with one recursive query (WITH RECURSIVE), or keep the path with each row (materialised path, closure table).',
      }),
    );
  },
};
