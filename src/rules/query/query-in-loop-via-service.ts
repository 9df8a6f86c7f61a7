import { wordsOf } from '../code/library-words';
import { behind, inLoop, isTogether, loopedDraft, numberOfQueries, readsInLoops } from '../code/looped-draft';
import { readBeforeLoop } from '../code/read-before-loop';
import type { QueryRule } from '../rule';

export const queryInLoopViaService: QueryRule = {
  meta: {
    id: 'query-in-loop-via-service',
    family: 'query',
    title: 'A loop calls a service or function of another file that reads from the database once per item.',
    level: 'warning',
    dialects: null,
    since: '0.1.0',
    fix: 'review',
    sources: [
      'measured: 65 of 78 query-issuing loop sites of one backend stand behind a call, 44 of them in another file',
    ],
  },

  check(file, context) {
    return readsInLoops(file, 'service').map((looped) =>
      loopedDraft(file, context, looped, looped.confidence === 'low' ? 'info' : 'warning', {
        what: `Candidate for a batched read: this call reaches ${looped.query.call}${behind(looped)} ${inLoop(looped)}: ${numberOfQueries(looped)}.`,
        why: isTogether(looped.loop.kind)
          ? 'All of them are sent at once and fill the connection pool.'
          : 'Each turn waits for a round trip to the database that cannot be seen here.',
        remedy: `Give the service a method that takes all keys and reads them with one query (getByIds with ${wordsOf(looped.query).readMany}), call it before the loop, and look rows up in a Map.`,
      }),
    );
  },

  fixes: readBeforeLoop,
};
