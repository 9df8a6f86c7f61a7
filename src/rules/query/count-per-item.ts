import { countBeforeLoop } from '../code/read-before-loop';
import { wordsOf } from '../code/library-words';
import { behind, inLoop, loopedDraft, numberOfQueries } from '../code/looped-draft';
import type { QueryRule } from '../rule';

export const countPerItem: QueryRule = {
  meta: {
    id: 'count-per-item',
    family: 'query',
    title: 'Rows are counted with one query per item.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: 'review',
    sources: ['https://www.prisma.io/docs/orm/prisma-client/queries/aggregation-grouping-summarizing'],
  },

  check(file, context) {
    return file.looped
      .filter(
        (looped) => looped.exemption === null && looped.keyed === 'item' && looped.query.verb === 'count',
      )
      .map((looped) =>
        loopedDraft(file, context, looped, looped.confidence === 'low' ? 'info' : 'warning', {
          what: `Candidate for one grouped count: ${looped.query.call}${behind(looped)} runs ${inLoop(looped)}: ${numberOfQueries(looped)}.`,
          why: 'The database can count for all items in one pass.',
          remedy: `Count once, grouped by the key (${wordsOf(looped.query).countMany}), and look the numbers up in a Map; a missing key counts zero.`,
        }),
      );
  },

  fixes: countBeforeLoop,
};
