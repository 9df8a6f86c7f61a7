import { wordsOf } from '../code/library-words';
import { behind, inLoop, isTogether, loopedDraft, numberOfQueries, readsInLoops } from '../code/looped-draft';
import { readBeforeLoop } from '../code/read-before-loop';
import type { QueryRule } from '../rule';

export const queryInLoopViaHelper: QueryRule = {
  meta: {
    id: 'query-in-loop-via-helper',
    family: 'query',
    title: 'A loop calls a function of the same file that reads from the database once per item.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: 'review',
    sources: ['measured: 16 of 32 query-issuing loop sites of one backend stand one call away from the loop'],
  },

  check(file, context) {
    return readsInLoops(file, 'helper').map((looped) =>
      loopedDraft(file, context, looped, 'warning', {
        what: `Candidate for a batched read: this call reaches ${looped.query.call}${behind(looped)} ${inLoop(looped)}: ${numberOfQueries(looped)}.`,
        why: isTogether(looped.loop.kind)
          ? 'All of them are sent at once and fill the connection pool.'
          : 'Each turn waits for a round trip to the database that the loop does not show.',
        remedy: `Give the helper a form that takes all keys and reads them with one query (${wordsOf(looped.query).readMany}), call it before the loop, and look rows up in a Map.`,
      }),
    );
  },

  fixes: readBeforeLoop,
};
