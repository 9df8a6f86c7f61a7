import { readBeforeLoop } from '../code/read-before-loop';
import { wordsOf } from '../code/library-words';
import { inLoop, isTogether, loopedDraft, numberOfQueries, readsInLoops } from '../code/looped-draft';
import type { QueryRule } from '../rule';

export const queryInConcurrentMap: QueryRule = {
  meta: {
    id: 'query-in-concurrent-map',
    family: 'query',
    title: 'A map over a list sends one query per item, all at the same time.',
    level: 'warning',
    dialects: null,
    since: '0.1.0',
    fix: 'review',
    sources: [
      'https://github.com/prisma/prisma/issues/22610 (pool exhaustion)',
      'https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance',
    ],
  },

  check(file, context) {
    return readsInLoops(file, 'direct')
      .filter(({ loop }) => isTogether(loop.kind))
      .map((looped) =>
        loopedDraft(file, context, looped, 'warning', {
          what: `Candidate for a batched read: ${looped.query.call} runs ${inLoop(looped)}: ${numberOfQueries(looped)}.`,
          why: 'Sent together they do not get fewer: they fill the connection pool, and other requests wait.',
          remedy: `Read all rows with one query (${wordsOf(looped.query).readMany}, in chunks: ${wordsOf(looped.query).limit}), put them in a Map and map over that.`,
        }),
      );
  },

  fixes: readBeforeLoop,
};
