import { wordsOf } from '../code/library-words';
import { inLoop, loopedDraft, numberOfQueries } from '../code/looped-draft';
import { writeAfterLoop } from '../code/write-after-loop';
import type { QueryRule } from '../rule';

export const insertPerItem: QueryRule = {
  meta: {
    id: 'insert-per-item',
    family: 'query',
    title: 'Rows are inserted with one query per item.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: 'review',
    sources: ['https://www.prisma.io/docs/orm/reference/prisma-client-reference#createmany'],
  },

  check(file, context) {
    return file.looped
      .filter(
        ({ exemption, distance, keyed, query }) =>
          exemption === null &&
          distance === 'direct' &&
          keyed === 'item' &&
          (query.verb === 'insert' || query.verb === 'upsert') &&
          query.details.rows !== 'many' &&
          // A later step of the turn needs what this one gave back: its generated id.
          (query.result?.taken.length ?? 0) === 0,
      )
      .map((looped) =>
        loopedDraft(file, context, looped, 'info', {
          what: `Candidate for one write of many rows: ${looped.query.call} runs ${inLoop(looped)}: ${numberOfQueries(looped)}.`,
          why: 'Each row costs a round trip, and outside a transaction a commit as well.',
          remedy: `Collect the rows and write them in chunks: ${wordsOf(looped.query).insertMany} (${wordsOf(looped.query).limit}).`,
        }),
      );
  },

  fixes: writeAfterLoop,
};
