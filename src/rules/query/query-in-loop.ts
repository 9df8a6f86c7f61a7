import type { LoopKind } from '../../model/code';
import { readBeforeLoop } from '../code/read-before-loop';
import { wordsOf } from '../code/library-words';
import { inLoop, loopedDraft, numberOfQueries, readsInLoops } from '../code/looped-draft';
import type { QueryRule } from '../rule';

/** Loops that run their turns one after the other. */
const kinds: ReadonlySet<LoopKind> = new Set(['for', 'for-of', 'for-in', 'while', 'do', 'reduce']);

export const queryInLoop: QueryRule = {
  meta: {
    id: 'query-in-loop',
    family: 'query',
    title: 'A loop reads from the database once per item.',
    level: 'warning',
    dialects: null,
    since: '0.1.0',
    fix: 'review',
    sources: [
      'https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance',
      'measured: 16 backends, facts on query-issuing loops',
    ],
  },

  check(file, context) {
    return readsInLoops(file, 'direct')
      .filter(({ loop }) => kinds.has(loop.kind))
      .map((looped) =>
        loopedDraft(file, context, looped, 'warning', {
          what: `Candidate for a batched read: ${looped.query.call} runs ${inLoop(looped)}: ${numberOfQueries(looped)}.`,
          why: 'Each turn waits for a round trip to the database.',
          remedy: `Collect the keys before the loop, read all rows with one query (${wordsOf(looped.query).readMany}, in chunks: ${wordsOf(looped.query).limit}), put them in a Map and look them up in the loop.`,
        }),
      );
  },

  fixes: readBeforeLoop,
};
